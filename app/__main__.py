"""`python3 -m app`: start the site, after fetching what it needs into .venv and static/vendor the first time."""

from __future__ import annotations

from app._setup import ensure


def main() -> None:
    """Set up when needed, then serve until Ctrl+C."""
    ensure("app")
    from app.serve import serve_from_arguments  # its packages are in .venv, which is there only now

    serve_from_arguments("python3 -m app")


if __name__ == "__main__":
    main()
