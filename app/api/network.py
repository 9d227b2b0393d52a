"""A network in a request: its kinds are checked here, what it means where networks are made."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.networks.errors import SpecError
from app.networks.initialisers import ALIASES, INITIALISERS
from app.networks.spec import ACTIVATIONS, LOSSES, InitSpec, LayerSpec, NetworkSpec
from app.story.problems import refuse_engine


def one_of(names: Any, null: bool = False) -> dict[str, Any]:
    """Return the part of a schema that lists names."""
    listed = {"type": "string", "enum": list(names)}
    return {"anyOf": [listed, {"type": "null"}]} if null else listed


class LayerAsked(BaseModel):
    """A layer: how many units, and what follows their sums."""

    model_config = ConfigDict(extra="forbid", strict=True)

    units: Annotated[int, Field(json_schema_extra={"minimum": 1})] = Field(
        description="Neurons; in the first layer, the numbers in a row of x."
    )
    activation: str | None = Field(
        None,
        description="An element-wise activation, or softmax in the last layer; none in the first.",
        json_schema_extra=one_of(ACTIVATIONS, null=True),
    )


class InitAsked(BaseModel):
    """An initialiser with its options."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(json_schema_extra=one_of((*INITIALISERS, *ALIASES)))
    value: float | None = Field(None, allow_inf_nan=False, description="Of constant.")
    low: float | None = Field(None, allow_inf_nan=False, description="Of uniform.")
    high: float | None = Field(None, allow_inf_nan=False, description="Of uniform.")
    mean: float | None = Field(None, allow_inf_nan=False, description="Of normal.")
    std: float | None = Field(None, allow_inf_nan=False, description="Of normal; not negative.")

    def spec(self) -> InitSpec:
        """Return what networks take."""
        options = {key: value for key, value in self.model_dump(exclude={"name"}).items() if value is not None}
        return InitSpec(self.name, tuple(sorted(options.items())))


class NetworkAsked(BaseModel):
    """A network: layers, a loss, and the numbers it starts with."""

    model_config = ConfigDict(extra="forbid", strict=True)

    layers: list[LayerAsked] = Field(
        description="The input first, then at least one layer.", json_schema_extra={"minItems": 2}
    )
    loss: str | None = Field(
        None,
        description="What follows the last layer; nothing by default. cross_entropy and "
        "binary_cross_entropy_with_logits take a last layer without activation, cross_entropy_probs one with "
        "softmax, binary_cross_entropy one with sigmoid.",
        json_schema_extra=one_of(LOSSES, null=True),
    )
    init: str | InitAsked = Field("xavier_uniform", description="How weights start; biases start at 0.")
    seed: Annotated[int, Field(json_schema_extra={"minimum": 0})] = Field(
        0, description="Every number drawn follows from it."
    )
    batch: Annotated[int, Field(json_schema_extra={"minimum": 1})] | None = Field(
        None, description="Rows of x; one by default."
    )
    learning_rate: float | None = Field(
        None, allow_inf_nan=False, description="Taken where the request itself names none; no update without it."
    )

    def spec(self, node: str = "") -> NetworkSpec:
        """Return what networks take.

        Args:
            node: the field that holds the network; empty for the body itself.

        Raises:
            RefusedError: it makes no network.
        """
        init = InitSpec(self.init) if isinstance(self.init, str) else self.init.spec()
        layers = tuple(LayerSpec(layer.units, layer.activation) for layer in self.layers)
        try:
            return NetworkSpec(layers, self.loss, init, self.seed, 1 if self.batch is None else self.batch)
        except SpecError as error:
            field = f"{node}.{error.field}" if node else error.field
            raise refuse_engine(error, field) from None
