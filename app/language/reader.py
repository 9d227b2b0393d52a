"""Program text to graph."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, get_args

from app.engine.errors import EngineError
from app.engine.graph import Graph, Role
from app.language.calls import read_call
from app.language.context import NO_OFFERS, Context, Handler, Offer
from app.language.errors import Fault, ProgramError, ProgramErrors, TooMuch, from_engine
from app.language.expressions import (
    read_binary,
    read_comparison,
    read_number,
    read_unary,
    read_unsupported,
)
from app.language.indexing import read_subscript
from app.language.limits import ProgramLimits
from app.language.lists import read_list
from app.language.loops import read_comprehension
from app.language.names import read_attribute, read_name
from app.language.routines import inline
from app.language.scan import Scan, scan
from app.language.source import Source
from app.language.specials import SPECIALS
from app.language.statements import read_body
from app.language.syntax import Tree, check_text, parse
from app.language.unread import check_unread
from app.language.values import Routine, Value
from app.language.wrappers import MAKERS

CALLS = {**SPECIALS, **MAKERS}
NO_LIMITS = ProgramLimits()
SHORT = 4_000


@dataclass(frozen=True, slots=True)
class Ignored:
    """A part of the text that does nothing here: where it starts, counted from 1, and what it says."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Program:
    """A program that has been read.

    Attributes:
        graph: its values and their uses.
        output: the index of the value to differentiate.
        ignored: what does nothing here, in the order of the text.
    """

    graph: Graph
    output: int
    ignored: tuple[Ignored, ...]


def read_program(
    source: str,
    values: Mapping[str, Any] | None = None,
    *,
    output: str | None = None,
    constants: Sequence[str] = (),
    roles: Mapping[str, str] | None = None,
    limits: ProgramLimits = NO_LIMITS,
    offers: Mapping[str, Offer] = NO_OFFERS,
) -> Program:
    """Read a program; nothing in it is ever executed.

    Args:
        source: its text.
        values: JSON values for leaves by id; they replace a literal or give a free name its value.
        output: the name or id of the value to differentiate; None for the last one that `backward()` names, or
            else the last one assigned.
        constants: ids of leaves that get no gradient.
        roles: leaf id to its role.
        limits: how large it may be.
        offers: a value and a role for each of some leaves, taken where the program and `values` give none; a leaf
            whose value is given takes the role where it has as many axes. Those without a leaf are left alone.

    Returns:
        Its graph, output, and what in it does nothing.

    Raises:
        ProgramErrors: all that is wrong with it.
    """
    if len(source) > limits.characters:
        rule, found = f"a program may have {limits.characters:,} characters", f"got {len(source):,}"
        raise ProgramErrors((ProgramError("limit", rule, found, "Shorten it."),))
    prepared = prepare_again if len(source) <= SHORT else prepare
    try:
        text, scanned, tree = prepared(source)
    except Fault as fault:
        raise ProgramErrors((fault.as_error(None),)) from None
    context = Context(text, limits, values or {}, tree.lost, HANDLERS, offers)
    try:
        read_body(context, tree.body)
        check_unread(context, tree.body)
        context.finish()
    except TooMuch:
        pass
    except Fault as fault:
        context.errors[fault.rule, fault.found] = fault.as_error(context.target)
    except (RecursionError, MemoryError):
        error = ProgramError("limit", "a program must be simple enough to read", "it nests too deep", "Split it up.")
        context.errors["depth", ""] = error
    fail_if_any(tree, context)
    return finish(context, scanned, output, constants, roles or {})


def prepare(source: str) -> tuple[Source, Scan, Tree]:
    """Parse a program's text.

    Raises:
        Fault: it is nothing that can be parsed.
    """
    text = Source(source)
    scanned = scan(text.text)
    check_text(text, scanned)
    return text, scanned, parse(text, scanned)


# A value that is dragged sends the same short program again and again; trees are only read, never changed.
prepare_again = lru_cache(maxsize=32)(prepare)


def fail_if_any(tree: Tree, context: Context) -> None:
    """Raise what has been found wrong so far, in the order of the text."""
    errors = [*tree.errors, *context.errors.values()]
    if errors:
        raise ProgramErrors(tuple(sorted(errors, key=lambda error: (error.line or 0, error.column or 0))))


def finish(
    context: Context, scanned: Scan, output: str | None, constants: Sequence[str], roles: Mapping[str, str]
) -> Program:
    """Build the graph and apply what the request says about its values."""
    faults = check_values(context)
    if context.last is None:
        hint = "Write one, such as y = x * 2."
        faults.append(Fault("domain", "a program needs at least one assignment", "got none", hint))
    if faults:
        raise ProgramErrors(tuple(fault.as_error(None) for fault in faults))
    last = context.last if context.output is None else context.output
    assert last is not None
    # Roles are set before the graph is built; ids are known only after.
    graph = context.builder.build(last)
    wanted = [(name, "constant") for name in constants] + list(roles.items())
    for name, role in wanted:
        try:
            index = graph.ids.get(plain(name).removesuffix("#1"))
            set_role(context, graph, graph.find(plain(name)) if index is None else index, name, role)
        except (EngineError, Fault) as error:
            faults.append(from_engine(error, None) if isinstance(error, EngineError) else error)
    if output is not None:
        try:
            last = graph.find(plain(output))
        except EngineError as error:
            faults.append(from_engine(error, None))
    if faults:
        raise ProgramErrors(tuple(fault.as_error(None) for fault in faults))
    graph = context.builder.build(last) if wanted else replace(graph, output=last)
    return Program(graph, graph.output, list_ignored(context, scanned))


def plain(name: str) -> str:
    """Return a name as Python's parser sees it."""
    return unicodedata.normalize("NFKC", name)


def set_role(context: Context, graph: Graph, index: int, name: str, role: str) -> None:
    """Give a leaf the role that the request names.

    Raises:
        Fault: it is no leaf, or there is no such role.
    """
    if role not in get_args(Role):
        raise Fault("value", "a role is input, target, parameter or constant", f"got '{role}' for '{name}'")
    if graph.nodes[index].op is not None:
        raise Fault("value", "only a leaf has a role", f"'{name}' is computed", "Name the values it is made of.")
    context.set_role(index, role)  # type: ignore[arg-type]


def check_values(context: Context) -> list[Fault]:
    """Return a fault for each of the request's values that the program has no leaf for."""
    faults = []
    for name in context.values:
        if name in context.used:
            continue
        shown = name if len(name) <= 40 else f"{name[:40]}…"
        if name.removesuffix("#1") in context.top.names:
            rule, hint = "only a leaf's value can be given", "Leave it out, or assign a number to the name."
            faults.append(Fault("value", rule, f"'{shown}' is computed", hint))
        else:
            rule, hint = "each value given must be used", "Leave it out, or use the name in the program."
            faults.append(Fault("value", rule, f"the program has no '{shown}'", hint))
    return faults


def list_ignored(context: Context, scanned: Scan) -> tuple[Ignored, ...]:
    """Return what does nothing, in the order of the text."""
    parts = {(line, column): text for (line, column), text in context.ignored.items()}
    parts |= {(comment.line, comment.column): comment.text for comment in scanned.comments}
    return tuple(Ignored(line, column, text) for (line, column), text in sorted(parts.items()))


def inline_body(context: Context, node: ast.Call, routine: Routine) -> Value:
    """Read the body of a function of the program in a call's place."""
    return inline(context, node, routine, read_body)


def read_any_call(context: Context, node: ast.Call) -> Value:
    """Read a call."""
    return read_call(context, node, CALLS, inline_body)


HANDLERS: dict[type[ast.AST], Handler] = {
    ast.expr: read_unsupported,
    ast.Name: read_name,
    ast.Constant: read_number,
    ast.BinOp: read_binary,
    ast.UnaryOp: read_unary,
    ast.Call: read_any_call,
    ast.List: read_list,
    ast.Tuple: read_list,
    ast.Compare: read_comparison,
    ast.Attribute: read_attribute,
    ast.Subscript: read_subscript,
    ast.ListComp: read_comprehension,
    ast.GeneratorExp: read_comprehension,
}
