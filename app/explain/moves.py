"""An optimizer's step as formulas: every assignment in names, then with the recorded numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from app.engine.graph import Node
from app.engine.optimizers import CLIP_EPSILON
from app.engine.schedules import SCHEDULES
from app.engine.trace import UpdateStep
from app.engine.updates import Move
from app.explain.figures import number_latex, value_latex
from app.explain.lines import Statement, aligned
from app.explain.records import Formula
from app.explain.symbols import name_latex
from app.explain.template import Filling, fill_template, read_template
from app.explain.view import View

MOST = 2
"""Numbers of a parameter that are all written out; of more, one is followed through the lines."""
NAMES: Mapping[str, str] = {
    "g": "g",
    "velocity": "v",
    "m": "m",
    "v": "v",
    "m_hat": r"\hat{m}",
    "v_hat": r"\hat{v}",
    "learning_rate": r"\eta",
    "momentum": r"\mu",
    "alpha": r"\alpha",
    "beta1": r"\beta_{1}",
    "beta2": r"\beta_{2}",
    "epsilon": r"\epsilon",
    "weight_decay": r"\lambda",
    "l1": r"\lambda_{1}",
    "l2": r"\lambda_{2}",
    "iteration": "t",
    "first": r"\eta_{0}",
    "clip": "c",
    "clip_factor": r"\kappa",
    "factor": r"\gamma",
    "every": "s",
    "iterations": "T",
    "minimum": r"\eta_{\min}",
}
HATS: Mapping[str, str] = {r"\hat{m}": "m", r"\hat{v}": "v"}


class Assignment(NamedTuple):
    """What is made, and how.

    Attributes:
        target: the key of what is made.
        template: how, LaTeX with `#{name}` for each part.
        remembers: whether the target had a value before.
    """

    target: str
    template: str
    remembers: bool = False


def move_formula(view: View, node: Node, step: UpdateStep, move: Move) -> Formula:
    """Return an optimizer's step, a line for each assignment; of many numbers one is followed."""
    one, seen, own = followed(node, step, move)
    names = letters(view, node, move)
    targets = {**names, "new": name_latex(one)}
    numbers, results = numbers_before(seen, own), numbers_after(own)
    symbolic, numeric = [], []
    for target, template, remembers in assignments(move):
        sign = r"\leftarrow" if remembers else "="
        body, result = filled(template, numbers), results[target]
        if body == result:
            body, result = (result, "") if one == node.id else (partial(view, one), result)
        symbolic.append(Statement(names[target], sign, filled(template, names)))
        numeric.append(Statement(targets[target], sign, body, result))
        numbers[target] = results[target]
    return Formula(aligned(symbolic), aligned(numeric))


def letters(view: View, node: Node, move: Move) -> dict[str, str]:
    """Return the letters of an optimizer's lines, LaTeX; those that the parameter bears get its name as an index."""
    own = view.symbol(node.index)
    names = dict(NAMES)
    for name, letter in NAMES.items():
        if own in (letter, HATS.get(letter)):
            names[name] = f"{{{letter}}}_{{{own}}}" if "_" in letter else f"{letter}_{{{own}}}"
    time = names["iteration"]
    names |= {"before": f"({time} - 1)", "updates": f"{time} - t_{{0}}" if move.started else time}
    norm = rf"\lVert \nabla {view.subject} \rVert"
    return {**names, "w": own, "new": own, "gradient": view.partial(node.index), "norm": norm}


def followed(node: Node, step: UpdateStep, move: Move) -> tuple[str, UpdateStep, Move]:
    """Return whose numbers are written out, and them: the parameter's, or the one with the largest gradient's."""
    if step.new.size <= MOST:
        return node.id, step, move
    index = int(np.argmax(np.abs(move.made["used"])))
    place = np.unravel_index(index, step.new.shape)
    one = step._replace(old=step.old[place], gradient=step.gradient[place], new=step.new[place])
    return f"{node.id}[{','.join(map(str, place))}]", one, move.element(index)


def assignments(move: Move) -> Iterator[Assignment]:
    """Return what is made: clipping's factor, the gradient that is used, the learning rate, the rule's lines."""
    spec = move.spec
    if spec.clip is not None:
        yield Assignment("clip_factor", CLIP)
    gradient = "#{gradient}" if spec.clip is None else r"#{clip_factor} \cdot #{gradient}"
    if spec.l2:
        gradient += r" + #{l2} \cdot #{w}"
    if spec.l1:
        gradient += r" + #{l1} \cdot \operatorname{sign}(#{w})"
    yield Assignment("g", gradient)
    if spec.schedule is not None and (template := SCHEDULES[spec.schedule.name].latex):
        yield Assignment("learning_rate", template)
    for target, template in spec.optimizer.lines:
        yield Assignment(target, template, target == "new" or target in spec.optimizer.state)


def numbers_before(step: UpdateStep, move: Move) -> dict[str, str]:
    """Return what stands in the lines before any of them is carried out, LaTeX."""
    spec = move.spec
    scalars = {**spec.filled, **move.scalars, "l1": spec.l1, "l2": spec.l2, "clip": spec.clip or 0.0}
    if spec.schedule is not None:
        before = min(move.iteration - 1, spec.schedule.filled.get("iterations", math.inf))
        scalars |= {**spec.schedule.filled, "first": spec.learning_rate, "before": before}
    arrays = {"w": step.old, "gradient": step.gradient, **move.old}
    told = {name: short(value) for name, value in scalars.items()}
    updates = str(move.iteration - move.started)
    return {**told, "updates": updates, **{name: value_latex(array) for name, array in arrays.items()}}


def numbers_after(move: Move) -> dict[str, str]:
    """Return what each line comes to, LaTeX."""
    made = {name: value_latex(value) for name, value in move.made.items()}
    return {**{name: short(value) for name, value in move.scalars.items()}, **made, "g": made["used"]}


def partial(view: View, identifier: str) -> str:
    """Return the gradient of a single number as LaTeX."""
    return rf"\frac{{\partial {view.subject}}}{{\partial {name_latex(identifier)}}}"


def short(value: float) -> str:
    """Return a number as LaTeX, powers of ten without their 1."""
    return number_latex(value).removeprefix(r"1 \times ")


def filled(template: str, texts: Mapping[str, str]) -> str:
    """Put names or numbers into a template."""
    return fill_template(read_template(template), Filling((), "", texts.__getitem__))


CLIP = rf"\min\left(1, \frac{{#{{clip}}}}{{#{{norm}} + {short(CLIP_EPSILON)}}}\right)"
