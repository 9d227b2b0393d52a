"""Short ways to read a program and look at what came of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.engine import record_trace
from app.language import Program, ProgramError, ProgramErrors, read_program


def ids(program: Program) -> list[str]:
    """Return the ids of all nodes, in order."""
    return [node.id for node in program.graph.nodes]


def operations(program: Program) -> list[str]:
    """Return the operations of a program, in order."""
    return [node.op.name for node in program.graph.nodes if node.op]


def value_of(source: str, values: dict[str, Any] | None = None, **options: Any) -> Any:
    """Return the value of a program's output."""
    program = read_program(source, values, **options)
    return np.asarray(record_trace(program.graph, program.output).values[program.output]).tolist()


def errors_of(source: str, values: dict[str, Any] | None = None, **options: Any) -> tuple[ProgramError, ...]:
    """Return what is wrong with a program; it must be something."""
    with pytest.raises(ProgramErrors) as caught:
        read_program(source, values, **options)
    assert caught.value.errors
    return caught.value.errors


def marked(source: str, error: ProgramError) -> str:
    """Return the characters that an error points at."""
    assert error.line and error.column and error.end_column and error.end_line == error.line
    return source.split("\n")[error.line - 1][error.column - 1 : error.end_column - 1]
