"""What makes a network, and what is said where nothing does."""

from __future__ import annotations

import pytest

from app.engine.ops import ACTIVATIONS as ELEMENTWISE
from app.engine.ops import OPS, activations
from app.networks.errors import SpecError
from app.networks.spec import ACTIVATIONS, LOSSES, InitSpec, LayerSpec, NetworkSpec


def layers(*units, last=None, hidden="tanh"):
    inner = [LayerSpec(n, hidden) for n in units[1:-1]]
    return (LayerSpec(units[0]), *inner, LayerSpec(units[-1], last))


def refused(field, *words, **parts):
    with pytest.raises(SpecError) as found:
        NetworkSpec(**{"layers": layers(2, 3, 1), **parts})
    assert found.value.field == field
    for word in words:
        assert word in str(found.value)
    assert str(found.value).endswith(".")


def test_activations_are_all_those_of_the_registry_and_softmax():
    assert list(ELEMENTWISE) == [op.name for op in activations.OPERATIONS]
    assert {"sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu", "softplus", "softsign"} <= set(ELEMENTWISE)
    assert all(OPS[name].family == "elementwise" for name in ELEMENTWISE)
    assert set(ACTIVATIONS) == {*ELEMENTWISE, "softmax"}


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_any_layer_but_the_input_may_have_any_element_wise_activation(name):
    NetworkSpec(layers(2, 3, 1, last=name, hidden=name))
    refused("layers[0].activation", "the input has no activation", name, layers=(LayerSpec(2, name), LayerSpec(1)))


def test_softmax_is_last():
    NetworkSpec(layers(2, 3, 3, last="softmax"))
    refused("layers[1].activation", "softmax stands in the last layer", layers=layers(2, 3, 3, hidden="softmax"))


def test_a_network_has_layers_units_rows_and_a_seed():
    refused("layers", "at least one layer", "got 0", layers=())
    refused("layers", "at least one layer", "got 1", layers=(LayerSpec(2),))
    refused("layers[2].units", "at least one unit", "got 0", layers=layers(2, 3, 0))
    refused("layers[0].units", "got -1", layers=layers(-1, 1))
    refused("layers[1].activation", "'sigmoit'", "Use sigmoid, tanh,", layers=layers(2, 3, 1, hidden="sigmoit"))
    refused("batch", "at least one row", "got 0", batch=0)
    refused("seed", "got -1", seed=-1)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("last", [None, *ACTIVATIONS])
def test_a_loss_takes_the_last_layers_that_it_is_made_for(loss, last):
    if last in LOSSES[loss]:
        assert NetworkSpec(layers(2, 3, 3, last=last), loss).loss == loss
    else:
        refused("loss", f"{loss} takes a last layer", last or "none", layers=layers(2, 3, 3, last=last), loss=loss)


@pytest.mark.parametrize(
    ("loss", "last", "hint"),
    [
        ("cross_entropy", "softmax", "Leave the activation out, or use cross_entropy_probs."),
        ("cross_entropy", "relu", "Leave the activation out."),
        ("cross_entropy_probs", None, "Let the last layer have softmax, or use cross_entropy."),
        ("cross_entropy_probs", "sigmoid", "Let the last layer have softmax, or use binary_cross_entropy."),
        ("binary_cross_entropy", "softmax", "Let the last layer have sigmoid, or use cross_entropy_probs."),
        ("binary_cross_entropy", None, "Let the last layer have sigmoid, or use binary_cross_entropy_with_logits."),
        ("binary_cross_entropy", "tanh", "Let the last layer have sigmoid."),
        ("binary_cross_entropy_with_logits", "sigmoid", "Leave the activation out, or use binary_cross_entropy."),
        ("crossentropy", None, "Use mse, sse, cross_entropy,"),
    ],
)
def test_a_refused_loss_comes_with_what_to_do(loss, last, hint):
    refused("loss", hint, layers=layers(2, 3, 3, last=last), loss=loss)


def test_what_a_hint_proposes_is_taken():
    from app.networks.spec import INSTEAD

    for (_, last), instead in INSTEAD.items():
        assert last in LOSSES[instead]


def test_an_initialiser_takes_its_own_options():
    assert InitSpec("normal", (("std", 0.1),)).filled == {"mean": 0.0, "std": 0.1}
    assert InitSpec("glorot_normal").initialiser.name == "xavier_normal"
    refused("init", "'xavier'", "Use zeros,", init=InitSpec("xavier"))
    refused("init.std", "zeros takes its own options", "no options", init=InitSpec("zeros", (("std", 1.0),)))
    refused("init.gain", "It has low, high.", init=InitSpec("uniform", (("gain", 1.0),)))
    refused("init.std", "not negative", init=InitSpec("normal", (("std", -1.0),)))
    refused("init.mean", "finite", init=InitSpec("normal", (("mean", float("nan")),)))
    refused("init.low", "got 1 and 0", "Swap them.", init=InitSpec("uniform", (("high", 0.0), ("low", 1.0))))
    refused("init.low", "64 bits", init=InitSpec("uniform", (("high", 1e308), ("low", -1e308))))
