"""What a request may hold: checked by pydantic, all but the numbers, which the language checks once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema

from app.i18n import match_locale
from app.story import Problem, Question, RefusedError

NUMBER: dict[str, Any] = {
    "anyOf": [{"type": "number"}, {"type": "string", "enum": ["NaN", "Infinity", "-Infinity"]}],
}


def nested(rank: int) -> dict[str, Any]:
    """Return the schema of a number, or of lists of numbers up to a rank."""
    if rank == 0:
        return NUMBER
    return {"anyOf": [*NUMBER["anyOf"], {"type": "array", "minItems": 1, "items": nested(rank - 1)}]}


Numbers = Annotated[
    Any,
    WithJsonSchema({**nested(4), "title": "Numbers", "description": "A number, or a rectangular nested list of them."}),
]
Tag = Literal["en", "zh-Hant", "zh-Hans"]


class ParseRequest(BaseModel):
    """A program to read."""

    model_config = ConfigDict(extra="forbid", strict=True)

    program: str = Field(description="The program: plain Python, read and never executed.")
    values: dict[str, Numbers] = Field(
        default_factory=dict, description="Values for leaves, by name; they override the program's own."
    )
    output: str | None = Field(None, description="The value to differentiate; by default the last assignment.")
    constants: list[str] = Field(default_factory=list, description="Leaves that get no gradient.")
    roles: dict[str, Literal["input", "target", "parameter", "constant"]] = Field(
        default_factory=dict, description="Leaf to role. Only parameters are updated."
    )
    locale: Tag | None = Field(None, description="The language of texts and problems; else Accept-Language decides.")

    def question(self, locale: str) -> Question:
        """Return what is asked; `locale` is what the request's header prefers."""
        return Question(**{**self._parts(), "locale": match_locale(self.locale) if self.locale else locale})

    def _parts(self) -> dict[str, Any]:
        return {
            "program": self.program,
            "values": self.values,
            "output": self.output,
            "constants": tuple(self.constants),
            "roles": self.roles,
        }


class TraceRequest(ParseRequest):
    """A program to run forward and backward."""

    seed: Annotated[
        Any, WithJsonSchema({"anyOf": [*nested(4)["anyOf"], {"type": "null"}], "default": None, "title": "Seed"})
    ] = Field(None, description="The output's upstream gradient, of its shape; ones by default.")
    learning_rate: float | None = Field(
        None, allow_inf_nan=False, description="How far parameters move against their gradients; no update without it."
    )
    granularity: Literal["tensor", "element"] = Field("tensor", description="One node a tensor, or one an element.")
    include: list[Literal["formulas", "jacobians"]] = Field(
        default=["formulas"],
        description="What steps carry beside their numbers: formulas (rule, title, formula, text, code) and "
        "jacobians (one for each term). An empty list leaves the numbers alone.",
    )

    def _parts(self) -> dict[str, Any]:
        return {
            **super()._parts(),
            "seed": self.seed,
            "learning_rate": self.learning_rate,
            "granularity": self.granularity,
            "include": frozenset(self.include),
        }


class CheckRequest(TraceRequest):
    """A program whose gradients to compare with central differences."""

    sweep: bool = Field(False, description="Whether to record the error over step sizes, too.")


class WhatIfRequest(TraceRequest):
    """A program and a change of some of its leaves."""

    changes: dict[str, Numbers] = Field(description="Leaf to new value; W[0,2] changes one element.")


Model = TypeVar("Model", bound=BaseModel)


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


EXPECTED = {
    "program": _("a text"),
    "values": _("an object of numbers and nested lists of numbers"),
    "changes": _("an object of numbers and nested lists of numbers"),
    "output": _("the name of a value"),
    "constants": _("a list of names"),
    "roles": _('an object of names and "input", "target", "parameter" or "constant"'),
    "locale": _('"en", "zh-Hant" or "zh-Hans"'),
    "learning_rate": _("a finite number"),
    "granularity": _('"tensor" or "element"'),
    "include": _('a list of "formulas" and "jacobians"'),
    "sweep": _("true or false"),
}


def check_request(model: type[Model], data: Mapping[str, Any]) -> Model:
    """Return a body as a request.

    Raises:
        RefusedError: a field is missing, unknown or of another kind; every one is named.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        seen: dict[tuple[str, str], Problem] = {}
        for one in error.errors(include_url=False, include_context=False):
            problem = describe(model, str(one["loc"][0]), one["type"], one.get("input"))
            seen.setdefault((problem.node or "", problem.rule), problem)
        raise RefusedError(*list(seen.values())[:20]) from None


def describe(model: type[BaseModel], field: str, kind: str, given: Any) -> Problem:
    """Say what is wrong with a field."""
    if kind == "missing":
        return Problem("request", f"a request needs the field '{field}'", "it is missing", node=field)
    if kind == "extra_forbidden":
        names = ", ".join(model.model_fields)
        name = field[:80]
        return Problem("request", f"the fields here are {names}", f"got '{name}'", "Delete it, or mend its name.")
    expected = EXPECTED.get(field, "")
    return Problem("request", f"'{field}' is {expected}", f"got {show(given)}", node=field)


def show(given: Any) -> str:
    """Say what a JSON value is, in a few words."""
    if isinstance(given, str):
        return f"'{given[:40]}…'" if len(given) > 40 else f"'{given}'"
    if given is None or isinstance(given, bool):
        return {None: "null", True: "true", False: "false"}[given]
    if isinstance(given, int | float):
        return str(given)[:40]
    return "a list" if isinstance(given, list) else "an object"
