"""The homework on screen: numbers typed in by hand, its eight results beside its formulas in plain NumPy."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.lab import open_lab, shown
from tests.lessons.test_homework import IN_ORDER, by_hand, leaves_of

TYPED: dict[str, Any] = {
    "x": [[0.3, -0.7, 1.2, 0, 0.5], [-1, 0.4, 0.1, 0.9, -0.2]],
    "W1": [[0.25, -0.4, 0.15, 0.6], [-0.35, 0.1, 0.45, -0.2]],
    "b1": [0.05, -0.15, 0.2, 0],
    "W2": [[-0.3, 0.7, 0.1], [0.8, -0.6, 0.2]],
    "b2": [0.3, -0.1, 0.2],
}
"""The first rows of each leaf as they are typed; the other rows stay the lesson's."""


def test_each_of_the_eight_results_is_what_the_homeworks_formulas_give(page: Page) -> None:
    open_lab(page, "/lessons/softmax-batch#s0-graph")
    leaves = leaves_of(page.evaluate("JSON.parse(document.getElementById('lesson').textContent).trace.program"))
    for name, rows in TYPED.items():
        given = np.array(rows)
        leaves[name] = np.concatenate([given, leaves[name][len(given) :]]) if given.ndim > 1 else given
        for index, number in np.ndenumerate(given):
            place = ",".join(map(str, index))
            page.get_by_role("textbox", name=f"{name}[{place}]", exact=True).fill(str(number))
    values, results, _ = by_hand(**leaves)
    page.locator("#timeline").focus()
    page.keyboard.press("End")
    # The answer to the last number typed has come when L is what the formulas say, to as many digits as text compares.
    card = page.locator('#picture [data-id="L"]')
    expect(card).to_have_attribute("data-value", re.compile(re.escape(str(values["L"])[:10])))
    for name, value in values.items():
        np.testing.assert_allclose(shown(page, name), value, rtol=1e-12, atol=1e-15, err_msg=name)
    for name in IN_ORDER:
        np.testing.assert_allclose(shown(page, name, "gradient"), results[name], rtol=1e-12, atol=1e-15, err_msg=name)
