"""What a request may hold: checked by pydantic, all but the numbers, which the language checks once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema

from app.api.data import DataAsked
from app.api.network import NetworkAsked
from app.api.optimizer import OptimizerAsked
from app.i18n import match_locale
from app.story import Problem, Question, RefusedError
from app.story.fields import EXPECTED

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

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"anyOf": [{"required": ["program"]}, {"required": ["network"]}]},
    )

    program: str = Field("", description="The program: plain Python, read and never executed.")
    network: NetworkAsked | None = Field(
        None,
        description="A network, in the program's place; beside a program, it gives values to the leaves of the same "
        "names that have none, and roles to those with as many axes.",
    )
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
        """Return what is asked; `locale` is what the request's header prefers.

        Raises:
            RefusedError: the network is none.
        """
        return Question(**{**self._parts(), "locale": self.question_locale(locale)})

    def question_locale(self, locale: str) -> str:
        """Return the locale of the answer; `locale` is what the request's header prefers."""
        return (match_locale(self.locale) if self.locale else None) or locale

    def _parts(self) -> dict[str, Any]:
        return {
            "program": self.program,
            "values": self.values,
            "output": self.output,
            "constants": tuple(self.constants),
            "roles": self.roles,
            "network": None if self.network is None else self.network.spec("network"),
        }


class TraceRequest(ParseRequest):
    """A program to run forward and backward."""

    seed: Annotated[
        Any, WithJsonSchema({"anyOf": [*nested(4)["anyOf"], {"type": "null"}], "default": None, "title": "Seed"})
    ] = Field(None, description="The output's upstream gradient, of its shape; ones by default.")
    learning_rate: float | None = Field(
        None, allow_inf_nan=False, description="How far parameters move against their gradients; no update without it."
    )
    optimizer: OptimizerAsked | None = Field(
        None, description="How parameters move, in the place of learning_rate; no update without either."
    )
    iteration: int = Field(1, ge=1, description="Which of the optimizer's updates this is.")
    state: dict[str, dict[str, Numbers]] = Field(
        default_factory=dict,
        description="What the optimizer remembers, by its name and the parameter's, as a step's `state` tells it; "
        "zeros by default.",
    )
    started: int = Field(0, ge=0, description="Updates made before the optimizer's first, by another one.")
    data: DataAsked | None = Field(
        None, description="Data whose rows become the leaves x and t; values given for these stand."
    )
    rows: list[int] | None = Field(
        None, description="Which rows, from 0; by default all, of more than 1,000 the first 32."
    )
    granularity: Literal["tensor", "element"] = Field("tensor", description="One node a tensor, or one an element.")
    include: list[Literal["formulas", "jacobians", "samples"]] = Field(
        default=["formulas"],
        description="What steps carry beside their numbers: formulas (rule, title, formula, text, code), jacobians "
        "(one for each term) and samples (each sample's share in a term). An empty list leaves the numbers alone.",
    )
    fold: int | None = Field(
        None, ge=1, description="Arrays of more numbers than this travel as a summary; by default none does."
    )

    def _parts(self) -> dict[str, Any]:
        if self.state and self.optimizer is None:
            hint = "Leave the state out, or name its optimizer."
            raise RefusedError(Problem("request", "a state belongs to an optimizer", "got none", hint, node="state"))
        rate = self.learning_rate
        if rate is None and self.network is not None:
            rate = self.network.learning_rate
        return {
            **super()._parts(),
            "seed": self.seed,
            "learning_rate": rate,
            "optimizer": None if self.optimizer is None else self.optimizer.spec(),
            "iteration": self.iteration,
            "state": self.state,
            "started": self.started,
            "data": None if self.data is None else self.data.spec(),
            "rows": None if self.rows is None else tuple(self.rows),
            "fold": self.fold,
            "granularity": self.granularity,
            "include": frozenset(self.include),
        }


class CheckRequest(TraceRequest):
    """A program whose gradients to compare with central differences."""

    sweep: bool = Field(False, description="Whether to record the error over step sizes, too.")


class WhatIfRequest(TraceRequest):
    """A program and a change of some of its leaves."""

    changes: dict[str, Numbers] = Field(description="Leaf to new value; W[0,2] changes one element.")


class NeuronRequest(TraceRequest):
    """A program that is a network, and one of its neurons."""

    layer: int = Field(ge=0, description="The neuron's layer, from 0, the input.")
    unit: int = Field(ge=0, description="Its place in the layer, from 0.")
    sample: int = Field(0, ge=0, description="The row of the batch, from 0.")


class NetworkRequest(NetworkAsked):
    """A network to write down as a program."""

    locale: Tag | None = Field(None, description="The language of problems; else Accept-Language decides.")


Model = TypeVar("Model", bound=BaseModel)


def check_request(model: type[Model], data: Mapping[str, Any]) -> Model:
    """Return a body as a request.

    Raises:
        RefusedError: a field is missing, unknown or of another kind; every one is named.
    """
    seen: dict[tuple[str, str], Problem] = {}
    if "program" in model.model_fields and "program" not in data and data.get("network") is None:
        seen["program", "missing"] = describe(model, ("program",), "missing", data)
    try:
        asked = model.model_validate(data)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_context=False):
            problem = describe(model, one["loc"], one["type"], one.get("input"))
            seen.setdefault((problem.node or "", problem.rule), problem)
    if seen:
        raise RefusedError(*list(seen.values())[:20])
    return asked


def describe(model: type[BaseModel], place: Sequence[str | int], kind: str, given: Any) -> Problem:
    """Say what is wrong with a field."""
    model, field, path = locate(model, place)
    if kind == "missing":
        return Problem("request", f"a request needs the field '{path}'", "it is missing", node=path)
    if kind == "extra_forbidden" and field not in model.model_fields:
        names = ", ".join(model.model_fields)
        return Problem("request", f"the fields here are {names}", f"got '{field[:80]}'", "Delete it, or mend its name.")
    expected = {**EXPECTED, **getattr(model, "EXPECTED", {})}.get(field, "")
    return Problem("request", f"'{path}' is {expected}", f"got {show(given)}", node=path)


def locate(model: type[BaseModel], place: Sequence[str | int]) -> tuple[type[BaseModel], str, str]:
    """Return the object that pydantic's place lies in, the field's name there, and the path to it as one writes it."""
    field = path = str(place[0])
    for part in place[1:]:
        nested = nested_model(model, field)
        if nested is None:
            break
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            model, field, path = nested, part, f"{path}.{part[:80]}"
    return model, field, path


def nested_model(model: type[BaseModel], field: str) -> type[BaseModel] | None:
    """Return the model of a field that holds an object, or a list of them, and nothing else; None for others."""
    if field not in model.model_fields:
        return None
    annotation = model.model_fields[field].annotation
    found = [one for one in get_args(annotation) if one is not NoneType] or [annotation]
    return found[0] if len(found) == 1 and isinstance(found[0], type) and issubclass(found[0], BaseModel) else None


def show(given: Any) -> str:
    """Say what a JSON value is, in a few words."""
    if isinstance(given, str):
        return f"'{given[:40]}…'" if len(given) > 40 else f"'{given}'"
    if given is None or isinstance(given, bool):
        return {None: "null", True: "true", False: "false"}[given]
    if isinstance(given, int | float):
        return str(given)[:40]
    return "a list" if isinstance(given, list) else "an object"
