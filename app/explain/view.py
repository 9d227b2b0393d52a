"""One trace in one language: what all explanations of its steps look things up in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.engine.graph import Node
from app.engine.ops.record import Op
from app.engine.shapes import Array, normalize_axes
from app.engine.trace import Trace
from app.explain.figures import number_latex, shape_latex, value_latex
from app.explain.symbols import name_latex, plain_name
from app.explain.template import Filling, fill_template, read_template
from app.explain.words.record import N_
from app.i18n import catalog_for

# The words that stand inside operations' formulas, which the engine has in English only.
FORMULA_WORDS = (N_("if"), N_("otherwise"))


class View:
    """A trace, seen by a reader of one language.

    Args:
        trace: the trace, over whole values or over elements.
        locale: `en`, `zh_Hant` or `zh_Hans`.
    """

    __slots__ = ("_subject", "elements", "gettext", "nodes", "trace", "values")

    def __init__(self, trace: Trace, locale: str) -> None:
        self.trace = trace
        self.nodes: Sequence[Node] = trace.graph.nodes
        self.values: Sequence[Array] = trace.values
        self.gettext: Callable[[str], str] = catalog_for(locale).gettext
        self.elements = trace.element_of is not None
        self._subject = ""

    @property
    def is_whole(self) -> bool:
        """Whether gradients are those of the output itself: it is one number, and its seed is 1."""
        return self.trace.seed.ndim == 0 and float(self.trace.seed) == 1.0

    @property
    def subject(self) -> str:
        """What gradients are of, LaTeX: the output, or a loss L that lies beyond it."""
        if not self._subject:
            self._subject = name_latex(self.trace.output_id) if self.is_whole else "L"
        return self._subject

    def name(self, index: int) -> str:
        """Return a node's name for a sentence."""
        return plain_name(self.nodes[index].id)

    def symbol(self, index: int) -> str:
        """Return a node's name as LaTeX."""
        return name_latex(self.nodes[index].id)

    def partial(self, index: int) -> str:
        """Return the gradient of a node as LaTeX."""
        return rf"\frac{{\partial {self.subject}}}{{\partial {name_latex(self.nodes[index].id)}}}"

    def symbols(self, node: Node, operands: Sequence[int] | None = None) -> Filling:
        """Return what a template of this node's operation holds, in names."""
        names = [name_latex(self.nodes[i].id) for i in (node.operands if operands is None else operands)]
        return Filling(names, name_latex(node.id), self.options(node), self.axis_of(node), {}, self.gettext)

    def numbers(self, node: Node, operands: Sequence[int] | None = None) -> Filling:
        """Return what a template of this node's operation holds, in recorded numbers."""
        used = node.operands if operands is None else operands
        texts = [value_latex(self.values[i]) for i in used]
        output = value_latex(self.values[node.index])
        return Filling(texts, output, self.options(node), self.axis_of(node), self.counts(node), self.gettext)

    def fill(self, template: str, filling: Filling) -> str:
        """Put the parts of a filling into a template."""
        return fill_template(read_template(template), filling)

    def options(self, node: Node) -> Callable[[str], str]:
        """Return what tells the node's options as LaTeX."""
        return lambda name: sliding_latex(node) if name == "sliding" else option_latex(name, node.attributes[name])

    def axis_of(self, node: Node) -> str:
        """Return along which axes a node's operation reduces, LaTeX; empty for all, or none."""
        axis = node.attributes.get("axis")
        if axis is None or self.elements or node.op is None or node.op.family != "reduction":
            return ""
        rank = len(self.nodes[node.operands[0]].shape)
        return self.axes(normalize_axes(axis, rank), rank)

    def axes(self, axes: Sequence[int], rank: int) -> str:
        """Return axes in words, LaTeX: the rows or the columns of a matrix, else by number."""
        if len(axes) == rank:
            words = self.gettext("all")
        elif rank == 2:
            words = self.gettext("rows") if axes[0] == 0 else self.gettext("columns")
        else:
            words = self.gettext("axis {number}").format(number=", ".join(map(str, axes)))
        return rf"\text{{{words}}}"

    def counts(self, node: Node) -> dict[str, str]:
        """Return how many numbers N and rows B an operation averages over."""
        op = node.op
        if op is None or op.family not in ("reduction", "loss"):
            return {}
        if self.elements:
            return {}
        sizes = [self.values[i].size for i in node.operands]
        first = self.nodes[node.operands[0]].shape
        return {
            "N": str(max(sizes) // max(1, self.values[node.index].size)),
            "B": str(first[0] if len(first) == 2 else 1),
        }


def option_latex(name: str, value: Any) -> str:
    """Return an operation's option as LaTeX; a bound that is not given is infinite."""
    if value is None:
        return r"-\infty" if name == "min" else r"\infty" if name == "max" else ""
    if name == "index":
        return ", ".join(map(index_part, value))
    if name == "kernel_size":
        return shape_latex(value if isinstance(value, tuple) else (value, value))
    return number_latex(value) if isinstance(value, int | float) else str(value)


def sliding_latex(node: Node) -> str:
    """Return a convolution's stride s and padding p as a subscript, LaTeX; empty where they are 1 and 0."""
    parts = [
        rf"{letter} = {number_latex(value) if isinstance(value, int) else shape_latex(value)}"
        for letter, value, usual in (("s", node.attributes["stride"], 1), ("p", node.attributes["padding"], 0))
        if value not in (usual, (usual, usual))
    ]
    return "_{" + r",\, ".join(parts) + "}" if parts else ""


def index_part(part: Any) -> str:
    """Return one part of an index as a program writes it, LaTeX."""
    if isinstance(part, tuple):
        start, stop, step = ("" if bound is None else str(bound) for bound in part)
        return f"{start}{{:}}{stop}" + (f"{{:}}{step}" if step else "")
    return r"\ldots" if part is Ellipsis else str(part)


def operator(op: Op, operands: Sequence[str]) -> str:
    """Return an operation applied by its name, LaTeX."""
    name = op.name.replace("_", r"\_")
    return rf"\operatorname{{{name}}}\left({', '.join(operands)}\right)"
