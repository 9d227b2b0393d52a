"""Whatever is recognised is true: each layer's numbers are what its parts make, and its gradients what δ says."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.engine import Trace, record_trace
from app.language import read_program
from app.networks.layers import Network
from app.networks.recognise import recognise
from app.story.networks import describe_network
from tests.engine.test_random_programs import programs


@st.composite
def knots(draw: st.DrawFn) -> str:
    """Draw single numbers multiplied, added and squeezed in any order: now and then a network comes of it."""
    names = ["x1", "x2", "w1", "w2", "w3", "w4", "w5", "w6", "b1", "b2", "t"]
    lines = [f"{name} = {draw(st.integers(-9, 9)) / 4}" for name in names]
    values, weights = ["x1", "x2"], ["w1", "w2", "w3", "w4", "w5", "w6"]
    for i in range(draw(st.integers(1, 5))):
        parts = []
        for _ in range(draw(st.integers(1, 3))):
            pair = [draw(st.sampled_from(values)), draw(st.sampled_from([*weights, *values]))]
            parts.append(" * ".join(draw(st.permutations(pair))))
        if draw(st.booleans()):
            parts.append(draw(st.sampled_from(["b1", "b2", *values])))
        lines.append(f"z{i} = {' + '.join(parts)}")
        squeezed = draw(st.sampled_from(["{}", "sigmoid({})", "1 / (1 + exp(-{}))", "{0} * sigmoid({0})", "2 * {}"]))
        lines.append(f"a{i} = {squeezed.format(f'z{i}')}")
        values = draw(st.sampled_from([[f"a{i}"], [*values, f"a{i}"], [*values[2:], f"a{i}", f"z{i}"]]))
    end = draw(st.sampled_from(["sse({}, t)", "({} - t) ** 2", "{} * {}", "{} + {}"]))
    lines.append(
        "L = " + end.replace("{}", "%s") % tuple(draw(st.sampled_from(values)) for _ in range(end.count("{}")))
    )
    return "\n".join(lines)


@st.composite
def tangles(draw: st.DrawFn) -> str:
    """Draw square matrices multiplied, added and squeezed in any order."""
    matrix = "[[0.5, -1], [2, 0.25]]"
    lines = [f"{name} = {matrix}" for name in ("x", "W1", "W2", "W3", "t")] + ["b1 = [1, -1]", "b2 = [0.5, 2]"]
    values = ["x"]
    for i in range(draw(st.integers(1, 4))):
        value = draw(st.sampled_from(values))
        sides = [value, draw(st.sampled_from(["W1", "W2", "W3", value]))]
        text = " @ ".join(sides if draw(st.integers(0, 3)) else sides[::-1])
        if draw(st.booleans()):
            text += " + " + draw(st.sampled_from(["b1", "b2", value]))
        call = draw(st.sampled_from(["{}", "sigmoid({})", "softmax({})", "softmax({}, axis=0)", "({}).T", "2 * ({})"]))
        lines.append(f"a{i} = {call.format(text)}")
        values = draw(st.sampled_from([[f"a{i}"], [*values, f"a{i}"]]))
    end = draw(st.sampled_from(["mse({}, t)", "sum({} ** 2)", "{}", "cross_entropy({}, t)", "sum({} * x)"]))
    lines.append(f"L = {end.format(draw(st.sampled_from(values)))}")
    return "\n".join(lines)


def check_truth(source: str) -> bool:
    """Compare a recognised network with its trace; return whether the program is one."""
    program = read_program(source)
    trace = record_trace(program.graph, program.output)
    network = recognise(program.graph, program.output)
    if network is None:
        return False
    assert set(network.parts) <= set(range(len(program.graph.nodes)))
    (check_matrices if network.form == "matrix" else check_scalars)(network, trace)
    told = describe_network(network, program.graph, trace)
    assert len(told["layers"]) == len(network.layers) >= 2
    return True


def check_matrices(network: Network, trace: Trace) -> None:
    for before, layer in zip(network.layers, network.layers[1:], strict=False):
        assert before.output is not None and layer.z is not None and layer.weights is not None
        z = trace.values[before.output] @ trace.values[layer.weights]
        if layer.bias is not None:
            z = z + trace.values[layer.bias]
        np.testing.assert_allclose(trace.values[layer.z], z, rtol=1e-12)
        if before.z is not None and layer.z in trace.gradients:
            back = trace.gradients[layer.z] @ trace.values[layer.weights].T
            np.testing.assert_allclose(trace.gradients[before.output], back, rtol=1e-9, atol=1e-12)


def check_scalars(network: Network, trace: Trace) -> None:
    for before, layer in zip(network.layers, network.layers[1:], strict=False):
        inputs = [neuron.output for neuron in before.neurons]
        assert len(set(inputs)) == before.units
        back = dict.fromkeys(inputs, 0.0)
        for neuron in layer.neurons:
            assert neuron.z is not None and len(neuron.weights) == before.units
            z = 0.0 if neuron.bias is None else float(trace.values[neuron.bias])
            for source, weight in zip(inputs, neuron.weights, strict=True):
                if weight is not None:
                    z += float(trace.values[source]) * float(trace.values[weight])
                    back[source] += float(trace.gradients[neuron.z]) * float(trace.values[weight])
            np.testing.assert_allclose(float(trace.values[neuron.z]), z, rtol=1e-9, atol=1e-12)
        if before.neurons[0].z is not None:
            for source, gradient in back.items():
                np.testing.assert_allclose(float(trace.gradients[source]), gradient, rtol=1e-9, atol=1e-12)


LOOSE = settings(
    max_examples=400, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@LOOSE
@given(knots())
def test_a_knot_of_numbers_is_a_network_only_where_its_numbers_say_so(source: str) -> None:
    check_truth(source)


@LOOSE
@given(tangles())
def test_a_tangle_of_matrices_is_a_network_only_where_its_numbers_say_so(source: str) -> None:
    check_truth(source)


@LOOSE
@given(programs())
def test_a_random_program_is_no_network(source: str) -> None:
    assert not check_truth(source)
