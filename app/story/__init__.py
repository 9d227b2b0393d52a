"""From a question about a program to an answer made of plain data: what the API and the terminal both rest on."""

from app.story.answers import (
    answer_check,
    answer_network,
    answer_neuron,
    answer_operations,
    answer_parse,
    answer_trace,
    answer_what_if,
    tell_trace,
)
from app.story.numbers import encode
from app.story.problems import Problem, RefusedError, as_problem
from app.story.question import Question

__all__ = [
    "Problem",
    "Question",
    "RefusedError",
    "answer_check",
    "answer_network",
    "answer_neuron",
    "answer_operations",
    "answer_parse",
    "answer_trace",
    "answer_what_if",
    "as_problem",
    "encode",
    "tell_trace",
]
