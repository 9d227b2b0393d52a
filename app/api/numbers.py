"""The parts that answers are made of, as schemas: numbers, folded arrays, formulas."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from app.api.requests import NUMBER, nested

FOLDED: dict[str, Any] = {
    "type": "object",
    "title": "Folded",
    "description": "An array of more numbers than the request's fold: of each of at most 48 × 48 blocks the entry of "
    "largest magnitude, its sign kept. Leading axes are stacked; a vector is one row.",
    "additionalProperties": False,
    "required": ["folded", "shape", "min", "max", "mean", "norm", "tiles"],
    "properties": {
        "folded": {"const": True},
        "shape": {"type": "array", "items": {"type": "integer"}},
        **dict.fromkeys(("min", "max", "mean", "norm"), NUMBER),
        "tiles": {"type": "array", "items": {"type": "array", "items": NUMBER}},
    },
}


def numbers(*others: dict[str, Any], title: str = "Numbers", **more: Any) -> WithJsonSchema:
    """Return the schema of numbers in an answer: one, an array, a folded one, or something else."""
    return WithJsonSchema({"anyOf": [*nested(4)["anyOf"], FOLDED, *others], "title": title, **more})


Numbers = Annotated[Any, numbers()]
Number = Annotated[Any, WithJsonSchema({**NUMBER, "title": "Number"})]
Comparison = Annotated[Any, numbers(description='"NaN" where none could be taken.')]
Shape = Annotated[list[int], Field(description="Sizes along the axes; empty for a single number.")]


class Answer(BaseModel):
    """A part of an answer; fields with a default may be left out."""

    model_config = ConfigDict(extra="forbid")


class Formula(Answer):
    """LaTeX: with names, and with the numbers in it."""

    symbolic: str
    numeric: str
