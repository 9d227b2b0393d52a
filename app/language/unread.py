"""Parts of a program that are never reached, such as a function that is not called: looked at all the same."""

from __future__ import annotations

import ast

from app.language.context import Context
from app.language.expressions import unsupported
from app.language.source import keyword_position
from app.language.unsupported import LATER, NODES
from app.language.values import Routine

REFUSED = tuple(kind for kind in NODES if kind not in (ast.Return, ast.Slice, ast.JoinedStr, ast.FormattedValue))


def check_unread(context: Context, body: list[ast.stmt]) -> None:
    """Report what is no part of the language in functions that nothing calls, and in loops without a turn."""
    unread: list[ast.stmt] = []
    for statement in body:
        if isinstance(statement, ast.FunctionDef):
            routine = context.top.names.get(statement.name)
            if not (isinstance(routine, Routine) and routine.node is statement and routine.called):
                unread.extend(statement.body)
        elif isinstance(statement, ast.For):
            unread.extend(statement.body)
    context.target = None
    for statement in unread:
        for node in ast.walk(statement):
            if isinstance(node, REFUSED) or type(node).__name__ in LATER:
                fault = unsupported(context, node)
                if isinstance(node, ast.stmt):
                    fault.position = keyword_position(context.source, node)
                context.report(fault)
