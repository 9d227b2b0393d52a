"""The HTML pages: gallery and lab."""

from app.pages.errors import install
from app.pages.routes import router

__all__ = ["install", "router"]
