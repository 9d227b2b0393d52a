"""The gallery: each lesson is one data file, in three languages."""

from app.lessons.gallery import get_lesson, list_lessons, read_figures

__all__ = ["get_lesson", "list_lessons", "read_figures"]
