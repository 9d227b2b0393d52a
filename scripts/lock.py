"""Write the lock files anew from pyproject.toml and package.json: `python -m scripts.lock` (needs the network).

uv resolves for all supported systems and Pythons at once; it lives in a temporary environment, since nothing else
needs it. Neither lock holds the address of a registry. Afterwards `npm ci` proves that the npm lock installs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from scripts import vendor

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.8"
LOCKS = {
    "requirements.lock": ["pyproject.toml", "--group", "build"],
    "requirements-test.lock": ["pyproject.toml", "--group", "build", "--group", "test"],
    "requirements-node.lock": ["--group", "node"],
}
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]


def lock_python(*options: str) -> None:
    """Write the three requirements files; `--upgrade` takes the newest versions that fit."""
    with tempfile.TemporaryDirectory(prefix="backprop-lock-") as folder:
        venv.create(folder, with_pip=True)
        binaries = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        subprocess.run([binaries / "python", "-m", "pip", "install", "--quiet", UV], check=True)
        for file, sources in LOCKS.items():
            command = [str(binaries / "uv"), "pip", "compile", *OPTIONS, *options, *sources, "--output-file", file]
            subprocess.run(command, cwd=ROOT, check=True)


def lock_npm() -> None:
    """Write package-lock.json and install from it."""
    _, npm = vendor.find_node()
    subprocess.run([*npm, "install", "--package-lock-only"], cwd=ROOT, check=True)
    vendor.install_packages(ROOT)
    print(vendor.build())


def main() -> None:
    """Lock Python's packages with the given options of uv, then npm's."""
    lock_python(*sys.argv[1:])
    lock_npm()


if __name__ == "__main__":
    main()
