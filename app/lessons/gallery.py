"""Read the lessons' data files and tell them in one language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
ENGLISH = "en"


def list_lessons(locale: str = ENGLISH) -> list[dict[str, Any]]:
    """Return the gallery: `id`, `group`, `title` and `summary` of each lesson, in order.

    Args:
        locale: `en`, `zh_Hant` or `zh_Hans`.
    """
    return [dict(card) for card in _cards(locale)]


def get_lesson(lesson_id: str, locale: str = ENGLISH) -> dict[str, Any]:
    """Return one lesson.

    Args:
        lesson_id: its id in the gallery.
        locale: `en`, `zh_Hant` or `zh_Hans`.

    Returns:
        Its card, `idea` and `try` (texts), `what_if` (a leaf's proposed new value, or None), `view` (the picture it
        opens with: `graph`, `network`, `backward` or `matrices`) and `trace`, a body for POST /trace. A lesson on
        training also has `train`, a body for POST /train, `speed` (iterations a picture, None for the usual number)
        and `scenes`: `id`, `title`, `text`, `sweep` (how many seeds, or None) and `runs`, each a `label` and a body
        of its own under `train`; elsewhere `train` and `speed` are None and there are no scenes.

    Raises:
        KeyError: the gallery has no such lesson.
    """
    card = next((card for card in _cards(locale) if card["id"] == lesson_id), None)
    if card is None:
        raise KeyError(lesson_id)
    data = _read(lesson_id)
    words = data[locale]
    trace = deepcopy(data["trace"])
    if "program" in trace:
        trace["program"] = trace["program"].strip()
    train = _train(data)
    return {
        **card,
        "idea": list(words["idea"]),
        "try": list(words["try"]),
        "what_if": dict(data["what_if"]) if "what_if" in data else None,
        "view": data.get("view", "graph"),
        "trace": trace,
        "train": train,
        "speed": data.get("speed"),
        "scenes": [] if train is None else [_scene(scene, train, words["scenes"]) for scene in data["scenes"]],
    }


def _train(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what a lesson trains: the network, the data and the optimizer of its trace, and how long."""
    if "train" not in data:
        return None
    same = {key: data["trace"][key] for key in ("network", "data", "optimizer")}
    return deepcopy({**same, **data["train"]})


def _scene(scene: Mapping[str, Any], train: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """Return one of a lesson's scenes: what its runs change stands in place of the lesson's own."""
    told = words[scene["id"]]
    runs = [
        {"label": label, "train": _changed(train, run)}
        for label, run in zip(told["labels"], scene["runs"], strict=True)
    ]
    return {"id": scene["id"], "title": told["title"], "text": told["text"], "sweep": scene.get("sweep"), "runs": runs}


def _changed(train: Mapping[str, Any], run: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body with a run's changes; within the network, the data and the optimizer key by key."""
    body = deepcopy({**train, **run})
    for part in ("network", "data", "optimizer"):
        given = run.get(part, {})
        # Another dataset or optimizer does not take the options of the one before.
        whole = any(key in given and given[key] != train[part].get(key) for key in ("dataset", "name"))
        body[part] = deepcopy(given if whole else {**train[part], **given})
    if not body.get("until"):
        body.pop("until", None)
    return body


def read_figures(lesson_id: str) -> dict[str, Any]:
    """Return the figures that must come out of a lesson."""
    figures: dict[str, Any] = _read(lesson_id)["figures"]
    return figures


@lru_cache
def _read(lesson_id: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{lesson_id}.toml").read_text(encoding="utf-8"))


@lru_cache
def _cards(locale: str) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "id": lesson_id,
            "group": group[locale],
            "title": _read(lesson_id)[locale]["title"],
            "summary": _read(lesson_id)[locale]["summary"],
        }
        for group in _groups()
        for lesson_id in group["lessons"]
    )


@lru_cache
def _groups() -> tuple[dict[str, Any], ...]:
    """Return the gallery's groups; a lesson that `_groups.toml` does not name joins the one that it names itself."""
    groups = deepcopy(_read("_groups")["group"])
    placed = {lesson_id for group in groups for lesson_id in group["lessons"]}
    for file in sorted(DATA.glob("[!_]*.toml")):
        if file.stem not in placed:
            wanted = _read(file.stem).get("group")
            group = next((one for one in groups if one[ENGLISH] == wanted), groups[-1])
            group["lessons"].append(file.stem)
    return tuple(groups)
