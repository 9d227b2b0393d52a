"""Routes of the HTML pages."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.lessons import get_lesson, list_lessons
from app.networks.initialisers import INITIALISERS
from app.networks.spec import ACTIVATIONS, LOSSES
from app.pages.errors import missing
from app.pages.templates import locale_of, render

READ = ["GET", "HEAD"]
PARTS = {
    "activations": ACTIVATIONS,
    "losses": dict(LOSSES),
    "initialisers": {one.name: dict(one.options) for one in INITIALISERS.values()},
}
"""What the network builder offers."""

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.api_route("/", methods=READ)
def gallery(request: Request) -> HTMLResponse:
    """Show every lesson as a card."""
    lessons = list_lessons(locale_of(request))
    groups = [(title, list(cards)) for title, cards in groupby(lessons, key=itemgetter("group"))]
    return render(request, "gallery.html", lessons=lessons, groups=groups)


@router.api_route("/lab", methods=READ)
def lab(request: Request) -> HTMLResponse:
    """Show the lab, empty or with what the address's fragment holds."""
    return render(request, "lab.html", lesson=None, lessons=list_lessons(locale_of(request)), parts=PARTS)


@router.api_route("/lessons/{lesson_id}", methods=READ)
def lesson(request: Request, lesson_id: str) -> HTMLResponse:
    """Show the lab opened on a lesson."""
    locale = locale_of(request)
    try:
        found = get_lesson(lesson_id, locale)
    except KeyError:
        return missing(request)
    return render(request, "lab.html", lesson=found, lessons=list_lessons(locale), parts=PARTS)
