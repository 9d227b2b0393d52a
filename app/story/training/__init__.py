"""Training as an answer: from what is asked to rows of plain data, one after the other."""

from app.story.training.question import Resume, TrainingQuestion
from app.story.training.stream import run_training

__all__ = ["Resume", "TrainingQuestion", "run_training"]
