"""Every page, in both themes, before a step and after one: axe finds nothing; and each fits its screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import open_lab
from tests.conftest import Watch

LAB = ["/lessons/fruit#s4", "/lessons/two-outputs"]
SIZES = [(1280, 720), (390, 844)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/", *LAB])
def test_axe_finds_nothing(page: Page, axe: Callable[[Any], list[str]], address: str, theme: Any) -> None:
    page.emulate_media(color_scheme=theme)
    open_lab(page, address)
    if address != "/":
        expect(page.locator(".cm-editor")).to_be_visible()
        page.keyboard.press("w")
        page.keyboard.press("g")
        expect(page.locator("#what-if-answer dd").first).to_be_visible()
        expect(page.locator(".check-table tbody tr").first).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/docs", "/nowhere"])
def test_axe_finds_nothing_on_plain_pages(
    page: Page, watch: Watch, axe: Callable[[Any], list[str]], address: str, theme: Any
) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto(address)
    assert axe(page) == []
    watch.forgive(r"status of 404")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_nothing_is_wider_than_its_screen(page: Page, size: tuple[int, int], language: str) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for address in ("/", "/lessons/affine"):
        open_lab(page, f"{address}?lang={language}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], address


def test_on_a_phone_picture_and_timeline_stay_on_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_lab(page, "/lessons/two-outputs")
    for down in (0, 900):
        page.evaluate("(down) => scrollTo(0, down)", down)
        expect(page.locator(".picture:visible")).to_be_in_viewport(ratio=0.9)
        expect(page.locator("#timeline")).to_be_in_viewport(ratio=1)


def test_a_chosen_theme_is_kept(page: Page) -> None:
    open_lab(page, "/lab")
    page.get_by_role("button", name="Dark theme").click()
    open_lab(page, "/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
