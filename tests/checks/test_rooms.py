"""Which room of app/ may rest on which: the rules of direction, read from the imports."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.checks.tree import ROOT, files, name

# Small modules that any room above the engine may use; they rest on nothing of ours but each other.
BASE = {"__init__", "settings", "i18n"}
ROOMS: dict[str, set[str]] = {
    "engine": set(),
    "language": {"engine"},
    "networks": {"engine", "language"},
    "explain": {"engine", "i18n"},
    "export": {"engine", "language"},
    "lessons": {"i18n"},
}
LOWER = {*ROOMS, *BASE}
ROOMS |= {
    "story": LOWER,
    "api": {*LOWER, "story"},
    "pages": {*LOWER, "assets"},
    "cli": {*LOWER, "story", "serve", "cli_train"},
    "cli_train": {*LOWER, "story"},
    "serve": {"__init__"},
    "settings": set(),
    "i18n": {"settings"},
}
NOT_OURS: dict[str, set[str]] = {
    "engine": {"numpy"},
    "language": {"numpy"},
    "networks": {"numpy"},
    "explain": {"numpy"},
    "export": {"numpy"},
    "lessons": set(),
    "_setup": set(),
}


def imports(file: Path) -> set[str]:
    """Return the dotted names a module imports, relative ones resolved."""
    found: set[str] = set()
    package = name(file).removesuffix(".py").removesuffix("/__init__").split("/")
    if file.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def room(file: Path) -> str:
    return file.relative_to(ROOT / "app").parts[0].removesuffix(".py")


def rooms_used(file: Path) -> set[str]:
    ours = {dotted.split(".")[1] for dotted in imports(file) if dotted.startswith("app.")}
    exists = {module for module in ours if (ROOT / "app" / module).exists() or (ROOT / "app" / f"{module}.py").exists()}
    return exists | ({"__init__"} if ours - exists else set())


PYTHON = files("app/**/*.py")


@pytest.mark.parametrize("file", PYTHON, ids=name)
def test_a_room_rests_only_on_those_below(file: Path) -> None:
    own = room(file)
    if own in ROOMS:
        assert rooms_used(file) - {own} <= ROOMS[own]


@pytest.mark.parametrize("file", PYTHON, ids=name)
def test_a_room_uses_only_its_packages(file: Path) -> None:
    if (own := room(file)) in NOT_OURS:
        foreign = {dotted.split(".")[0] for dotted in imports(file)} - {"app", "scripts", *sys.stdlib_module_names}
        assert foreign <= NOT_OURS[own]


def test_nobody_imports_main() -> None:
    everywhere = [file for file in files("app/**/*.py", "scripts/*.py") if name(file) != "app/main.py"]
    assert [name(file) for file in everywhere if "main" in rooms_used(file)] == []


def test_the_engine_compares_no_value_with_the_name_of_an_op() -> None:
    from app.engine.ops import OPS

    knowing = [
        f"{name(file)}:{node.lineno}"
        for file in files("app/engine/*.py")
        if file.stem != "nonfinite"  # it names stable rewrites: which ops stand together is what it looks for
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare | ast.MatchValue)
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and part.value in OPS
    ]
    assert knowing == []


def records(file: Path) -> list[str]:
    """Return the names in a module's list of OPERATIONS, each the first argument of a call."""
    lists = [
        node.value
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "OPERATIONS" for target in node.targets)
    ]
    calls = [entry for listed in lists for entry in ast.walk(listed) if isinstance(entry, ast.Call)]
    arguments = [call.args[0] if call.args else None for call in calls if getattr(call.func, "id", "") != "tuple"]
    arguments += [keyword.value for call in calls for keyword in call.keywords if keyword.arg == "name"]
    return [str(argument.value) for argument in arguments if isinstance(argument, ast.Constant)]


def test_no_op_is_written_down_in_two_files() -> None:
    from app.engine.ops import OPS

    places = {op: [name(file) for file in files("app/engine/ops/*.py") if op in records(file)] for op in OPS}
    assert any(places.values())
    assert {op: where for op, where in places.items() if len(where) > 1} == {}
