"""The datasets that come with the house: what each is, which options it has, and how it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from app.networks.datasets.data import CODINGS, Kind

Group = Literal["gates", "planes", "curves", "tables", "real"]


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a dataset.

    Attributes:
        default: what it is where the request says nothing.
        least, most: the range of a number; None where it is none.
        choices: the values of an option that is no number; empty where it is one.
    """

    default: int | float | str | bool
    least: int | float | None = None
    most: int | float | None = None
    choices: tuple[str | bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset.

    Attributes:
        id: its name in requests.
        group: what kind of thing it is, which says how it is made.
        kind: what is learned from it.
        options: its options; every dataset has `seed` and `split`.
        hidden: the hidden layers of a network that learns it: units and activation.
        source: where it comes from; empty for what is plain arithmetic.
    """

    id: str
    group: Group
    kind: Kind
    options: Mapping[str, Option]
    hidden: tuple[tuple[int, str], ...]
    source: str = ""


MOST_POINTS = 5_000
SEED = Option(0, 0, 2**32 - 1)
TARGETS = Option("0/1", choices=CODINGS)


def split(default: float) -> Option:
    """Return the share of rows for training; 1 for all."""
    return Option(default, 0.0, 1.0)


def count(default: int) -> Option:
    """Return how many points are drawn."""
    return Option(default, 4, MOST_POINTS)


def noise(default: float) -> Option:
    """Return the standard deviation of a normal displacement, in the units of the data, which lie within ±1."""
    return Option(default, 0.0, 0.5)


def gate(name: str, *hidden: tuple[int, str]) -> Dataset:
    """Return a logic gate: its four rows in their order, none of them held out unless asked for."""
    return Dataset(name, "gates", "classification", {"seed": SEED, "split": split(1.0), "targets": TARGETS}, hidden)


def plane(name: str, spread: float, *hidden: tuple[int, str], source: str = "") -> Dataset:
    """Return two classes of points in the plane."""
    options = {"n": count(200), "noise": noise(spread), "seed": SEED, "split": split(0.75), "targets": TARGETS}
    return Dataset(name, "planes", "classification", options, hidden, source)


def curve(name: str, *hidden: tuple[int, str]) -> Dataset:
    """Return points on a curve."""
    options = {"n": count(60), "noise": noise(0.05), "seed": SEED, "split": split(0.75)}
    return Dataset(name, "curves", "regression", options, hidden)


LANG_WITBROCK = "Lang and Witbrock, Learning to Tell Two Spirals Apart, 1988"
ACKLEY = "Ackley, Hinton and Sejnowski, A Learning Algorithm for Boltzmann Machines, 1985"
FISHER = "Fisher, The Use of Multiple Measurements in Taxonomic Problems, 1936"
DIGITS = "Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998"
IMAGES = {"n": Option(1797, 10, 1797), "seed": SEED, "split": split(0.8)}

_ALL = (
    gate("and"),
    gate("or"),
    gate("nand"),
    gate("xor", (4, "tanh")),
    plane("circles", 0.05, (4, "tanh"), (2, "tanh")),
    plane("gaussians", 0.05, (2, "tanh")),
    plane("xor_cloud", 0.05, (4, "tanh")),
    plane("spiral", 0.02, (8, "tanh"), (8, "tanh"), source=LANG_WITBROCK),
    plane("moons", 0.05, (4, "tanh"), (4, "tanh")),
    curve("line"),
    curve("sine", (6, "tanh")),
    curve("step", (4, "tanh")),
    curve("abs", (6, "tanh")),
    curve("bump", (6, "tanh")),
    curve("sinc", (8, "tanh"), (8, "tanh")),
    Dataset(
        "encoder",
        "tables",
        "reconstruction",
        {"size": Option(8, 2, 16), "seed": SEED, "split": split(1.0)},
        ((3, "sigmoid"),),
        ACKLEY,
    ),
    Dataset(
        "iris",
        "real",
        "classification",
        {"seed": SEED, "split": split(0.75), "standardize": Option(True, choices=(False, True))},
        ((6, "tanh"),),
        FISHER,
    ),
    Dataset("digits", "real", "classification", IMAGES, ((32, "relu"),), DIGITS),
    Dataset("digits_reconstruction", "real", "reconstruction", IMAGES, ((16, "tanh"),), DIGITS),
)
DATASETS: Mapping[str, Dataset] = MappingProxyType({one.id: one for one in _ALL})
"""Every dataset by id, in the order of a gallery."""
