"""What `python3 -m tests ARGUMENTS` hands to pytest."""

from __future__ import annotations

import pytest

from tests.__main__ import find_part, needs_browser


@pytest.mark.parametrize(
    ("argument", "part"),
    [
        ("engine", "tests/engine"),
        ("settings", "tests/test_settings.py"),
        ("tests/engine", "tests/engine"),
        ("checks/test_tools.py::test_python_code_passes", "tests/checks/test_tools.py::test_python_code_passes"),
        ("-x", "-x"),
        ("not slow", "not slow"),
        ("tests/test_i18n.py::test_english_is_the_text_itself", "tests/test_i18n.py::test_english_is_the_text_itself"),
    ],
)
def test_a_part_may_be_named_shortly(argument: str, part: str) -> None:
    assert find_part(argument) == part


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        ([], True),
        (["-k", "fruit"], True),
        (["tests"], True),
        (["tests/browser"], True),
        (["tests/engine", "-k", "chain"], False),
        (["--ignore", "tests/browser"], False),
        (["--ignore=tests/browser"], False),
    ],
)
def test_a_browser_is_fetched_only_for_the_tests_that_use_it(arguments: list[str], needed: bool) -> None:
    assert needs_browser(arguments) is needed
