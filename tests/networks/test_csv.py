"""A visitor's table: read as it is meant, or refused by row and column; never anything else."""

from __future__ import annotations

import csv
import io
import time

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.engine.errors import LimitError
from app.networks.datasets.csv_data import CsvSpec, make_table
from app.networks.datasets.csv_errors import MOST, TableError, TableErrors
from app.networks.datasets.csv_sniff import find_separator
from app.networks.datasets.csv_text import read_table

MOST_NUMBERS = 250_000


def made(text, **options):
    return make_table(CsvSpec(text, **options), MOST_NUMBERS)


def errors_of(text, **options):
    with pytest.raises(TableErrors) as caught:
        made(text, **options)
    return caught.value.errors


def rows_of(table):
    """Return the rows as a set, whatever their order."""
    return {(*x, *t) for x, t in zip(table.data.x.tolist(), table.data.t.tolist(), strict=True)}


NUMBERS = {(1.5, 2.0, 3.25), (4.0, 5.0, 6.5), (7.0, 8.0, 10.0)}


@pytest.mark.parametrize(
    "text",
    [
        "a,b,c\n1.5,2,3.25\n4,5,6.5\n7,8,10",
        "a;b;c\n1,5;2;3,25\n4;5;6,5\n7;8;10\n",
        "a\tb\tc\r\n1.5\t2\t3.25\r\n4\t5\t6.5\r\n7\t8\t10\r\n",
        "a b  c\n1.5 2   3.25\n  4 5 6.5\n7 8 10  \n",
        "\ufeffa,b,c\r1.5,2,3.25\r4,5,6.5\r7,8,10",
        '"a","b","c"\n"1.5","2","3.25"\n"4", "5","6.5"\n7,8,"10"\n',
        "a, b, c\n\n1.5, 2, 3.25\n,,\n4, 5, 6.5\n\n7, 8, 10\n\n",
        "a,b,c\n+1.5,2e0,.325E1\n4.,05,6.50\n7,8,1e1",
    ],
    ids=["comma", "semicolon", "tab", "blank", "mark and old line ends", "quotes", "empty rows", "spellings"],
)
def test_a_table_is_read_however_it_is_written(text):
    table = made(text)
    assert table.data.features == ("a", "b") and table.data.targets == ("c",)
    assert rows_of(table) == NUMBERS


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("1,2\n3,4", ","),
        ("1;2,5\n3;4", ";"),
        ('"a,b";c\n"d";e', ";"),
        ("a b,c d\ne f,g", ","),
        ("1 2\n3 4", " "),
        ("1\n2", ","),
        ("a,b\n1,2,3\n4,5", ","),
        ("x", ","),
    ],
)
def test_the_separator_is_what_stands_equally_often_in_the_lines(text, separator):
    assert find_separator(text) == separator


@pytest.mark.parametrize(
    ("text", "header", "names", "first"),
    [
        ("a,b\n1,2", None, ("a", "b"), 2),
        ("1,2\n3,4", None, ("column 1", "column 2"), 1),
        ("5.1,setosa\n4,other", None, ("column 1", "column 2"), 1),
        ("a,b\nc,d", False, ("column 1", "column 2"), 1),
        ("1990,2000\n3,4", True, ("1990", "2000"), 2),
        ("\n\na,,a,a\n1,2,3,4", None, ("a", "column 2", "a (2)", "a (3)"), 4),
    ],
)
def test_the_header_is_seen_or_told(text, header, names, first):
    table = read_table(text, header, MOST_NUMBERS)
    assert (table.names, table.numbers[0]) == (names, first)


def test_quoted_cells_may_hold_separators_line_ends_and_quotes():
    table = read_table('name,n\n"a, b",1\n"two\nlines",2\n"say ""hi""",3\n', None, MOST_NUMBERS)
    assert [row[0] for row in table.rows] == ["a, b", "two\nlines", 'say "hi"']
    assert table.numbers == [2, 3, 4]


@pytest.mark.parametrize("missing", ["", " ", "NA", "n/a", "NaN", "null", "NULL", "?"])
def test_a_row_with_a_gap_is_dropped_and_named(missing):
    table = made(f"a,b\n1,2.5\n{missing},3.5\n4,{missing}\n5,6")
    assert rows_of(table) == {(1, 2.5), (5, 6)}
    assert [(one.row, one.column) for one in table.dropped] == [(3, "a"), (4, "b")]


def test_gaps_are_filled_with_the_mean_of_the_training_rows_alone():
    text = "a,c,y\n" + "\n".join(f"{'' if i % 5 == 0 else i},{'uv'[i % 2] if i % 7 else ''},{i / 4}" for i in range(60))
    table = made(text, missing="mean", split=0.5, seed=2)
    data = table.data
    assert len(data.x) == 60 and data.train == 30 and not table.dropped
    known = {round(t * 4): row for row, t in enumerate(data.t[:, 0])}
    gaps = [row for i, row in known.items() if i % 5 == 0]
    training = [i for i, row in known.items() if row < 30 and i % 5]
    assert data.x[gaps, 0] == pytest.approx(np.mean(training))
    shares = [row for i, row in known.items() if i % 7 == 0]
    whole = [i % 2 for i, row in known.items() if row < 30 and i % 7]
    assert data.features == ("a", "c = u", "c = v")
    assert data.x[shares, 2] == pytest.approx(np.mean(whole))


def test_a_row_without_a_target_is_dropped_even_where_gaps_are_filled():
    table = made("a,b\n1,2\n3,\n4,5\n,6", missing="mean")
    assert len(table.data.x) == 3 and [one.row for one in table.dropped] == [3]


def test_columns_are_standardised_by_the_training_rows_alone():
    text = "a,c,y\n" + "\n".join(f"{i * i},{'uvw'[i % 3]},{i / 3}" for i in range(50))
    plain, scaled = made(text, split=0.6).data, made(text, split=0.6, standardize=True).data
    assert scaled.train == 30
    assert scaled.x[:30, 0].mean() == pytest.approx(0, abs=1e-12) and scaled.x[:30, 0].std() == pytest.approx(1)
    assert scaled.t[:30].std() == pytest.approx(1)
    (mean, std), *others = scaled.scaling.x
    assert scaled.x[:, 0] * std + mean == pytest.approx(plain.x[:, 0])
    assert others == [(0, 1)] * 3 and np.array_equal(scaled.x[:, 1:], plain.x[:, 1:])
    ((mean, std),) = scaled.scaling.t
    assert scaled.t * std + mean == pytest.approx(plain.t)


@pytest.mark.parametrize(
    ("cells", "kind", "classes", "width"),
    [
        (["yes", "no"] * 3, "classification", ("no", "yes"), 1),
        (["0", "1"] * 3, "classification", ("0", "1"), 1),
        (["1", "1.0", "2", "2.00"] * 2, "classification", ("1", "2"), 1),
        (["3", "10", "2"] * 3, "classification", ("2", "3", "10"), 3),
        (["0.5", "1"] * 3, "regression", (), 1),
        (["1", "2", "3"], "regression", (), 1),
        ([str(i) for i in range(21)] * 4, "regression", (), 1),
    ],
)
def test_what_a_target_is_follows_from_its_values(cells, kind, classes, width):
    data = made("x,y\n" + "\n".join(f"{i},{cell}" for i, cell in enumerate(cells))).data
    assert (data.kind, data.classes, data.t.shape[1]) == (kind, classes, width)
    if classes:
        order = data.x[:, 0].astype(int)
        assert [float(classes[i]) if cells[0][0].isdecimal() else classes[i] for i in data.labels] == [
            float(cells[i]) if cells[0][0].isdecimal() else cells[i] for i in order
        ]


def test_the_request_says_what_the_target_is():
    text = "x,y\n" + "\n".join(f"{i},{i % 3}" for i in range(12))
    assert made(text).data.kind == "classification"
    assert made(text, target_kind="regression").data.kind == "regression"
    assert errors_of("x,y\n1,a\n2,b", target_kind="regression")[0].column == "y"
    mixed = made("x,y\n1,1\n2,1\n3,2\n4,3+\n5,3+", target_kind="classification").data
    assert mixed.classes == ("1", "2", "3+")


def test_columns_are_chosen_by_name():
    table = made("a,b,c,d\n1,2,3.5,4\n5,6,7,8\n9,1,2,3.25", inputs=("d", "a"), targets=("c", "b"))
    assert table.data.features == ("d", "a") and table.data.targets == ("c", "b")
    assert rows_of(table) == {(4, 1, 3.5, 2), (8, 5, 7, 6), (3.25, 9, 2, 1)}


def test_names_dates_and_empty_columns_are_left_out_with_a_word():
    rows = "\n".join(f"{i},person {i},,{i * 1.5},remark {i}" for i in range(30))
    table = made(f"n,name,empty,y,remark\n{rows}")
    assert table.data.features == ("n",) and table.data.targets == ("y",)
    assert [one.column for one in table.warnings] == ["name", "remark"]
    assert [one.kind for one in table.columns] == ["number", "category", "empty", "number", "category"]


def test_a_constant_column_is_left_out_with_a_word():
    table = made("a,k,c,y\n1,7,u,2\n2,7,u,3.5\n3,7,u,4", standardize=True)
    assert table.data.features == ("a",)
    assert [(one.column, one.found) for one in table.warnings] == [
        ("k", "got '7' in all training rows"),
        ("c", "got 'u' in all training rows"),
    ]


def test_rows_are_shuffled_by_the_seed_and_split():
    text = "\n".join(f"{i},{i / 2}" for i in range(40))
    first, again, other = (made(text, seed=seed, split=0.25).data for seed in (1, 1, 2))
    assert np.array_equal(first.x, again.x) and not np.array_equal(first.x, other.x)
    assert first.train == 10 and np.array_equal(first.x, 2 * first.t)


@pytest.mark.parametrize(
    ("text", "places", "words"),
    [
        ("", [(None, None)], "the text is empty"),
        (" \n\t\n", [(None, None)], "the text is empty"),
        (",,\n,,", [(None, None)], "all its cells are empty"),
        ("a,b\n", [(None, None)], "a header and nothing below"),
        ("a,b\n1,2\n3\n4,5,6\n", [(3, None), (4, None)], "got 1, not 2"),
        ("age,y\n31,1\nabc,2\n40,3.5\n?,1\n22,x\n50,9", [(3, "age"), (6, "y")], "got 'abc'"),
        ("a,y\n1,2\n2,inf\n3,4.5", [(3, "y")], "got 'inf'"),
        ("a,y\n1,2\n-1e999,3\n3,4.5", [(3, "a")], "got '-1e999'"),
        ("a,y\n7,1\n7,2\n7,3.5", [(None, "a")], "got '7' in all training rows"),
        ("a,y\n1,yes\n2,yes\n3,yes", [(None, "y")], "got 'yes' alone"),
        ("a,y\n1,2.5\n2,2.5", [(None, "y")], "got '2.5' alone"),
        ("a,y\n,1\n2,", [(None, None), (2, "a"), (3, "y")], "every row has one"),
        ("a\n1\n2", [(None, None)], "got no input"),
        ('a,b\n1,2\n"3,4\n5,6', [(3, None)], "never ends"),
        ('a,b\n"1"2,3', [(2, None)], "stands alone"),
        ("PK\x03\x04\x14", [(None, None)], "packed or binary"),
        ("\x1f\x8b\x08", [(None, None)], "packed or binary"),
        ("a,b\n1,\x002", [(None, None)], "packed or binary"),
        ("a,y\n1e308,1\n-1e308,2.5\n1e308,3", [(None, "a")], "got more"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column(text, places, words):
    errors = errors_of(text, standardize=True)
    assert [(one.row, one.column) for one in errors] == places
    assert words in errors[0].found
    assert all(isinstance(one, TableError) and one.rule and (one.hint or one.row) for one in errors)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"inputs": ("q",)}, "got 'q'"),
        ({"inputs": ("a",), "targets": ("a",)}, "got 'a' twice"),
        ({"inputs": ()}, "got no input"),
        ({"targets": ()}, "got no target"),
        ({"inputs": ("e",)}, "all of it is missing"),
        ({"inputs": ("name",)}, "got 30"),
        ({"targets": ("name",)}, "got 30"),
        ({"targets": ("n", "name"), "inputs": ("y",)}, "got texts"),
        ({"targets": ("n", "y"), "inputs": ("a",), "target_kind": "classification"}, "got 2"),
    ],
)
def test_a_choice_of_columns_that_makes_no_data_is_refused(options, words):
    rows = "\n".join(f"{i % 4},{i / 2},,person {i},{i * 1.5}" for i in range(30))
    errors = errors_of(f"a,n,e,name,y\n{rows}", **options)
    assert words in errors[0].found, errors


def test_an_error_carries_the_columns_so_that_others_can_be_chosen():
    text = "age,n,y\n31,1,1\nabc,2,2\n40,3,3.5\n22,4,5"
    with pytest.raises(TableErrors) as caught:
        made(text)
    assert [column.name for column in caught.value.columns] == ["age", "n", "y"]
    assert made(text, inputs=("n",)).data.features == ("n",)


def test_at_most_twenty_errors_are_told():
    assert len(errors_of("a,y\n" + "1,2\n" * 100 + "1,2,3\n" * 50)) == MOST


BOMBS = {
    "rows": ("1,2\n" * 1_000_000, "got 1,000,000 rows of 2"),
    "rows of one column": ("1\n" * 4_000_000, "got 4,000,000 rows of 1"),
    "columns": ("1," * 1_000_000, "got 1,000,001"),
    "columns between blanks": ("1  " * 1_000_000, "got 1,000,000"),
    "one long number": ("1" * 8_000_000, "got more"),
    "a quote that is never closed": ('"' + "a" * 8_000_000, "got more"),
    "such a quote over many rows": ('a,b\n"' + "a,\n" * 100_000, "got more"),
    "empty quoted cells": ("a,b\n" + '"",' * 2_000_000, "got 2,000,003"),
    "line ends": ("\n" * 8_000_000, "the text is empty"),
    "quotes": ('"' * 8_000_000, "got more"),
    "separators": (";" * 8_000_000, "got 8,000,001"),
}


@pytest.mark.parametrize(("text", "found"), BOMBS.values(), ids=list(BOMBS))
def test_a_bomb_is_refused_before_it_goes_off(text, found):
    start = time.perf_counter()
    errors = errors_of(text)
    assert time.perf_counter() - start < 5
    assert errors[0].found == found
    assert len(errors) <= MOST and all(len(str(one)) < 400 for one in errors)


def test_texts_that_would_become_too_many_columns_are_refused():
    rows = "\n".join(",".join(f"v{(i + j) % 20}" for j in range(20)) + f",{i % 7}.5" for i in range(1000))
    assert isinstance(errors_of(rows)[0], LimitError)


CELLS = st.one_of(
    st.sampled_from(["", "1", "2.5", "NA", "inf", "nan", "a", "1e308", "-1e308", "1e-320", "x y", '"', "1,5", "١"]),
    st.floats().map(repr),
    st.text(max_size=8),
)
CHOICES = st.fixed_dictionaries(
    {
        "header": st.sampled_from([None, True, False]),
        "missing": st.sampled_from(["drop", "mean"]),
        "standardize": st.booleans(),
        "split": st.floats(0, 1),
        "seed": st.integers(0, 9),
        "target_kind": st.sampled_from([None, "classification", "regression"]),
    }
)


def assert_data_or_errors(text, options):
    """Assert that a table becomes data without a flaw, or errors without a flaw."""
    try:
        table = made(text, **options)
    except TableErrors as refused:
        errors = refused.errors
    else:
        assert_sound(table.data)
        return
    assert 1 <= len(errors) <= MOST
    assert all(one.rule and one.found for one in errors)


def assert_sound(data):
    assert np.isfinite(data.x).all() and np.isfinite(data.t).all()
    assert 1 <= data.train <= len(data.x) == len(data.t)
    assert data.x.shape[1] == len(data.features) and data.t.shape[1] == len(data.targets)


@given(st.text(max_size=200), CHOICES)
@example("0,0\n1e-320,1\n", {"standardize": True})
def test_any_text_becomes_data_or_errors(text, options):
    assert_data_or_errors(text, options)


@given(st.integers(1, 4), st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=12), CHOICES)
def test_any_table_becomes_data_or_errors(width, rows, options):
    file = io.StringIO()
    csv.writer(file).writerows([row[:width] for row in rows])
    assert_data_or_errors(file.getvalue(), options)


@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)),
        min_size=3,
        max_size=20,
        unique_by=(lambda r: r[0], lambda r: r[1]),
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_every_number_comes_through_unchanged(rows, separator):
    text = "x" + separator + "y\n" + "\n".join(f"{a!r}{separator}{b!r}" for a, b in rows)
    assert rows_of(made(text, target_kind="regression")) == set(rows)
