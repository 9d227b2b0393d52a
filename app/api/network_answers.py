"""What answers hold about networks, for the OpenAPI document alone."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from app.api.numbers import Answer, Formula, Number, Numbers
from app.api.requests import NUMBER


class Neuron(Answer):
    """One neuron of a program that writes each by itself: the ids of its values."""

    z: str | None = None
    a: str | None = None
    b: str | None = None
    weights: list[str | None] | None = None
    activation: str | None = None


class LayerEdges(Answer):
    """The weights between two layers: all, or the strongest; units of the previous layer and of this one."""

    of: int
    shown: list[tuple[int, int]]
    weights: list[Number]
    gradients: list[Number] | None


class Layer(Answer):
    """A layer: which value is its activation, its affine result, its weights and its biases."""

    units: int
    a: str | None
    z: str | None
    W: str | None
    b: str | None
    activation: str | None
    neurons: list[Neuron] | None
    edges: LayerEdges | None = None


class NetworkLoss(Answer):
    """What follows the last layer; the operation is null where it is written out, the target where it has none."""

    node: str
    op: str | None
    target: str | None


class Network(Answer):
    """The layers that a program is made of, the input first."""

    form: Literal["matrix", "scalar"] = Field(description="Layers as matrices, or neuron by neuron.")
    samples: int | None = Field(description="Rows of the input; null where activations have no axis for them.")
    layers: list[Layer]
    loss: NetworkLoss | None
    nodes: dict[str, list[int | str]] = Field(
        description="For each node of the tensor view its layer and part (a, z, W, b, product, target, loss); where "
        "neurons are written one by one, the unit, and of a weight the input."
    )


class NetworkAnswer(Answer):
    """A network as a program, with values and roles for its leaves."""

    program: str
    values: dict[str, Numbers]
    roles: dict[str, Literal["input", "target", "parameter", "constant"]]
    layers: list[Layer]
    output: str


class Weight(Answer):
    """One weight or bias: what it is, its gradient, and the step that made the gradient."""

    input: int | None = Field(None, description="The unit of the previous layer that it weighs; none for a bias.")
    id: str
    value: Number
    gradient: Annotated[Any, WithJsonSchema({"anyOf": [*NUMBER["anyOf"], {"type": "null"}], "title": "Number"})]
    step: int | None


class NeuronAnswer(Answer):
    """One neuron: its formulas with the recorded numbers, and its strongest weights."""

    z: Formula | None
    a: Formula | None
    delta: Formula | None
    weights: list[Weight] = Field(description="The twelve of largest magnitude, the largest first.")
    of: int = Field(description="How many weights it has in all.")
    bias: Weight | None
