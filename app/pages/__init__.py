"""The HTML pages: gallery, lab, and what describes the API."""

from app.pages import docs
from app.pages.errors import install
from app.pages.routes import router

router.include_router(docs.router)

__all__ = ["install", "router"]
