"""The gallery: it plays, it shows every lesson, it remembers the last one."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from app.lessons import list_lessons
from tests.browser.lab import open_lab


def test_the_first_screen_plays_a_graph(page: Page) -> None:
    open_lab(page, "/", calm=False)
    expect(page.locator("#hero-picture [data-id]").first).to_be_visible()
    expect(page.locator("#hero-ticks .done").first).to_be_attached()
    page.get_by_role("button", name="Play or pause").click()
    expect(page.locator("#hero-toggle.playing")).to_have_count(0)


def test_every_lesson_is_a_card_with_its_own_graph(page: Page) -> None:
    open_lab(page, "/")
    for lesson in list_lessons("en"):
        card = page.locator(f'.lesson-card[data-id="{lesson["id"]}"]')
        card.scroll_into_view_if_needed()
        expect(card).to_contain_text(lesson["title"])
        expect(card.get_by_role("img", name=f"Graph of {lesson['title']}")).to_be_visible()
    expect(page.locator('[data-id="two-passes"] .neuron.returned')).to_have_count(8)
    expect(page.locator('[data-id="softmax-batch"] .grid.known')).to_have_count(5)


def test_the_lesson_opened_last_is_offered(page: Page) -> None:
    open_lab(page, "/")
    expect(page.locator("#opened-last")).to_be_hidden()
    page.locator('.lesson-card[data-id="bias"]').click()
    expect(page.locator("html[data-ready]")).to_be_attached()
    open_lab(page, "/")
    page.locator("#opened-last a").click()
    expect(page).to_have_url("/lessons/bias")
