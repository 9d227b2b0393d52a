"""Names of values as LaTeX, as plain text and as variables of a program."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.explain.figures import number_latex

LATIN = {"lambda": "LAMDA", "Lambda": "LAMDA"}
GREEK = frozenset(
    re.findall(
        r"\w+",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
        "omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega",
    )
)
LETTERS = {
    unicodedata.lookup(f"GREEK {'CAPITAL' if name[0].isupper() else 'SMALL'} LETTER {LATIN.get(name, name)}"): "\\"
    + name
    for name in sorted(GREEK)
}
ID = re.compile(r"(?P<name>.*?)(?:#(?P<version>\d+))?(?:\[(?P<place>[\d,]+)\])?", re.DOTALL)
DIGITS = re.compile(r"(?P<stem>.*?[^\d_])_?(?P<digits>\d+)", re.DOTALL)
SPECIAL = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
SPECIAL |= {character: "\\" + character for character in "{}$&#_%"}


@lru_cache(maxsize=8192)
def name_latex(identifier: str) -> str:
    r"""Return a node's id as LaTeX: `w_{1}`, `\mathit{fruit}`, `\alpha`, `W_{0,2}`, `c^{(2)}`, `\text{水果}`."""
    found = ID.fullmatch(identifier)
    assert found is not None
    name, version, place = found["name"], found["version"], found["place"]
    literal = _literal(name)
    if literal is not None:
        return literal
    stem, below = _parts(name)
    base = f"{stem}_{{{below}}}" if below else stem
    if place:
        # A second subscript beside the first would read as one number: z₁₁,₀.
        base = f"{base}{{\\scriptstyle[{place}]}}" if below else f"{base}_{{{place}}}"
    return f"{base}^{{({version})}}" if version and version != "1" else base


def _literal(name: str) -> str | None:
    """Return a number that stands in the middle of an expression; None for a name."""
    try:
        return number_latex(float(name)) if name[:1].isdigit() or name[:1] in "-." else None
    except ValueError:
        return None


def _parts(name: str) -> tuple[str, str]:
    """Return a name's stem and its subscript, both LaTeX."""
    head, _, rest = name.partition("_")
    if head and rest.strip("_"):
        return _parts(head)[0] if not head[-1].isdigit() else _word(head), ",".join(
            _word(part, small=True) for part in rest.split("_") if part
        )
    found = DIGITS.fullmatch(name)
    return (_word(found["stem"]), found["digits"]) if found else (_word(name), "")


def _word(word: str, small: bool = False) -> str:
    if word in GREEK:
        return "\\" + word
    if word.isascii() and word.isalnum():
        return word if len(word) == 1 or (small and len(word) == 2) or word.isdigit() else rf"\mathit{{{word}}}"
    if any(letter in LETTERS for letter in word):  # KaTeX has Greek letters in mathematics, but not in text
        return "".join(
            LETTERS[letter] + " " if letter in LETTERS else _word(letter) for letter in word if letter != "_"
        ).strip()
    return rf"\text{{{''.join(SPECIAL.get(character, character) for character in word)}}}"


@lru_cache(maxsize=8192)
def plain_name(identifier: str) -> str:
    """Return a node's id for a sentence: the number a literal stands for, else the id itself."""
    name = identifier.partition("#")[0]
    return name if name[:1].isdigit() or name[:1] in "-." else identifier


@lru_cache(maxsize=8192)
def variable(identifier: str) -> str:
    """Return a node's id as a variable of a program: `c#2` becomes `c_2`, `W[0,2]` becomes `W[0, 2]`."""
    found = ID.fullmatch(identifier)
    assert found is not None
    name, version, place = found["name"], found["version"], found["place"]
    if plain_name(identifier) != identifier:
        return name
    return f"{name}{f'_{version}' if version else ''}{f'[{place}]'.replace(',', ', ') if place else ''}"
