"""The command `backprop`: serve the site, or trace, check and train a program in the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from app import __version__
from app.cli_train import add_options, make_asked, show_training
from app.i18n import LOCALES, TAGS, match_locale
from app.serve import add_arguments, serve
from app.settings import get_settings
from app.story import Problem, Question, RefusedError, answer_check, answer_trace, encode
from app.story.tables import check_table, refusal_text, trace_table

WRONG = 2
FAILED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the words after `backprop`; those of the process when None.

    Returns:
        0, or 1 when a check failed, or 2 when there is no answer.
    """
    options = make_parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except BrokenPipeError:  # `backprop trace … | head` has seen enough
        sys.stderr.close()
        return 0
    return status


def make_parser() -> argparse.ArgumentParser:
    """Return the command's parser."""
    parser = argparse.ArgumentParser(
        prog="backprop",
        description="Backpropagation you can step through.",
        epilog="backprop COMMAND --help says more.",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    server = commands.add_parser("serve", help="start the site", description="Start the site and the API.")
    add_arguments(server)
    server.set_defaults(run=run_serve)
    tracer = commands.add_parser(
        "trace", help="show every step of a program", description="Run a program forward and backward, step by step."
    )
    add_question(tracer)
    tracer.add_argument("--learning-rate", type=float, metavar="R", help="update the parameters, too")
    tracer.add_argument("--granularity", choices=("tensor", "element"), default="tensor", help="one node a what")
    tracer.add_argument("--formulas", action="store_true", help="say under each step why")
    tracer.add_argument("--json", action="store_true", help="print what the API's /trace answers")
    tracer.set_defaults(run=run_trace)
    checker = commands.add_parser(
        "check",
        help="compare gradients with differences",
        description="Compare each leaf's gradient with central differences; exit with 1 when one differs.",
    )
    add_question(checker)
    checker.add_argument("--sweep", action="store_true", help="show the error over step sizes, too")
    checker.add_argument("--json", action="store_true", help="print what the API's /check answers")
    checker.set_defaults(run=run_check)
    trainer = commands.add_parser(
        "train",
        help="let a program or a lesson learn",
        description="Train, and show the loss on the way; exit with 1 when it diverges, and with 130 on Ctrl+C.",
    )
    add_question(trainer, "FILE|LESSON", "a program, or a lesson of the gallery; - reads standard input", seed=False)
    add_options(trainer)
    trainer.set_defaults(run=run_train)
    return parser


def add_question(
    parser: argparse.ArgumentParser,
    name: str = "FILE",
    text: str = "the program; - reads it from standard input",
    seed: bool = True,
) -> None:
    """Add the options that say what is asked about which program."""
    parser.add_argument("file", metavar=name, help=text)
    parser.add_argument("--output", metavar="NAME", help="the value to differentiate (default: the last one)")
    if seed:
        parser.add_argument("--seed", metavar="JSON", help="the output's upstream gradient (default: ones)")
    parser.add_argument("--values", metavar="JSON", help="values for leaves, such as '{\"x\": [[1, 2]]}'")
    parser.add_argument(
        "--constant", metavar="NAME", action="append", default=[], help="a leaf without a gradient; may be repeated"
    )
    parser.add_argument("--locale", choices=[TAGS[one] for one in LOCALES], default="en", help="language of the texts")


def run_serve(options: argparse.Namespace) -> int:
    """Serve until Ctrl+C."""
    serve(options.host, options.port, options.workers, open_browser=not options.no_browser, program="backprop serve")
    return 0


def run_trace(options: argparse.Namespace) -> int:
    """Print a program's steps."""

    def answer(question: Question) -> str:
        told = answer_trace(question)
        return encode(told).decode() if options.json else trace_table(told, options.formulas)

    return show(options, answer)


def run_check(options: argparse.Namespace) -> int:
    """Print a program's gradients beside differences."""
    passed: list[bool] = []

    def answer(question: Question) -> str:
        told = answer_check(question, options.sweep)
        passed.append(told["passed"])
        return encode(told).decode() if options.json else check_table(told)

    status = show(options, answer)
    return status or (0 if passed[0] else FAILED)


def run_train(options: argparse.Namespace) -> int:
    """Train, and print how it goes."""
    text = ""
    locale = match_locale(options.locale) or "en"

    def read(name: str) -> str:
        nonlocal text
        text = read_file(name)
        return text

    try:
        asked = make_asked(options, read, lambda program: make_question(options, program, locale))
        return show_training(asked, options.json)
    except RefusedError as refused:
        print(refusal_text(refused, text, options.file, locale), file=sys.stderr)
        return WRONG


def show(options: argparse.Namespace, answer: Any) -> int:
    """Print the answer to what the options ask, or why there is none."""
    text = ""
    locale = match_locale(options.locale) or "en"
    try:
        text = read_file(options.file)
        print(answer(make_question(options, text, locale)))
    except RefusedError as refused:
        name = "<stdin>" if options.file == "-" else options.file
        print(refusal_text(refused, text, name, locale), file=sys.stderr)
        return WRONG
    return 0


def make_question(options: argparse.Namespace, text: str, locale: str) -> Question:
    """Return what the options ask.

    Raises:
        RefusedError: an option that holds JSON does not.
    """
    values = from_json("--values", options.values) if options.values else {}
    if not isinstance(values, dict):
        raise RefusedError(Problem("value", "--values holds an object", "got something else", "Try '{\"x\": 2}'."))
    rate = getattr(options, "learning_rate", None)
    if rate is not None and not abs(rate) < float("inf"):
        raise RefusedError(Problem("value", "--learning-rate is a finite number", f"got {rate}"))
    return Question(
        text,
        values=values,
        output=options.output,
        constants=tuple(options.constant),
        seed=from_json("--seed", options.seed) if isinstance(options.seed, str) else None,
        learning_rate=rate,
        granularity=getattr(options, "granularity", "tensor"),
        include=frozenset({"formulas"} if getattr(options, "json", False) or formulas(options) else ()),
        locale=locale,
    )


def formulas(options: argparse.Namespace) -> bool:
    """Return whether the words of the steps are asked for."""
    return bool(getattr(options, "formulas", False))


def from_json(option: str, text: str) -> Any:
    """Return an option's JSON.

    Raises:
        RefusedError: it is none.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise RefusedError(Problem("value", f"{option} holds JSON", f"got {text[:60]}", 'Quote names: "x".')) from None


def read_file(name: str) -> str:
    """Return a file's text, or that of standard input.

    Raises:
        RefusedError: it cannot be read, is too long, or is no text.
    """
    most = 4 * get_settings().max_program_characters
    rule = "a program is a text file in UTF-8"
    try:
        if name == "-":
            data = sys.stdin.buffer.read(most + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(most + 1)
        if len(data) > most:
            raise RefusedError(Problem("limit", f"a program may have {most:,} bytes", "got more", "Shorten it."))
        return data.decode("utf-8-sig")
    except OSError as error:
        found = f"cannot read {name}: {error.strerror}"
        raise RefusedError(Problem("value", rule, found, "Is the name right? A - reads standard input.")) from None
    except UnicodeDecodeError:
        raise RefusedError(Problem("syntax", rule, f"{name} is not one", "Save it as UTF-8.")) from None


if __name__ == "__main__":
    sys.exit(main())
