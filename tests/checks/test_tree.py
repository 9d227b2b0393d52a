"""Rules for the tree: its size, its neutrality, what must not be committed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.checks.tree import BINARY, ROOT, files, name, walk

CODE = files("app/**/*.py", "scripts/*", "tests/**/*.py", "tests/js/**/*.js", "static/js/**/*.js", "static/css/*.css")
TEXTS = [file for file in walk() if file.suffix not in BINARY]
REGISTRY = re.compile(r"https?://[a-z0-9.-]*(registry\.|pypi|pythonhosted|npmjs|debian\.|jsdelivr|unpkg|cdnjs|esm\.sh)")
MACHINE_PATH = re.compile(r"(?:^|[^\w.])/(?:work|farm|root|home|Users|tmp)/\w")
UNFINISHED = re.compile(
    r"\b(TODO|FIXME|XXX|NotImplementedError)\b|pytest\.skip|mark\.(skip|xfail)|\b(it|test)\.(skip|only)\("
)

EXTRAS = re.compile(r"\[.*\]")


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name(file)}:{number}: {line.strip()[:160]}"
        for file in TEXTS
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if file != Path(__file__) and pattern.search(line)
    ]


@pytest.mark.parametrize("file", CODE, ids=name)
def test_a_file_has_at_most_500_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 500


def test_no_address_of_a_registry_or_cdn_stands_in_the_tree() -> None:
    assert lines_matching(REGISTRY) == []


def test_no_path_of_one_machine_stands_in_the_tree() -> None:
    assert lines_matching(MACHINE_PATH) == []


def test_nothing_is_left_unfinished_or_skipped() -> None:
    assert lines_matching(UNFINISHED) == []


def test_the_locks_hold_hashes_and_no_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {path: entry for path, entry in lock["packages"].items() if path}
    assert all("resolved" not in entry and "integrity" in entry for entry in packages.values())
    for file in files("requirements*.lock"):
        text = file.read_text(encoding="utf-8")
        assert "://" not in text
        pinned = [row for row in text.splitlines() if row and not row.startswith((" ", "#"))]
        assert pinned
        assert all("==" in row and row.endswith("\\") for row in pinned)


def test_the_locks_hold_what_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    app = [*project["project"]["dependencies"], *groups["build"]]
    wanted = {
        "requirements.lock": app,
        "requirements-test.lock": [*app, *groups["test"]],
        "requirements-node.lock": groups["node"],
    }
    for file, pins in wanted.items():
        locked_pins = {row.split(" ")[0] for row in (ROOT / file).read_text(encoding="utf-8").splitlines()}
        assert {EXTRAS.sub("", pin) for pin in pins} <= locked_pins
    hook = (ROOT / "hatch_build.py").read_text(encoding="utf-8")
    assert f'"{groups["node"][0]}"' in hook
    assert project["build-system"]["requires"][0] in groups["build"]
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for library, version in (package["dependencies"] | package["devDependencies"]).items():
        assert locked[f"node_modules/{library}"]["version"] == version


def test_nothing_generated_or_large_is_tracked() -> None:
    git = shutil.which("git")
    if not git or not (ROOT / ".git").exists():
        return  # a copy without its history has nothing tracked
    command = [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    tracked = [file for file in listed if file and (ROOT / file).is_file()]
    generated = re.compile(r"(^|/)(node_modules|vendor|dist|build|\.venv|__pycache__)/|\.min\.(js|css)$|\.pyc$")
    assert [file for file in tracked if generated.search(file)] == []
    assert [file for file in tracked if (ROOT / file).stat().st_size > 400_000] == []
