"""One network, three ways: whole matrices, single elements and central differences agree."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from app.engine import check_gradients, record_trace, to_elements
from app.engine.trace import BackwardStep
from app.language import read_program
from tests.networks.made import Made, made_networks, made_scalars


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(made_networks())
def test_elements_and_wholes_agree_exactly(made: Made) -> None:
    program = read_program(made.program, made.values)
    whole = record_trace(program.graph, program.output, learning_rate=0.1)
    elements = to_elements(whole)
    for node in whole.graph.nodes:
        names = [f"{node.id}[{','.join(map(str, place))}]" for place in np.ndindex(*node.shape)]
        places = [elements.graph.ids[name] for name in (names if node.shape else [node.id])]
        assert np.array_equal(np.ravel(whole.values[node.index]), [elements.values[i] for i in places])
        for found, parts in ((whole.gradients, elements.gradients), (whole.updates, elements.updates)):
            assert (node.index in found) == (places[0] in parts)
            if node.index in found:
                assert np.array_equal(np.ravel(found[node.index]), [parts[i] for i in places])
    for step in elements.steps:
        if isinstance(step, BackwardStep) and step.terms:
            total = sum(float(term.contribution) for term in step.terms)
            np.testing.assert_allclose(total, step.gradient, rtol=1e-10, atol=1e-14)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(made_networks())
def test_networks_agree_with_central_differences(made: Made) -> None:
    program = read_program(made.program, made.values, constants=[name for name in ("t",) if name in made.values])
    assert check_gradients(record_trace(program.graph, program.output)).passed


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(made_scalars())
def test_networks_of_single_numbers_agree_with_central_differences(made: Made) -> None:
    program = read_program(made.program, made.values)
    assert check_gradients(record_trace(program.graph, program.output)).passed
