from __future__ import annotations

import socket

import pytest

from app import __version__
from app.serve import claim_port, serve, serve_from_arguments


def test_a_taken_port_is_told_with_the_command_for_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            SystemExit, match=f"Port {port} is in use. Choose another: backprop serve --port {port + 1}"
        ):
            claim_port("127.0.0.1", port, "backprop serve")


def test_port_0_takes_a_free_one() -> None:
    assert claim_port("127.0.0.1", 0, "backprop serve") > 0


def test_an_address_of_another_machine_is_refused_in_words() -> None:
    with pytest.raises(SystemExit, match=r"Cannot listen on '192\.0\.2\.1', port 0"):
        claim_port("192.0.2.1", 0, "backprop serve")


@pytest.mark.parametrize(
    ("port", "workers", "said"), [(70000, 1, "0 to 65535"), (-1, 1, "0 to 65535"), (0, 0, "worker")]
)
def test_impossible_options_are_refused_in_words(port: int, workers: int, said: str) -> None:
    with pytest.raises(SystemExit, match=said):
        serve("127.0.0.1", port, workers)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        serve_from_arguments("python3 -m app", ["--version"])
    assert capsys.readouterr().out == f"{__version__}\n"
