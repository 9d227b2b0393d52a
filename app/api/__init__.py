"""The JSON API."""

from fastapi import FastAPI

from app.api import datasets, train
from app.api.errors import install_problems
from app.api.openapi import install_document
from app.api.routes import router

__all__ = ["datasets", "install", "router", "train"]


def install(site: FastAPI) -> None:
    """Let a site's API fail in one shape, and describe itself."""
    install_problems(site)
    install_document(site)
