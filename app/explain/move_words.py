"""An optimizer's step in words, and as lines of NumPy and PyTorch."""

from __future__ import annotations

from collections.abc import Iterator

from app.engine.graph import Node
from app.engine.optimizers import CLIP_EPSILON
from app.engine.trace import UpdateStep
from app.engine.updates import Move
from app.explain.numbers import format_number
from app.explain.symbols import variable
from app.explain.texts import MOST_CHARACTERS, update_text
from app.explain.view import View
from app.explain.words.optimizers import OPTIMIZERS

HARDLY = 0.99
"""From here on a correction of the means changes too little to be worth a sentence."""


def move_title(view: View, move: Move) -> str:
    """Return an optimizer's name."""
    return view.gettext(OPTIMIZERS[move.spec.name].title)


def move_text(view: View, node: Node, step: UpdateStep, move: Move) -> str:
    """Say why a parameter moves as it does."""
    name, scalars = view.name(node.index), {**move.spec.filled, **move.scalars}
    if node.shape == () and float(step.gradient) == 0.0:
        if float(step.new) == float(step.old):
            return update_text(view, node, step)
        if any(float(move.made[state]) for state in move.old):
            return view.gettext(
                "The gradient of {x} is 0, yet {x} moves on: the optimizer remembers the gradients before."
            ).format(x=name)
    rate = scalars["learning_rate"]
    texts = {option: format_number(value) for option, value in scalars.items()}
    texts |= {"rate": format_number(rate), "decay": format_number(rate * scalars.get("weight_decay", 0.0))}
    said = view.gettext(OPTIMIZERS[move.spec.name].why).format(x=name, **texts)
    for more in further(view, move):
        together = view.gettext("{first} {second}").format(first=said, second=more)
        if len(together) <= MOST_CHARACTERS:
            return together
    return said


def further(view: View, move: Move) -> Iterator[str]:
    """Yield what else there is to say, the most telling first."""
    spec, scalars = move.spec, move.scalars
    if scalars.get("clip_factor", 1.0) < 1.0 and spec.clip is not None:
        yield view.gettext("The whole gradient, {norm} long, was shortened to {clip}.").format(
            norm=format_number(scalars["norm"]), clip=format_number(spec.clip)
        )
    if spec.l1 or spec.l2:
        yield view.gettext("The penalty adds a pull towards 0.")
    if scalars.get("correction2", 1.0) < HARDLY and move.started:
        yield view.gettext(
            "Both means started at 0 after update {number}, t₀; dividing by 1 − β to the power t − t₀ makes up for it."
        ).format(number=move.started)
    elif scalars.get("correction2", 1.0) < HARDLY:
        yield view.gettext("Both means started at 0; dividing by 1 − βᵗ makes up for it.")


def move_code(node: Node, move: Move) -> dict[str, str]:
    """Return an optimizer's step as code."""
    spec, scalars, name = move.spec, move.scalars, variable(node.id)
    words = OPTIMIZERS[spec.name]
    texts = {option: plain(value) for option, value in spec.filled.items()}
    texts |= {f"rest_{option}": plain(1.0 - value) for option, value in spec.filled.items()}
    texts |= {"rate": plain(scalars["learning_rate"]), "first": plain(spec.learning_rate)}
    texts |= {"w": name, "m": f"m_{name}", "v": f"v_{name}", "updates": str(move.iteration - move.started)}
    texts |= {word: another(word, name) for word in ("m_hat", "v_hat")}
    before = gradient_lines(name, move)
    ours = words.numpy.format(**texts, g=another("g", name) if before else f"d_{name}")
    theirs = words.pytorch.format(**texts, decay=f", weight_decay={plain(spec.l2)}" if spec.l2 else "")
    return {"numpy": "\n".join([*before, ours]), "pytorch": "\n".join([f"optimizer = {theirs}", *torch_lines(move)])}


def gradient_lines(name: str, move: Move) -> list[str]:
    """Return how the gradient that is used is made, NumPy; nothing where it is the loss' own."""
    spec, lines, g = move.spec, [], f"d_{name}"
    if spec.clip is not None:
        norm = another("norm", name)
        lines.append(f"{norm} = np.sqrt(sum(np.sum(d ** 2) for d in gradients))")
        g += f" * min(1, {plain(spec.clip)} / ({norm} + {CLIP_EPSILON:g}))"
    if spec.l2:
        g += f" + {plain(spec.l2)} * {name}"
    if spec.l1:
        g += f" + {plain(spec.l1)} * np.sign({name})"
    return [] if g == f"d_{name}" else [*lines, f"{another('g', name)} = {g}"]


def another(word: str, name: str) -> str:
    """Return a variable's name that is not the parameter's."""
    return f"{word}_{name}" if word == name else word


def torch_lines(move: Move) -> Iterator[str]:
    """Yield what stands around an optimizer's step in PyTorch."""
    spec = move.spec
    if spec.schedule is not None and spec.schedule.name != "constant":
        options = spec.schedule.filled
        call = "StepLR(optimizer, {every:g}, {factor:g})" if spec.schedule.name == "step" else COSINE
        yield f"scheduler = torch.optim.lr_scheduler.{call.format(**options)}"
    if spec.clip is not None:
        yield f"torch.nn.utils.clip_grad_norm_(parameters, {plain(spec.clip)})"
    penalties = [f"{plain(spec.l2)} * p.detach()"] if spec.l2 and "weight_decay" in spec.filled else []
    penalties += [f"{plain(spec.l1)} * p.detach().sign()"] if spec.l1 else []
    if penalties:  # what an optimizer of PyTorch has no option for
        yield f"for p in parameters:\n    p.grad += {' + '.join(penalties)}"
    yield "optimizer.step()"
    if spec.schedule is not None and spec.schedule.name != "constant":
        # After its half wave PyTorch's cosine would rise again.
        last = "if scheduler.last_epoch < {iterations:g}:\n    " if spec.schedule.name == "cosine" else ""
        yield f"{last.format(**spec.schedule.filled)}scheduler.step()"


COSINE = "CosineAnnealingLR(optimizer, {iterations:g}, {minimum:g})"


def plain(value: float) -> str:
    """Return a number as code."""
    return f"{float(value):.10g}"
