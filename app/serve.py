"""Start the server: the arguments, the port, the line that says where to look."""

from __future__ import annotations

import argparse
import errno
import socket
import sys
import threading
import webbrowser
from collections.abc import Sequence

import uvicorn

from app import __version__

LOOPBACK = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the server's options to a parser: --host, --port, --workers, --no-browser."""
    parser.add_argument("--host", default=LOOPBACK, help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on, 0 for any (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="processes to answer with (default: %(default)s)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser window")


def serve_from_arguments(program: str, arguments: Sequence[str] | None = None) -> None:
    """Read the options and serve.

    Args:
        program: the command as the visitor typed it, for the help and for what to try when the port is taken.
        arguments: the options; those of the process when None.
    """
    parser = argparse.ArgumentParser(prog=program, description="Start Backprop Visualizer.")
    parser.add_argument("--version", action="version", version=__version__)
    add_arguments(parser)
    options = parser.parse_args(arguments)
    serve(options.host, options.port, options.workers, open_browser=not options.no_browser, program=program)


def serve(
    host: str,
    port: int,
    workers: int = 1,
    *,
    open_browser: bool = False,
    program: str = "backprop serve",
) -> None:
    """Serve the site and the API until Ctrl+C; leave with a hint when the port cannot be had."""
    if not 0 <= port <= 65535:
        sys.exit(f"A port is a number from 0 to 65535; got {port}.")
    if workers < 1:
        sys.exit(f"At least one worker is needed; got {workers}.")
    port = claim_port(host, port, program)
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    print(f"Backprop Visualizer {__version__} on {url} (Ctrl+C stops it)", flush=True)
    if open_browser and sys.stdout.isatty():
        threading.Timer(1.0, webbrowser.open, [url]).start()
    # A cut stream must not hold the process: one second is enough for an answer that is nearly done.
    uvicorn.run(
        "app.main:app",
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=1,
    )


def claim_port(host: str, port: int, program: str) -> int:
    """Return the port once it is seen to be free (a free one for 0); leave with a hint otherwise."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            return int(probe.getsockname()[1])
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else 0
                sys.exit(f"Port {port} is in use. Choose another: {program} --port {other}")
            if error.errno == errno.EACCES:
                sys.exit(f"Port {port} needs more rights than this user has. Choose one from 1024 up: {program}")
            sys.exit(f"Cannot listen on {host!r}, port {port}: {error.strerror or error}.")
