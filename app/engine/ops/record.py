"""What an operation is: one record holds all that anything here knows of it.

A family says how an operation's derivative is structured; it is what `backward`, the element view and the
explanations dispatch on. Nothing outside this folder knows a single operation.

- *elementwise*: `local[k](y, *xs, **attributes)` is dy/dx_k, element by element; the contribution is the
  upstream gradient times it, summed over broadcast axes.
- *reduction*: one operand, `axis` and `keepdims`; `local` has the operand's shape (or is one number for all).
- *loss*: operands reduced to one number; `local[k]` has the broadcast shape of the operands.
- *matmul*: `a @ b`; the local factor is the other operand, transposed.
- *jacobian*: every output depends on every input of its slice along `axis`; `blocks` are the Jacobians.
- *selection*: the output's elements are the operands' elements, placed elsewhere; derivative 1 or 0.
- *window*: every output is made of what a window on the first operand sees; the windows slide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from app.engine.errors import Shape
from app.engine.shapes import Array

Family = Literal["elementwise", "reduction", "loss", "matmul", "jacobian", "selection", "window"]
Structure = Literal["elementwise", "broadcast", "reduction", "matmul-left", "matmul-right", "jacobian", "selection"]
Attributes = Mapping[str, Any]
Forward = Callable[..., Any]
Local = Callable[..., Any]
Vjp = Callable[[int, Array, Array, Sequence[Array], Attributes], tuple[Any, Array]]
ShapeRule = Callable[[Sequence[Shape], Attributes], Shape]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Entries:
    """A local Jacobian's entries that can differ from zero, in order of output, then input.

    Attributes:
        outputs: intp (m,), flat indices into the output.
        inputs: intp (m,), flat indices into the operand.
        values: float64 (m,), d output / d input.
    """

    outputs: Indices
    inputs: Indices
    values: Array


@dataclass(frozen=True, slots=True)
class Op:
    """One operation, complete.

    Formulas are LaTeX with `#1`, `#2`, … for the operands, `#0` for the output and `#{name}` for attributes;
    `#[3: + #3]` is there only where operand 3 is.

    Attributes:
        name: the registry's key and the language's function name.
        family: how the derivative is structured.
        symbol: a glyph or short word for the picture.
        arity: fewest and most operands (None: any number).
        signature: how it is called in a program.
        attributes: option names and defaults; they are never differentiated.
        shape: operand shapes and attributes to the output's shape; raises ShapeError, DomainError or
            LimitError.
        forward: `forward(*xs, **attributes)`, float64 in and out.
        vjp: `vjp(k, upstream, y, xs, attributes)`, the local derivative with respect to operand k (None where
            it is not one array) and the contribution made with it, of that operand's shape.
        entries: `entries(k, y, xs, attributes)`, the same derivative as sparse Jacobian entries.
        structure: `structure(k)`, what kind of factor `local` is.
        formula: the rule, LaTeX.
        derivative: for each operand dy/dx_k, LaTeX; the last stands for all further operands.
        pull: for each operand the contribution, LaTeX, with `#d` for the upstream gradient; needed only where the
            local derivative is not one array and the contribution is easier to read than a Jacobian.
        branch: `branch(*xs, **attributes)`, which smooth piece each element is on (None: smooth everywhere).
        kink: the convention at a kink, LaTeX, empty where smooth.
        domain: where it is defined, LaTeX, empty for all real numbers.
        shapes: the shape rule in words of shapes.
        source: where the derivative can be looked up.
        fixed: `fixed(k, shapes)`, whether operand k only chooses (class labels): never differentiated.
    """

    name: str
    family: Family
    symbol: str
    arity: tuple[int, int | None]
    signature: str
    shape: ShapeRule
    forward: Forward
    vjp: Vjp
    entries: Callable[[int, Array, Sequence[Array], Attributes], Entries]
    structure: Callable[[int], Structure]
    formula: str
    derivative: tuple[str, ...]
    source: str
    shapes: str
    attributes: Attributes = field(default_factory=dict)
    pull: tuple[str, ...] = ()
    branch: Callable[..., Any] | None = None
    kink: str = ""
    domain: str = ""
    fixed: Callable[[int, Sequence[Shape]], bool] = lambda k, shapes: False
