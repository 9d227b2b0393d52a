"""Files under /static: small on the wire, kept for good when their name is hashed, asked about again when not."""

from __future__ import annotations

import gzip
import mimetypes
import os
import re
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

HASHED = re.compile(r"^vendor/.*-[A-Z0-9]{8}\.(js|css|woff2)$")
TEXT = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
PRECOMPRESSED = (("br", ".br"), ("gzip", ".gz"))

# Some systems' tables lack it, and Starlette asks them.
mimetypes.add_type("font/woff2", ".woff2")


class SiteFiles(StaticFiles):
    """Static files with compressed copies: those built ahead for vendor files, one made on first use for our own."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the smallest copy the browser takes."""
        path = path.replace("\\", "/")
        headers = Headers(scope=scope)
        kind = TEXT.get(Path(path).suffix)
        response = None
        if kind and scope["method"] in ("GET", "HEAD"):
            encodings = accepted_encodings(headers.get("accept-encoding", ""))
            response = self.precompressed(path, scope, encodings) or self.compressed(path, headers, encodings)
        if response is None:
            response = await super().get_response(path, scope)
        if response.status_code in (200, 206) and kind:
            response.headers["content-type"] = f"{kind}; charset=utf-8"
        if kind:
            response.headers["vary"] = "Accept-Encoding"
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if HASHED.match(path) else "no-cache"
        return response

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a file; a name that no file can have, such as one with a null byte, is not found."""
        try:
            return super().lookup_path(path)
        except ValueError:
            return "", None

    def precompressed(self, path: str, scope: Scope, encodings: frozenset[str]) -> Response | None:
        """Return the copy that the vendor build left beside the file, if there is one."""
        for encoding, suffix in PRECOMPRESSED if path.startswith("vendor/") else ():
            found, stat = self.lookup_path(path + suffix)
            if encoding in encodings and stat is not None:
                response = self.file_response(found, stat, scope)
                response.headers["content-encoding"] = encoding
                return response
        return None

    def compressed(self, path: str, headers: Headers, encodings: frozenset[str]) -> Response | None:
        """Return one of our own files in gzip, or None when the browser or the file does not suit."""
        found, stat = self.lookup_path(path)
        if "gzip" not in encodings or stat is None or not Path(found).is_file():
            return None
        body = gzip_file(found, stat.st_mtime_ns, stat.st_size)
        etag = FileResponse(found, stat_result=stat).headers["etag"].removesuffix('"') + '-gz"'
        answer = {"etag": etag, "content-encoding": "gzip"}
        if etag in (tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")):
            return NotModifiedResponse(Headers(answer))
        return Response(body, headers=answer)


def accepted_encodings(header: str) -> frozenset[str]:
    """Return the codings an Accept-Encoding header names and does not refuse with q=0."""
    named = (part.partition(";") for part in header.lower().split(","))
    return frozenset(name.strip() for name, _, weight in named if not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight))


@lru_cache(maxsize=512)
def gzip_file(path: str, _modified: int, _size: int) -> bytes:
    """Compress a file; its time and size are in the key, so an edited one is compressed again."""
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)
