"""The browser's files as the server knows them: the vendor manifest, the import map, what to load ahead."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from app.settings import STATIC

STATIC_IMPORT = re.compile(r"""^(?:import|export)\s(?:[^"'();]*?\sfrom\s*)?["']([^"']+)["']""", re.MULTILINE)


@dataclass(frozen=True)
class Preload:
    """One module for `<link rel="modulepreload">`; own modules have no integrity, since they change as written."""

    url: str
    integrity: str | None = None


@dataclass(frozen=True)
class Assets:
    """What stands under static/, read once.

    Attributes:
        root: the folder static/.
        manifest: static/vendor/manifest.json as scripts/build_vendor.mjs describes it.
    """

    root: Path
    manifest: dict[str, Any]

    @cached_property
    def import_map(self) -> str:
        """The import map's JSON, the very text whose hash the Content-Security-Policy allows."""
        imports = {name: vendor_url(file) for name, file in self.manifest["imports"].items()}
        integrity = {vendor_url(file): digest for file, digest in self.manifest["integrity"].items()}
        return json.dumps({"imports": imports, "integrity": integrity}, separators=(",", ":")).replace("<", "\\u003c")

    @cached_property
    def import_map_hash(self) -> str:
        """The import map's source expression for script-src."""
        return "sha256-" + base64.b64encode(hashlib.sha256(self.import_map.encode()).digest()).decode()

    def preloads(self, *entries: str) -> list[Preload]:
        """List the modules that entry modules need before they run, each once, in the order they are met.

        Args:
            entries: files under static/js, such as "lab.js". What they import with `import()` is left out.
        """
        found: dict[str, Preload] = {}
        waiting = [self.root / "js" / entry for entry in entries]
        while waiting:
            file = waiting.pop(0)
            url = f"/static/{file.relative_to(self.root).as_posix()}"
            if url in found or not file.is_file():
                continue
            found[url] = Preload(url)
            for name in STATIC_IMPORT.findall(file.read_text(encoding="utf-8")):
                if name.startswith("."):
                    waiting.append((file.parent / name).resolve())
                else:
                    found |= {preload.url: preload for preload in self._library(name)}
        return list(found.values())

    def _library(self, name: str) -> Iterator[Preload]:
        for file in (self.manifest["imports"][name], *self.manifest["preload"][name]):
            yield Preload(vendor_url(file), self.manifest["integrity"][file])


def vendor_url(file: str) -> str:
    """Return the address of a file in static/vendor."""
    return f"/static/vendor/{file}"


@lru_cache
def load_assets() -> Assets:
    """Read the vendor manifest.

    Raises:
        RuntimeError: static/vendor has not been built.
    """
    manifest = STATIC / "vendor" / "manifest.json"
    if not manifest.is_file():
        raise RuntimeError("static/vendor is missing; `python3 -m app` fetches the browser libraries.")
    return Assets(STATIC.resolve(), json.loads(manifest.read_text(encoding="utf-8")))
