"""A description becomes a program that the language reads, with the numbers that it starts with."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.check import check_gradients
from app.engine.element import to_elements
from app.engine.errors import LimitError
from app.engine.graph import Limits
from app.engine.trace import record_trace
from app.language import read_program
from app.networks.program import write_program
from app.networks.spec import ACTIVATIONS, LOSSES, InitSpec, LayerSpec, NetworkSpec


def spec(*units, last=None, hidden="sigmoid", **parts):
    inner = [LayerSpec(n, hidden) for n in units[1:-1]]
    return NetworkSpec((LayerSpec(units[0]), *inner, LayerSpec(units[-1], last)), **{"loss": "mse", **parts})


def read(built):
    values = {name: value.tolist() for name, value in built.values.items()}
    return read_program(built.program, values, roles=built.roles)


def test_a_program_reads_like_the_formulas_of_a_book():
    built = write_program(spec(5, 4, 3, last="softmax", loss="cross_entropy_probs", batch=4))
    assert built.program.splitlines() == [
        "z1 = x @ W1 + b1",
        "a1 = sigmoid(z1)",
        "z2 = a1 @ W2 + b2",
        "a2 = softmax(z2)",
        "L = cross_entropy_probs(a2, t)",
    ]
    assert {name: value.shape for name, value in built.values.items()} == {
        "x": (4, 5), "W1": (5, 4), "b1": (4,), "W2": (4, 3), "b2": (3,), "t": (4, 3),
    }  # fmt: skip
    assert built.roles == {
        "x": "input", "W1": "parameter", "b1": "parameter", "W2": "parameter", "b2": "parameter", "t": "target",
    }  # fmt: skip
    assert built.output == "L"
    assert [(one.units, one.z, one.a, one.W, one.b, one.activation) for one in built.layers] == [
        (5, None, "x", None, None, None),
        (4, "z1", "a1", "W1", "b1", "sigmoid"),
        (3, "z2", "a2", "W2", "b2", "softmax"),
    ]


def test_a_layer_without_activation_passes_its_z_on():
    built = write_program(spec(2, 3, 1, hidden=None, loss="sse"))
    assert built.program.splitlines() == ["z1 = x @ W1 + b1", "z2 = z1 @ W2 + b2", "L = sse(z2, t)"]
    assert [one.a for one in built.layers] == ["x", None, None]


def test_a_sum_of_squares_has_no_target_and_no_loss_no_line():
    squares = write_program(spec(2, 2, last="sigmoid", loss="sum_of_squares"))
    assert squares.program.splitlines()[-1] == "C = sum(a1 ** 2)"
    assert squares.output == "C" and "t" not in squares.values
    bare = write_program(spec(2, 2, last="sigmoid", loss=None))
    assert bare.program.splitlines()[-1] == "a1 = sigmoid(z1)"
    assert bare.output == "a1" and "t" not in bare.values


@pytest.mark.parametrize("loss", [None, *LOSSES])
@pytest.mark.parametrize("last", [None, *ACTIVATIONS])
def test_every_allowed_pair_runs_and_agrees_with_central_differences(loss, last):
    if loss is not None and last not in LOSSES[loss]:
        return
    built = write_program(spec(3, 4, 2, last=last, hidden="tanh", loss=loss, batch=3, seed=5))
    program = read(built)
    assert program.graph.nodes[program.output].id == built.output
    trace = record_trace(program.graph, program.output, None, 0.1)
    assert not trace.nonfinite
    assert check_gradients(trace).passed
    for layer in built.layers[1:]:
        assert program.graph.nodes[program.graph.find(layer.z)].shape == (3, layer.units)


UNITS = st.lists(st.integers(1, 5), min_size=2, max_size=5)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    units=UNITS,
    hidden=st.sampled_from([None, *ACTIVATIONS[:-1]]),
    pair=st.sampled_from([(loss, last) for loss, fitting in LOSSES.items() for last in fitting]),
    init=st.sampled_from(["xavier_uniform", "xavier_normal", "he_uniform", "he_normal", "uniform", "normal"]),
    seed=st.integers(0, 2**63),
    batch=st.integers(1, 4),
)
def test_any_network_is_the_same_whole_and_in_elements_and_agrees_with_differences(
    units, hidden, pair, init, seed, batch
):
    loss, last = pair
    built = write_program(
        spec(*units, last=last, hidden=hidden, loss=loss, init=InitSpec(init), seed=seed, batch=batch)
    )
    program = read(built)
    trace = record_trace(program.graph, program.output, None, 0.1)
    elements = to_elements(trace)
    told = {node.id: node.index for node in elements.graph.nodes}
    for node in program.graph.nodes:
        for place in np.ndindex(node.shape):
            index = told[f"{node.id}[{','.join(map(str, place))}]" if place else node.id]
            assert np.array_equal(elements.values[index], trace.values[node.index][place], equal_nan=True)
            if node.index in trace.gradients:
                whole = np.asarray(trace.gradients[node.index])[place]
                assert np.array_equal(elements.gradients[index], whole, equal_nan=True)
    if not trace.nonfinite:
        assert check_gradients(trace).passed


def test_the_same_description_has_the_same_numbers_and_another_seed_others():
    one, same, other = (write_program.__wrapped__(spec(3, 2, 1, seed=seed)) for seed in (3, 3, 4))
    for name in ("x", "W1", "W2", "t"):
        assert np.array_equal(one.values[name], same.values[name])
        assert not np.array_equal(one.values[name], other.values[name])


def test_another_batch_leaves_weights_and_the_first_rows_alone():
    few, many = write_program(spec(3, 2, 1, batch=2)), write_program(spec(3, 2, 1, batch=6))
    for name in ("W1", "W2", "b1", "b2"):
        assert np.array_equal(few.values[name], many.values[name])
    for name in ("x", "t"):
        assert np.array_equal(few.values[name], many.values[name][:2])


def test_another_layer_leaves_the_weights_before_it_alone():
    before = write_program(spec(3, 2, 4, 1)).values
    after = write_program(spec(3, 2, 4, 5, 1)).values
    assert np.array_equal(before["W1"], after["W1"]) and np.array_equal(before["W2"], after["W2"])


def test_inputs_have_two_decimals_and_biases_start_at_zero():
    values = write_program(spec(200, 3, 2, batch=50)).values
    x = values["x"]
    assert np.array_equal(x, np.round(x, 2))
    assert abs(x.mean()) < 0.05 and x.std() == pytest.approx(1, abs=0.03)
    assert not values["b1"].any() and not values["b2"].any()
    assert not np.signbit(x[x == 0]).any()


@pytest.mark.parametrize(
    ("last", "loss"), [("softmax", "cross_entropy_probs"), (None, "cross_entropy"), ("softmax", "mse")]
)
def test_targets_of_classes_are_one_hot(last, loss):
    t = write_program(spec(2, 5, last=last, loss=loss, batch=100)).values["t"]
    assert set(np.unique(t)) == {0, 1} and (t.sum(axis=1) == 1).all() and (t.sum(axis=0) > 5).all()


@pytest.mark.parametrize(
    ("last", "loss"), [("sigmoid", "binary_cross_entropy"), (None, "binary_cross_entropy_with_logits")]
)
def test_targets_of_yes_or_no_are_zeros_and_ones(last, loss):
    t = write_program(spec(2, 5, last=last, loss=loss, batch=100)).values["t"]
    assert set(np.unique(t)) == {0, 1} and 0.4 < t.mean() < 0.6


def test_targets_of_numbers_lie_where_the_last_layer_reaches():
    inside = write_program(spec(2, 5, last="sigmoid", loss="mse", batch=100)).values["t"]
    assert inside.min() >= 0 and inside.max() <= 1
    free = write_program(spec(2, 5, loss="mse", batch=100)).values["t"]
    assert free.min() < 0 and free.std() == pytest.approx(1, abs=0.15)


def test_numbers_are_shared_and_not_to_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        write_program(spec(2, 1)).values["W1"][0, 0] = 1


@pytest.mark.parametrize(
    ("units", "batch", "limits", "words"),
    [
        ((1000, 1000), 1, Limits(elements=250_000), "shape (1000, 1000) holds 1,000,000"),
        ((10**18, 10**18), 1, Limits(), "a value may hold"),
        ((2, 1), 10**9, Limits(), "shape (1000000000, 2)"),
        ((100, 100, 100), 1, Limits(total_elements=15_000), "all values together may hold 15,000"),
        ((1,) * 300, 1, Limits(), "a network may have 200 layers; got 300"),
    ],
)
def test_what_is_too_large_is_refused_before_anything_is_drawn(units, batch, limits, words):
    with pytest.raises(LimitError, match=words.replace("(", r"\(").replace(")", r"\)")):
        write_program(spec(*units, batch=batch), limits)
