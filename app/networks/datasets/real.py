"""Measured data: iris and handwritten digits, read from the files of the package scikit-learn.

The package itself is never imported: that takes a second, and only two of its files are needed.
"""

from __future__ import annotations

import csv
import gzip
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from app.engine.shapes import Array
from app.networks.datasets.data import Labels

IRIS_FEATURES = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
DARKEST = 16.0
"""A pixel of the digits counts the dark points in a block of 4 × 4."""


def locate(name: str) -> Path:
    """Return where a data file of the package lies."""
    spec = find_spec("sklearn")
    assert spec is not None and spec.origin is not None, "scikit-learn is installed with the locks"
    return Path(spec.origin).parent / "datasets" / "data" / name


@lru_cache(maxsize=1)
def iris() -> tuple[Array, Labels, tuple[str, ...]]:
    """Return 150 flowers: lengths in cm (150, 4), their species, and the names of the species.

    Source: Fisher, The Use of Multiple Measurements in Taxonomic Problems, 1936.
    """
    with locate("iris.csv").open(newline="", encoding="utf-8") as file:
        (_, _, *species), *rows = csv.reader(file)
    table = np.array(rows, dtype=np.float64)
    return table[:, :-1], table[:, -1].astype(np.intp), tuple(species)


@lru_cache(maxsize=1)
def digits() -> tuple[Array, Labels]:
    """Return 1,797 handwritten digits: 8 × 8 pixels from 0 (white) to 1 (black), (1797, 64), and which digit it is.

    Source: Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998.
    """
    with gzip.open(locate("digits.csv.gz"), "rt", encoding="ascii") as file:
        table = np.loadtxt(file, delimiter=",")
    return table[:, :-1] / DARKEST, table[:, -1].astype(np.intp)
