"""The application: middleware, static files, pages and API put together."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.types import ASGIApp

from app import __version__, api, pages
from app.assets import load_assets
from app.compression import Compression
from app.security import SecurityHeaders
from app.settings import STATIC
from app.static_files import SiteFiles


class Site(FastAPI):
    """An application whose outermost layer is the security headers: an unforeseen error's answer has them too."""

    def build_middleware_stack(self) -> ASGIApp:
        """Put the headers around everything else."""
        return SecurityHeaders(super().build_middleware_stack(), load_assets().import_map_hash)


def create_app() -> FastAPI:
    """Build the application; it keeps no state between requests."""
    site = Site(
        title="Backprop Visualizer",
        version=__version__,
        summary="Programs become graphs, traces and explanations.",
        docs_url=None,  # FastAPI's own page loads its scripts from elsewhere
        redoc_url=None,
    )
    site.add_middleware(Compression)
    site.mount("/static", SiteFiles(directory=STATIC), name="static")
    pages.install(site)
    api.install(site)
    # Routes are tried in order: the API's are asked for most.
    site.include_router(api.router)
    site.include_router(pages.router)
    return site


app = create_app()
