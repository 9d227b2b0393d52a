"""An optimizer's update step: its formulas, its words and its code say what was computed."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from app.engine.element import to_elements
from app.engine.optimizers import OPTIMIZERS, OptimizerSpec
from app.engine.schedules import SCHEDULES, ScheduleSpec
from app.engine.trace import Trace, UpdateStep, record_trace
from app.explain import Explanation, explain_step
from app.explain.lines import summands
from app.explain.move_words import gradient_lines
from app.explain.moves import NAMES, letters
from app.explain.texts import MOST_CHARACTERS
from app.explain.view import View
from app.explain.words.optimizers import OPTIMIZERS as WORDS
from app.i18n import LOCALES
from app.language import read_program

PROGRAM = "x = [1.5, -2]\nW = [[0.31, -0.72], [1.13, 0.54]]\nb = 0.17\ny = sum((x @ W + b) ** 2)"
SCHEDULED = [None, *(ScheduleSpec(name) for name in SCHEDULES)]
SPECS = [
    OptimizerSpec(name, 0.05, (), schedule, clip, l1, l2)
    for name in OPTIMIZERS
    for schedule in SCHEDULED
    for clip, l1, l2 in ((None, 0.0, 0.0), (0.5, 0.01, 0.1))
]
EACH = pytest.mark.parametrize("spec", SPECS, ids=str)


def trace_with(spec: OptimizerSpec, iteration: int = 3) -> Trace:
    state = {one: {"W": np.array([[0.2, 0.1], [0.4, 0.3]]), "b": np.array(0.05)} for one in spec.optimizer.state}
    graph = read_program(PROGRAM, roles={"x": "input"}).graph
    return record_trace(graph, optimizer=spec, iteration=iteration, state=state)


def explained(trace: Trace, locale: str = "en") -> dict[str, Explanation]:
    return {
        trace.graph.nodes[step.node].id: explain_step(trace, step, locale)
        for step in trace.steps
        if isinstance(step, UpdateStep)
    }


@EACH
@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_is_short_and_complete(spec: OptimizerSpec, locale: str) -> None:
    for trace in (trace_with(spec), to_elements(trace_with(spec))):
        for found in explained(trace, locale).values():
            assert found.rule == "update" and found.title
            assert 5 <= len(found.text) <= MOST_CHARACTERS, found.text
            for text in (found.symbolic, found.numeric):
                assert not re.search(r"#\d|#\{", text), text
            assert not re.search(r"\{[a-z]\w+\}|<\w+", " ".join((found.title, found.text, *found.code.values())))
            assert found.symbolic.count(r"\begin{aligned}") == found.symbolic.count(r"\end{aligned}") == 1


@EACH
def test_a_formula_shows_recorded_numbers_alone(spec: OptimizerSpec) -> None:
    trace = to_elements(trace_with(spec))
    for step in trace.steps:
        if not isinstance(step, UpdateStep):
            continue
        assert step.move is not None
        own = [step.old, step.gradient, *step.move.old.values(), *step.move.made.values()]
        told = [
            *step.move.scalars.values(),
            *spec.filled.values(),
            spec.clip or 0,
            spec.l1,
            spec.l2,
            spec.learning_rate,
            1e-6,
        ]
        options = [] if spec.schedule is None else list(spec.schedule.filled.values())
        known = {f"{abs(float(number)):.5g}" for number in (*own, *told, *options, 0, 1, 2, 3)}
        text = explain_step(trace, step).numeric
        plain = re.sub(r" \\times 10\^\{(-?\d+)\}", r"e\1", text.replace("[0.4em]", ""))
        plain = re.sub(r"\b10\^\{(-?\d+)\}", r"1e\1", plain)
        plain = re.sub(r"_\{[^}]*\}|\\[a-zA-Z]+", " ", plain)
        numbers = re.findall(r"\d+(?:\.\d+)?(?:e-?\d+)?", plain)
        assert numbers and {f"{float(number):.5g}" for number in numbers} <= known, (text, known)


@EACH
def test_the_lines_of_numpy_compute_the_update(spec: OptimizerSpec) -> None:
    trace = trace_with(spec)
    steps = [step for step in trace.steps if isinstance(step, UpdateStep)]
    space: dict[str, Any] = {"np": np, "gradients": [step.gradient for step in steps]}
    for step in steps:
        assert step.move is not None
        name = trace.graph.nodes[step.node].id
        space |= {name: np.array(step.old), f"d_{name}": step.gradient}
        space |= {f"{'m' if one == 'm' else 'v'}_{name}": np.array(old) for one, old in step.move.old.items()}
        exec(explain_step(trace, step).code["numpy"], space)  # noqa: S102 - our own lines are what is tested
        np.testing.assert_allclose(space[name], step.new, rtol=1e-9)
        for one in step.move.old:
            np.testing.assert_allclose(space[f"{'m' if one == 'm' else 'v'}_{name}"], step.move.made[one], rtol=1e-9)


def test_the_lines_of_pytorch_name_what_is_on() -> None:
    schedule = ScheduleSpec("step", (("every", 20.0), ("factor", 0.1)))
    spec = OptimizerSpec("adam", 0.05, (("beta1", 0.8),), schedule, 2.0, 0.01, 0.1)
    assert explained(trace_with(spec))["W"].code["pytorch"].splitlines() == [
        "optimizer = torch.optim.Adam(parameters, lr=0.05, betas=(0.8, 0.999), eps=1e-08, weight_decay=0.1)",
        "scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 20, 0.1)",
        "torch.nn.utils.clip_grad_norm_(parameters, 2)",
        "for p in parameters:",
        "    p.grad += 0.01 * p.detach().sign()",
        "optimizer.step()",
        "scheduler.step()",
    ]
    decayed = explained(trace_with(OptimizerSpec("adamw", l1=0.1, l2=0.2)))["W"].code["pytorch"]
    assert "weight_decay=0.01" in decayed and "p.grad += 0.2 * p.detach() + 0.1 * p.detach().sign()" in decayed


def test_adam_is_told_line_by_line() -> None:
    graph = read_program("w = 3\ny = 2 * w").graph
    found = explained(record_trace(graph, optimizer=OptimizerSpec("adam", 0.1)))["w"]
    assert found.symbolic == (
        r"\begin{aligned} g &= \frac{\partial y}{\partial w} \\[0.4em]"
        r" m &\leftarrow \beta_{1} \cdot m + (1 - \beta_{1}) \cdot g \\[0.4em]"
        r" v &\leftarrow \beta_{2} \cdot v + (1 - \beta_{2}) \cdot g^{2} \\[0.4em]"
        r" \hat{m} &= \frac{m}{1 - {\beta_{1}}^{t}} \\[0.4em] \hat{v} &= \frac{v}{1 - {\beta_{2}}^{t}} \\[0.4em]"
        r" w &\leftarrow w - \eta \cdot \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon} \end{aligned}"
    )
    for line in (
        r"m &\leftarrow 0.9 \cdot 0 + (1 - 0.9) \cdot 2 = 0.2",
        r"v &\leftarrow 0.999 \cdot 0 + (1 - 0.999) \cdot 2^{2} = 0.004",
        r"\hat{m} &= \frac{0.2}{1 - 0.9^{1}} = 2",
        r"\hat{v} &= \frac{0.004}{1 - 0.999^{1}} = 4",
        r"w &\leftarrow 3 - 0.1 \cdot \frac{2}{\sqrt{4} + 10^{-8}} = 2.9",
    ):
        assert line in found.numeric


def test_an_optimizer_that_starts_later_counts_its_own_updates() -> None:
    graph = read_program("w = 3\ny = 2 * w").graph
    spec = OptimizerSpec("adam", 0.1, schedule=ScheduleSpec("step"))
    found = explained(record_trace(graph, optimizer=spec, iteration=1002, started=1000))["w"]
    assert r"\frac{m}{1 - {\beta_{1}}^{t - t_{0}}}" in found.symbolic
    assert r"\lfloor (t - 1) / s \rfloor" in found.symbolic and r"\lfloor 1001 / 100 \rfloor" in found.numeric
    assert r"\frac{0.2}{1 - 0.9^{2}}" in found.numeric and r"\frac{0.004}{1 - 0.999^{2}}" in found.numeric
    assert "m_hat = m_w / (1 - 0.9 ** 2)" in found.code["numpy"]
    assert "started at 0 after update 1000" in found.text


LETTERS = {
    "m": "m",
    "v": "v",
    "g": "g",
    "eta": r"\eta",
    "beta1": r"\beta_{1}",
    "mu": r"\mu",
    "alpha": r"\alpha",
    "t": "t",
}


@pytest.mark.parametrize("name", LETTERS)
def test_no_letter_of_an_optimizer_is_that_of_its_parameter(name: str) -> None:
    graph = read_program(f"{name} = [1, -2, 3]\nL = sum({name} * {name})", roles={name: "parameter"}).graph
    trace = record_trace(graph, optimizer=OptimizerSpec("adam"), iteration=4, started=1)
    step = next(step for step in trace.steps if isinstance(step, UpdateStep))
    assert step.move is not None
    names = letters(View(trace, "en"), graph.nodes[step.node], step.move)
    assert names.pop("velocity") == names["v"]
    own = names.pop("w")
    assert own == names.pop("new") == LETTERS[name] and own not in names.values()
    assert len(set(names.values())) == len(names)


def test_a_state_that_would_bear_the_parameters_name_gets_it_as_an_index() -> None:
    graph = read_program("v = [1, -2]\nL = sum(v * v)").graph
    found = explained(record_trace(graph, optimizer=OptimizerSpec("momentum")))["v"]
    assert r"v_{v} &\leftarrow \mu \cdot v_{v} + g" in found.symbolic
    assert r"v &\leftarrow v - \eta \cdot v_{v}" in found.symbolic
    graph = read_program("m = 2\nL = m * m").graph
    found = explained(record_trace(graph, optimizer=OptimizerSpec("adam")))["m"]
    assert r"\hat{m}_{m} &= \frac{m_{m}}{1 -" in found.symbolic and r"v &\leftarrow \beta_{2} \cdot v" in found.symbolic


@pytest.mark.parametrize("name", ["g", "m", "v", "norm", "m_hat", "v_hat"])
def test_the_lines_of_numpy_leave_a_parameter_of_any_name_its_number(name: str) -> None:
    graph = read_program(f"{name} = [3, -1]\nL = sum({name} ** 2)").graph
    trace = record_trace(graph, optimizer=OptimizerSpec("adam", 0.1, clip=0.5, l1=0.1, l2=0.2))
    step = next(step for step in trace.steps if isinstance(step, UpdateStep))
    space: dict[str, Any] = {
        "np": np,
        "gradients": [step.gradient],
        name: np.array(step.old),
        f"d_{name}": step.gradient,
    }
    space |= {f"m_{name}": 0.0, f"v_{name}": 0.0}
    exec(explain_step(trace, step).code["numpy"], space)  # noqa: S102 - our own lines are what is tested
    np.testing.assert_allclose(space[name], step.new, rtol=1e-9)


def test_pytorchs_cosine_is_stopped_where_ours_stays() -> None:
    schedule = ScheduleSpec("cosine", (("iterations", 10.0), ("minimum", 0.001)))
    lines = explained(trace_with(OptimizerSpec("sgd", 0.1, schedule=schedule)))["W"].code["pytorch"].splitlines()
    assert lines[1] == "scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10, 0.001)"
    assert lines[-2:] == ["if scheduler.last_epoch < 10:", "    scheduler.step()"]


def test_of_many_numbers_the_one_with_the_largest_gradient_is_followed() -> None:
    graph = read_program("w = [1, 2, 3, 4, 5]\nx = [1, 1, 7, 1, 1]\ny = w @ x", roles={"x": "input"}).graph
    found = explained(record_trace(graph, optimizer=OptimizerSpec("momentum")))["w"]
    assert r"g &= \frac{\partial y}{\partial w} \\" in found.symbolic
    assert found.numeric == (
        r"\begin{aligned} g &= \frac{\partial y}{\partial w_{2}} = 7 \\[0.4em]"
        r" v &\leftarrow 0.9 \cdot 0 + 7 = 7 \\[0.4em] w_{2} &\leftarrow 3 - 0.1 \cdot 7 = 2.3 \end{aligned}"
    )


def test_plain_gradient_descent_is_told_as_ever() -> None:
    graph = read_program("w = 3\ny = 2 * w").graph
    found = explained(record_trace(graph, learning_rate=0.1))["w"]
    assert found.symbolic == r"w \leftarrow w - \eta \cdot \frac{\partial y}{\partial w}"
    assert found.numeric == r"2.8 = 3 - 0.1 \cdot 2"
    assert found.code == {"numpy": "w -= 0.1 * d_w", "pytorch": "with torch.no_grad():\n    w -= 0.1 * w.grad"}


def test_words_tell_what_is_remembered_where_the_gradient_is_0() -> None:
    graph = read_program("w = 0\ny = w * w").graph
    still = explained(record_trace(graph, optimizer=OptimizerSpec("momentum")))["w"]
    assert "so w stays" in still.text
    moving = record_trace(graph, optimizer=OptimizerSpec("momentum"), state={"velocity": {"w": np.array(1.0)}})
    assert "yet w moves on" in explained(moving)["w"].text


def test_words_name_clipping_penalties_and_young_means() -> None:
    clipped = explained(trace_with(OptimizerSpec("momentum", clip=0.5)))["b"].text
    assert "shortened to 0.5" in clipped
    assert "shortened" not in explained(trace_with(OptimizerSpec("momentum", clip=500.0)))["b"].text
    assert "pull towards 0" in explained(trace_with(OptimizerSpec("momentum", l2=0.1)))["b"].text
    assert "started at 0" in explained(trace_with(OptimizerSpec("adam")))["b"].text
    assert "started at 0" not in explained(trace_with(OptimizerSpec("adam"), 9000))["b"].text


def test_every_optimizer_has_words_and_every_number_a_symbol() -> None:
    assert set(WORDS) == set(OPTIMIZERS)
    for optimizer in OPTIMIZERS.values():
        assert {*optimizer.state, *optimizer.intermediates, *optimizer.options} <= set(NAMES)


def test_a_sum_falls_into_its_parts() -> None:
    assert summands(r"a \cdot (1 - b) + \frac{c - d}{e} - 2") == [r"a \cdot (1 - b)", r"+ \frac{c - d}{e}", "- 2"]
    assert summands("-3") == ["-3"]


def test_a_gradient_that_is_used_as_it_is_needs_no_line() -> None:
    step = next(iter(s for s in trace_with(OptimizerSpec("sgd")).steps if isinstance(s, UpdateStep)))
    assert step.move is not None and gradient_lines("W", step.move) == []
