"""What is known while a program is read: names, the graph so far, the errors so far, and how much is left."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from app.engine.errors import EngineError, Shape
from app.engine.graph import GraphBuilder, Position, Role
from app.engine.shapes import Array
from app.language.errors import Fault, Kind, Poisoned, ProgramError, TooMuch, from_engine
from app.language.limits import DEPTH, ProgramLimits
from app.language.scopes import Scope
from app.language.source import Source
from app.language.values import (
    POISON,
    Items,
    Literal,
    MaybeValue,
    Module,
    Nothing,
    Routine,
    Value,
    plain_numbers,
    to_array,
)

Handler = Callable[["Context", Any], Value]
Offer = tuple[Array, Role]
NO_OFFERS: Mapping[str, Offer] = MappingProxyType({})
UNKNOWN = Literal(0.0)
"""Stands where the program has no number for a leaf."""

MOST_ERRORS = 50
LONGEST_TEXT = 20


class Context:
    """The state of reading one program.

    Args:
        source: its text.
        limits: how large it may be.
        values: the request's values by name or id.
        lost: names that broken statements would have defined.
        handlers: how each kind of expression is read.
        offers: values and roles for leaves that have none.
    """

    def __init__(
        self,
        source: Source,
        limits: ProgramLimits,
        values: Mapping[str, Any],
        lost: frozenset[str],
        handlers: Mapping[type[ast.AST], Handler],
        offers: Mapping[str, Offer] = NO_OFFERS,
    ) -> None:
        self.source = source
        self.limits = limits
        self.builder = GraphBuilder(limits.graph)
        self.values = {unicodedata.normalize("NFKC", name): value for name, value in values.items()}
        self.offers = offers
        self.used: set[str] = set()
        self.errors: dict[tuple[Any, ...], ProgramError] = {}
        self.ignored: dict[tuple[int, int], str] = {}
        self.top = self.scope = Scope(values=self.values, lost=lost)
        self.active: list[str] = []
        self.aliases: dict[str, str] = {}
        self.last: int | None = None
        self.output: int | None = None
        self.target: str | None = None
        self.root: ast.expr | None = None
        self.statement: ast.stmt | None = None
        self.depth = 0
        self._handlers = handlers
        self._versions: dict[str, int] = {}
        self._late: list[tuple[str, int]] = []
        self._work = limits.work
        self._turns = limits.iterations

    # Expressions

    def evaluate(self, node: ast.expr) -> Value:
        """Return what an expression stands for.

        Raises:
            Fault, Poisoned: it stands for nothing.
        """
        self._work -= 1
        if self._work < 0:
            self.spend(0)
        self.depth += 1
        if self.depth > DEPTH:
            self.depth -= 1
            raise self.too_deep(node)
        try:
            return (self._handlers.get(type(node)) or self._handlers[ast.expr])(self, node)
        finally:
            self.depth -= 1

    def attempt(self, node: ast.expr) -> MaybeValue:
        """Return what an expression stands for, or report what is wrong with it and return `POISON`."""
        try:
            return self.evaluate(node)
        except Fault as fault:
            self.report(fault)
        except Poisoned:
            pass
        return POISON

    def spend(self, amount: int) -> None:
        """Count work that makes no nodes, so that nothing can take forever without growing."""
        self._work -= amount
        if self._work < 0:
            rule = "a program may take a limited number of steps to read"
            raise Fault("limit", rule, "this one takes more", "Shorten its loops.", self.here())

    def turn(self, count: int, node: ast.AST) -> None:
        """Count loop iterations, or a call of a function of the program, before anything is done for them."""
        if count > self._turns:
            rule = f"loops and functions may take {self.limits.iterations:,} turns in all"
            raise self.fault("limit", rule, f"got {count:,} more" if count > 1 else "got more", "Do fewer.", node)
        self._turns -= count

    # The graph

    def apply(
        self,
        operation: str,
        operands: Sequence[int],
        node: ast.AST,
        attributes: Mapping[str, Any] | None = None,
    ) -> int:
        """Add the result of an operation to the graph.

        Raises:
            Fault: the operation cannot be applied.
        """
        try:
            return self.builder.apply(operation, operands, attributes, self.place(node))
        except EngineError as error:
            raise from_engine(error, self.position(node)) from None

    def node_of(self, value: Value, at: ast.AST) -> int:
        """Return the graph's node for a value; numbers become a leaf, a list of names is stacked.

        Raises:
            Fault: it is no value.
        """
        if type(value) is int:
            return value
        if isinstance(value, Literal):
            if value.index is None:
                at = value.node or at
                try:
                    value.index = self.builder.leaf(
                        value.value,
                        value.role or "constant",
                        self.place(at),
                        inline=value.role is None,
                        text="" if value.role else self.name_of(value),
                    )
                except EngineError as error:
                    raise from_engine(error, self.position(at)) from None
            return value.index
        if isinstance(value, Items):
            numbers = self.numbers_of(value, at)
            if numbers is not None:
                return self.node_of(numbers, at)
            return self.apply("stack", [self.node_of(item, at) for item in value.items], at)
        what = f"the function '{value.node.name}'" if isinstance(value, Routine) else "nothing"
        if isinstance(value, Nothing | Module):
            what = value.what
        raise self.fault("language", "a value is a number or a list of numbers", f"got {what}", "", at)

    def numbers_of(self, value: Items, at: ast.AST) -> Literal | None:
        """Return a list of numbers as one array, or None if it holds anything else."""
        plain = plain_numbers(value)
        if plain is None:
            return None
        try:
            return Literal(to_array(plain))
        except EngineError as error:
            raise from_engine(error, self.position(at)) from None

    def shape_of(self, index: int) -> Shape:
        """Return the shape of a node."""
        return self.builder.shape(index)

    # Names

    def bind(self, name: str, value: MaybeValue, at: ast.stmt) -> None:
        """Let a name stand for a value from here on."""
        if isinstance(value, Items) and (numbers := self.numbers_of(value, at)) is not None:
            value = numbers
        if isinstance(value, Literal):
            value = self.leaf(self.scope.prefix + name, value, self.source.position(at), at)
        elif isinstance(value, Items):
            value = self.node_of(value, at)
        if type(value) is int:
            full = self.scope.prefix + name
            if self.scope.prefix and not self.builder.label(value):
                # What a function returns takes the caller's name for it, if it gets one.
                self.scope.pending.append((full, value))
            else:
                self._name(full, value)
            if self.scope is self.top:
                self.last = value
        self.scope.names[name] = value

    def leaf(self, name: str, literal: Literal, position: Position | None, at: ast.AST | None) -> int:
        """Add a named leaf; a value that the request gives for its id takes the program's place."""
        version = self._versions.get(name, 0) + 1
        keys = (name, f"{name}#1") if version == 1 else (f"{name}#{version}",)
        value: Any = literal.value
        try:
            for key in keys:
                if key in self.values:
                    self.used.add(key)
                    value = to_array(self.values[key])
        except EngineError as error:
            self.target = name
            raise Fault("value", error.rule, error.found, error.hint, None) from None
        role = literal.role
        if version == 1 and name in self.offers:
            offered, suggested = self.offers[name]
            if literal is UNKNOWN and not self.used.intersection(keys):
                value = offered
            if np.ndim(value) == offered.ndim:
                role = role or suggested
        try:
            return self.builder.leaf(value, role or "parameter", position)
        except EngineError as error:
            raise from_engine(error, self.position(at) if at is not None else position) from None

    def free_leaf(self, name: str) -> int:
        """Add the leaf for a name that only the request gives."""
        index = self.leaf(name, UNKNOWN, None, None)
        self._name(name, index)
        self.top.names[name] = index
        return index

    def name_locals(self, scope: Scope, keep: set[int]) -> None:
        """Give the values of a call that has ended their names; what it returns waits for the caller's."""
        for name, index in scope.pending:
            if index in keep:
                self._late.append((name, index))
            else:
                self._name(name, index)

    def _name(self, name: str, index: int) -> None:
        if not self.builder.label(index):
            self._versions[name] = self._versions.get(name, 0) + 1
        self.builder.bind(name, index)

    def name_of(self, literal: Literal) -> str:
        """Return an inline literal's text, which becomes its id; empty where it is too long to be one."""
        node = literal.node
        if node is not None:
            text = self.source.slice(self.source.position(node)) if node.end_lineno == node.lineno else ""
            return text.replace("- ", "-") if len(text) <= LONGEST_TEXT else ""
        return f"{literal.value:.6g}" if isinstance(literal.value, int | float) else ""

    # Numbers that must be known while reading

    def known(self, value: Value) -> int | float | None:
        """Return the number that a value is while reading: a literal's, or a scalar leaf's; None otherwise."""
        if isinstance(value, Literal):
            return value.value if isinstance(value.value, int | float) else None
        if type(value) is int:
            node = self.builder.node(value)
            if node.op is None and node.shape == () and node.value is not None:
                number = float(node.value)
                return int(number) if number.is_integer() and abs(number) < 2**53 else number
        return None

    # Errors and places

    def here(self) -> Position | None:
        """Return the place of the statement being read."""
        return self.source.position(self.statement) if self.statement is not None else None

    def position(self, node: ast.AST) -> Position | None:
        """Return where a part of the program stands."""
        return self.source.position(node) if hasattr(node, "lineno") else self.here()  # type: ignore[arg-type]

    def place(self, node: ast.AST) -> Position | None:
        """Return where a node's value is made: for a named value its whole statement."""
        if node is self.root and self.statement is not None:
            return self.source.position(self.statement)
        return self.position(node)

    def fault(self, kind: Kind, rule: str, found: str, hint: str = "", node: ast.AST | None = None) -> Fault:
        """Make a fault at a part of the program."""
        return Fault(kind, rule, found, hint, self.here() if node is None else self.position(node))

    def too_deep(self, node: ast.AST) -> Fault:
        """Make the fault for an expression that nests too deep."""
        hint = "Give inner parts a name of their own."
        return self.fault("limit", f"expressions may nest {DEPTH} deep", "this one nests deeper", hint, node)

    def report(self, fault: Fault) -> None:
        """Add an error to the list, once for each place.

        Raises:
            TooMuch: the program is over a limit, or has more errors than help.
        """
        error = fault.as_error(self.target)
        self.errors.setdefault((error.kind, error.rule, error.line, error.column, error.end_column), error)
        if fault.kind == "limit" or len(self.errors) >= MOST_ERRORS:
            raise TooMuch

    def ignore(self, node: ast.stmt) -> None:
        """List a statement that does nothing here."""
        position = self.source.position(node)
        self.ignored[position.line, position.column] = self.source.slice(position)

    def finish(self) -> None:
        """Name what no caller has named."""
        for name, index in self._late:
            if not self.builder.label(index):
                self._name(name, index)

    def set_role(self, index: int, role: Role) -> None:
        """Give a leaf another role."""
        self.builder.set_role(index, role)
