"""Settings, each read once from the environment (`BACKPROP_…`), and where the site's files lie."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

APP = Path(__file__).resolve().parent
# In a wheel static/ and templates/ lie inside the package; in a checkout beside it.
BASE = APP if (APP / "static").is_dir() else APP.parent
STATIC = BASE / "static"
TEMPLATES = BASE / "templates"
LOCALE = APP / "locale"


@dataclass(frozen=True)
class Settings:
    """The limits of the service; each can be set by an environment variable, e.g. `BACKPROP_MAX_NODES=20000`."""

    max_body_bytes: int = 8_000_000
    max_program_characters: int = 200_000
    max_nodes: int = 20_000
    max_tensor_elements: int = 250_000
    max_total_elements: int = 2_000_000
    max_trace_numbers: int = 4_000_000
    max_loop_iterations: int = 20_000
    max_data_numbers: int = 250_000
    max_seconds: int = 20
    max_at_once: int = 16
    max_at_once_per_client: int = 8
    max_training_iterations: int = 1_000_000
    max_training_seconds: int = 600
    max_streams: int = 64
    max_streams_per_client: int = 24


@lru_cache
def get_settings() -> Settings:
    """Return the settings of this process.

    Raises:
        ValueError: a variable does not hold a positive whole number.
    """
    given = {}
    for field in fields(Settings):
        variable = f"BACKPROP_{field.name.upper()}"
        if (text := os.environ.get(variable)) is not None:
            if not text.isdecimal() or int(text) == 0:
                raise ValueError(f"{variable} must be a positive whole number; got {text!r}.")
            given[field.name] = int(text)
    return Settings(**given)
