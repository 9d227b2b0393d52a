"""One example for each endpoint that takes a body: what /docs shows, with the answer that it really gets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from app import __version__
from app.api.datasets import dataset_answer, table_answer
from app.api.errors import limits
from app.api.jobs import check_answer, network_answer, neuron_answer, parse_answer, trace_answer, what_if_answer
from app.api.train import train_answer
from app.lessons import get_lesson, list_lessons
from app.story import answer_operations
from app.story.datasets import answer_datasets

FRUIT = "n = 2\nunit = 100\ntax = 1.1\nfruit = n * unit\ntotal = fruit * tax"
EXAMPLES: dict[str, dict[str, Any]] = {
    "parse": {"program": "z = x @ W + b", "values": {"x": [[1, 2]], "W": [[3], [4]], "b": [5]}},
    "trace": {"program": "fruit = n * unit", "values": {"n": 2, "unit": 100}, "learning_rate": 0.5},
    "check": {"program": FRUIT},
    "what-if": {"program": FRUIT, "changes": {"n": 3}},
    "network": {
        "layers": [{"units": 2}, {"units": 2, "activation": "tanh"}, {"units": 1}],
        "loss": "mse",
        "init": {"name": "constant", "value": 0.5},
    },
    "neuron": {
        "program": "z = x @ W + b\na = sigmoid(z)\nL = sse(a, t)",
        "values": {"x": [[1, 2]], "W": [[0.5], [-0.25]], "b": [0.1], "t": [[1]]},
        "layer": 1,
        "unit": 0,
    },
    "dataset": {"targets": "-1/1"},
    "table": {"text": "size,rooms,price\n50,2,210\n64,3,250\n80,3,320\n", "standardize": True},
    "train": {
        "network": {"layers": [{"units": 2}, {"units": 1, "activation": "sigmoid"}], "loss": "mse"},
        "data": {"dataset": "and"},
        "optimizer": {"name": "adam", "learning_rate": 0.1},
        "iterations": 100,
        "every": 50,
    },
}
JOBS: dict[str, Callable[[bytes, str], bytes]] = {
    "parse": parse_answer,
    "trace": trace_answer,
    "check": check_answer,
    "what-if": what_if_answer,
    "network": network_answer,
    "neuron": neuron_answer,
    "dataset": partial(dataset_answer, "xor"),
    "table": table_answer,
    "train": train_answer,
}


def example_answers() -> dict[str, Any]:
    """Return the answer to each example, computed now; of the operations, the first alone."""
    read = {
        "health": {"status": "ok", "version": __version__, "streams": 0, "limits": limits()},
        "operations": {"operations": answer_operations()["operations"][:1]},
        "lessons": {"lessons": list_lessons("en")},
        "lesson": get_lesson("fruit", "en"),
        "datasets": answer_datasets("en"),
    }
    posted = {name: orjson.loads(JOBS[name](orjson.dumps(asked), "en")) for name, asked in EXAMPLES.items()}
    return {**read, **posted}
