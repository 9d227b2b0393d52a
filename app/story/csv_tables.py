"""A visitor's table as an answer: its data, its columns, and what was left out."""

from __future__ import annotations

from typing import Any

from app.engine.errors import EngineError, LimitError
from app.i18n import catalog_for
from app.networks.datasets.csv_cells import Column
from app.networks.datasets.csv_data import CsvSpec, make_table
from app.networks.datasets.csv_errors import MOST, TableError, TableErrors
from app.networks.datasets.csv_roles import Roles
from app.networks.datasets.suggest import suggest_network
from app.settings import get_settings
from app.story.datasets import data_json
from app.story.problems import Problem, RefusedError


def answer_table(spec: CsvSpec, locale: str) -> dict[str, Any]:
    """Return a table's rows with what they mean.

    Raises:
        RefusedError: it makes no data; what is wrong is named by row and column.
    """
    try:
        table = make_table(spec, get_settings().max_data_numbers)
    except TableErrors as errors:
        raise refuse_table(errors) from None
    gettext = catalog_for(locale).gettext
    reason = gettext("'{name}' is missing.")
    return {
        **data_json(table.data, suggest_network(table.data)),
        "id": "csv",
        "title": gettext("Your table"),
        "source": "",
        "header": table.header,
        "columns": [column_json(column, table.roles) for column in table.columns],
        "dropped": [{"row": one.row, "reason": reason.format(name=one.column)} for one in table.dropped[:MOST]],
        "dropped_rows": len(table.dropped),
        "warnings": [{"column": one.column, "message": tell(one, locale)} for one in table.warnings],
    }


def refuse_table(errors: TableErrors) -> RefusedError:
    """Return why a table makes no data, with its columns where they are known."""
    refused = RefusedError(*map(as_problem, errors.errors))
    if errors.columns:
        refused.more["columns"] = [column_json(column, Roles((), ())) for column in errors.columns]
    return refused


def as_problem(error: EngineError) -> Problem:
    """Return an error of a table as a problem."""
    kind = "limit" if isinstance(error, LimitError) else "data"
    row, column = (error.row, error.column) if isinstance(error, TableError) else (None, None)
    return Problem(kind, error.rule, error.found, error.hint, node=column, row=row)


def tell(error: TableError, locale: str) -> str:
    """Return why a column was left out."""
    detail: str = as_problem(error).tell(locale)["detail"]
    return detail


def column_json(column: Column, roles: Roles) -> dict[str, Any]:
    """Return what a list shows of a column: its name, what it holds, and what it is used for."""
    role = "input" if column in roles.inputs else "target" if column in roles.targets else "ignored"
    return {"name": column.name, "kind": column.kind, "missing": int(column.missing.sum()), "role": role}
