"""What answers hold, for the OpenAPI document alone: nothing is validated against these when it is sent."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.api.dataset_answers import Column
from app.api.network_answers import Network, NetworkAnswer, NeuronAnswer
from app.api.numbers import Answer, Comparison, Formula, Number, Numbers, Shape, numbers
from app.api.requests import Tag


class Health(Answer):
    """That the service runs, and how much it takes."""

    status: Literal["ok"]
    version: str
    streams: int = Field(description="Trainings under way in this process.")
    limits: dict[str, int]


class Arity(Answer):
    """Fewest and most operands; null for any number."""

    fewest: int
    most: int | None


class Operation(Answer):
    """An operation. In LaTeX #1, #2 stand for operands, #0 for the output, #* for all operands."""

    name: str
    family: str
    symbol: str
    signature: str
    arity: Arity
    attributes: dict[str, Any]
    formula: str
    derivative: list[str]
    shapes: str
    kink: str
    domain: str
    source: str


class Operations(Answer):
    """Every operation."""

    operations: list[Operation]


class LessonCard(Answer):
    """A lesson in the gallery."""

    id: str
    group: str
    title: str
    summary: str


class Lessons(Answer):
    """The gallery."""

    lessons: list[LessonCard]


class LessonRun(Answer):
    """One of a scene's runs: a body ready to post to /train."""

    label: str
    train: dict[str, Any]


class LessonScene(Answer):
    """Runs to set side by side."""

    id: str
    title: str
    text: str
    sweep: int | None = Field(description="How many seeds to try; null for the run alone.")
    runs: list[LessonRun]


class Lesson(LessonCard):
    """A lesson, with bodies ready to post to /trace and, where it is about training, to /train."""

    model_config = ConfigDict(extra="allow")

    idea: list[str]
    try_: list[str] = Field(alias="try")
    what_if: dict[str, Any] | None
    view: Literal["graph", "network", "backward", "matrices"] = Field(description="The picture it opens with.")
    trace: dict[str, Any]
    train: dict[str, Any] | None
    speed: int | None = Field(description="Iterations a picture, where the page's usual number does not fit.")
    scenes: list[LessonScene]


class Node(Answer):
    """A value: a leaf, or the result of an operation. Lines and columns count from 1, the end is exclusive."""

    id: str
    kind: Literal["leaf", "op"]
    op: str | None
    symbol: str | None
    name: str
    role: Literal["input", "target", "parameter", "constant"] | None
    inline: bool
    shape: Shape
    attributes: dict[str, Any]
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None


class Edge(Answer):
    """One use of a value."""

    id: str
    source: str
    target: str
    operand: int


class Graph(Answer):
    """Values and their uses, in order of evaluation."""

    nodes: list[Node]
    edges: list[Edge]


class Ignored(Answer):
    """A part of the program that does nothing here."""

    line: int
    column: int
    text: str


class ParseAnswer(Answer):
    """A program's graph."""

    graph: Graph
    output: str
    network: Network | None = Field(description="Its layers; null where it is no network.")
    ignored: list[Ignored]


class Jacobian(Answer):
    """d consumer / d operand, both flattened: the blocks on its diagonal, one a sample."""

    shape: list[int]
    block: list[int] | None
    blocks: list[list[list[Number]]] | None
    omitted: str | None = None


class Term(Answer):
    """What one use adds to a gradient: the upstream gradient combined with the local derivative."""

    edge: str
    consumer: str
    operand: int
    upstream: Numbers
    local: Annotated[Any, numbers({"type": "null"}, title="Local")]
    contribution: Numbers
    structure: Literal["elementwise", "broadcast", "reduction", "matmul-left", "matmul-right", "jacobian", "selection"]
    summed_axes: list[int]
    formula: Formula | None = None
    jacobian: Jacobian | None = None
    samples: list[Numbers] | None = None


class Collapse(Formula):
    """Softmax and cross-entropy as one: the gradient (s − t)/B, and how far the long way differs at most."""

    value: Numbers
    difference: Number


class Explained(Answer):
    """What every step carries; the explanation is there when include has formulas."""

    index: int
    node: str
    shapes: dict[str, Shape]
    rule: str | None = None
    title: str | None = None
    formula: Formula | None = None
    text: str | None = None
    code: dict[str, str] | None = None


class ForwardStep(Explained):
    """An operation read its operands and wrote its value."""

    phase: Literal["forward"]
    operands: list[str]
    value: Numbers


class BackwardStep(Explained):
    """A gradient became known: the seed, or the sum of its terms."""

    phase: Literal["backward"]
    gradient: Numbers
    seed: Numbers = None
    terms: list[Term]
    delta: Formula | None = None
    collapse: Collapse | None = None


class Remembered(Answer):
    """What an optimizer remembers of a parameter."""

    old: Numbers
    new: Numbers


class Clipping(Answer):
    """How long the gradient of all parameters together was, and what all of them were multiplied by."""

    norm: Number
    factor: Number


class UpdateStep(Explained):
    """A parameter moved: value = old − learning_rate · gradient, or as the optimizer has it."""

    phase: Literal["update"]
    old: Numbers
    gradient: Numbers
    learning_rate: float
    value: Numbers
    optimizer: str = Field("", description="With an optimizer only, like all that follows.")
    iteration: int = 1
    started: int = Field(0, description="Updates made before the optimizer's first, by another one.")
    used_gradient: Numbers = Field(None, description="The gradient that the rule took: clipped, penalties added.")
    state: dict[str, Remembered] = Field(default_factory=dict)
    intermediates: dict[str, Numbers] = Field(default_factory=dict)
    clipping: Clipping | None = None


class Warned(Answer):
    """Something a reader should know about the numbers."""

    code: str
    node: str
    phase: str
    message: str
    hint: str | None = None


class TraceAnswer(Answer):
    """The whole story of one forward pass, one backward pass and one update."""

    graph: Graph
    granularity: Literal["tensor", "element"]
    output: str
    values: dict[str, Numbers]
    gradients: dict[str, Numbers]
    updates: dict[str, Numbers]
    network: Network | None = Field(description="Its layers; null where it is no network.")
    steps: list[Annotated[ForwardStep | BackwardStep | UpdateStep, Field(discriminator="phase")]]
    warnings: list[Warned]
    ignored: list[Ignored]


class Kink(Answer):
    """Where a difference quotient says nothing, and the derivative taken there (LaTeX)."""

    node: str
    index: list[int]
    convention: str


class Swept(Answer):
    """The largest relative difference with one step size."""

    h: float
    error: Number


class LeafCheck(Answer):
    """One leaf's gradient beside central differences."""

    leaf: str
    passed: bool
    gradient: Numbers
    numeric: Comparison
    max_absolute: Number
    max_relative: Number
    where: list[int] | None
    compared: int
    kinks: list[Kink]
    sweep: list[Swept]


class CheckAnswer(Answer):
    """Every leaf's gradient beside central differences."""

    passed: bool
    step: float
    leaves: list[LeafCheck]
    text: str


class WhatIfAnswer(Answer):
    """A change's effect on the output beside what the gradients predict."""

    output: str
    before: Numbers
    after: Numbers
    actual: Number
    predicted: Number
    by_leaf: dict[str, Number]
    text: str


class ProblemPart(BaseModel):
    """One thing that is wrong; fields that do not apply are left out."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="An address that describes this kind of problem.")
    title: str
    status: int
    detail: str = Field(description="The rule; what was found; where; what to try.")
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    node: str | None = None
    row: int | None = None
    shapes: list[Shape] | None = None
    hint: str | None = None


class ProblemDocument(ProblemPart):
    """A failure: the first thing that is wrong, and everything under errors."""

    errors: list[ProblemPart]
    limits: dict[str, int] | None = Field(None, description="All limits, where one of them was met.")
    columns: list[Column] | None = Field(None, description="Of a table that makes no data: its columns, if known.")


__all__ = [
    "CheckAnswer",
    "Health",
    "Lesson",
    "Lessons",
    "NetworkAnswer",
    "NeuronAnswer",
    "Operations",
    "ParseAnswer",
    "ProblemDocument",
    "Tag",
    "TraceAnswer",
    "WhatIfAnswer",
]
