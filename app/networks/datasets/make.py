"""From a description to data: drawn, shuffled by the seed, split, and coded."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.shapes import Array
from app.networks.datasets import gates, planes, real
from app.networks.datasets.curves import CURVES, places
from app.networks.datasets.data import Data, Kind, Labels, Scaling, encode_labels, moments, standardise
from app.networks.datasets.spec import AnySpec, DataSpec, PointsSpec

PLACES, NOISE, ORDER = range(3)
"""Streams of random numbers, so that another noise or order leaves the places alone."""

MAKERS = {
    "circles": planes.circles,
    "gaussians": planes.gaussians,
    "xor_cloud": planes.xor_cloud,
    "spiral": planes.spiral,
    "moons": planes.moons,
}


def make_data(spec: AnySpec) -> Data:
    """Return the data that a description means; the same for the same description."""
    if isinstance(spec, PointsSpec):
        return from_points(spec)
    options = spec.filled
    match spec.record.group:
        case "gates":
            return make_gate(spec.dataset, options)
        case "planes":
            return make_plane(spec.dataset, options)
        case "curves":
            return make_curve(spec.dataset, options)
        case "tables":
            rows = gates.encoder(options["size"])
            names = tuple(f"x{i + 1}" for i in range(options["size"]))
            return Data(rows, rows, training_rows(len(rows), options["split"]), "reconstruction", names, names)
        case "real":
            return make_iris(options) if spec.dataset == "iris" else make_digits(spec, options)


def stream(options: dict[str, Any], kind: int) -> np.random.Generator:
    """Return one of a dataset's sources of random numbers."""
    return np.random.default_rng([options["seed"], kind])


def training_rows(n: int, split: float) -> int:
    """Return how many of n rows are for training: round(split · n), at least one."""
    return max(1, round(split * n))


def make_gate(name: str, options: dict[str, Any]) -> Data:
    """Return a gate's four rows in the order of its truth table."""
    x, labels = gates.gate(name)
    return classified(x, labels, ("x1", "x2"), ("0", "1"), options, shuffle=False)


def make_plane(name: str, options: dict[str, Any]) -> Data:
    """Return points in the plane, moved by noise."""
    x, labels = MAKERS[name](options["n"], stream(options, PLACES))
    x = planes.displace(x, options["noise"], stream(options, NOISE))
    return classified(x, labels, ("x1", "x2"), ("0", "1"), options)


def make_curve(name: str, options: dict[str, Any]) -> Data:
    """Return points on a curve, moved up or down by noise."""
    x = places(options["n"])
    t = planes.displace(CURVES[name](x), options["noise"], stream(options, NOISE))
    order = stream(options, ORDER).permutation(len(x))
    return Data(x[order], t[order], training_rows(len(x), options["split"]), "regression", ("x",), ("t",))


def make_iris(options: dict[str, Any]) -> Data:
    """Return the flowers; standardised by the training rows unless the request says otherwise."""
    x, labels, species = real.iris()
    data = classified(x, labels, real.IRIS_FEATURES, species, options)
    if not options["standardize"]:
        return data
    scale = moments(data.x, data.train)
    x = standardise(data.x, scale)
    return Data(
        x, data.t, data.train, data.kind, data.features, data.targets, species, data.labels, None, Scaling(scale)
    )


def make_digits(spec: DataSpec, options: dict[str, Any]) -> Data:
    """Return images of digits, to be told apart or to be made again."""
    x, labels = real.digits()
    names = tuple(f"{row},{column}" for row in range(8) for column in range(8))
    digits = tuple(map(str, range(10)))
    data = classified(x, labels, names, digits, options, image=(8, 8))
    if spec.record.kind == "classification":
        return data
    return Data(data.x, data.x, data.train, "reconstruction", names, names, digits, data.labels, (8, 8))


def classified(
    x: Array,
    labels: Labels,
    features: tuple[str, ...],
    classes: tuple[str, ...],
    options: dict[str, Any],
    *,
    shuffle: bool = True,
    image: tuple[int, int] | None = None,
) -> Data:
    """Return rows of known classes as data: shuffled, cut to `n`, split, their classes coded.

    Args:
        x: inputs (n, d).
        labels: the class of each row.
        features: the names of the inputs.
        classes: the names of the classes.
        options: the dataset's; two classes are coded as `targets` says, more have a column each.
        shuffle: whether the seed orders the rows.
        image: the shape of the image that a row is.
    """
    if shuffle:
        order = stream(options, ORDER).permutation(len(x))[: options.get("n")]
        x, labels = x[order], labels[order]
    coding = options.get("targets", "one_hot")
    targets = classes if coding == "one_hot" else ("t",)
    t = encode_labels(labels, len(classes), coding)
    train = training_rows(len(x), options["split"])
    return Data(x, t, train, "classification", features, targets, classes, labels, image)


def from_points(spec: PointsSpec) -> Data:
    """Return given numbers as data, in their order."""
    width = 0 if spec.t is None else spec.t.shape[1]
    kind = spec.kind or see_kind(spec.x, spec.t)
    labels = read_labels(spec.t) if kind == "classification" and spec.t is not None else None
    count = 0 if labels is None else max(2, width)
    train = len(spec.x) if spec.train is None else spec.train
    features = number_names("x", spec.x.shape[1])
    return Data(spec.x, spec.t, train, kind, features, number_names("t", width), tuple(map(str, range(count))), labels)


def number_names(letter: str, count: int) -> tuple[str, ...]:
    """Return x for one column, x1, x2, … for several."""
    return (letter,) if count == 1 else tuple(f"{letter}{i + 1}" for i in range(count))


def see_kind(x: Array, t: Array | None) -> Kind:
    """Return what targets are for: the inputs again, classes, or numbers."""
    if t is not None and np.array_equal(x, t):
        return "reconstruction"
    return "regression" if t is None or read_labels(t) is None else "classification"


def read_labels(t: Array) -> Labels | None:
    """Return the classes that targets stand for: two values in one column, or a 1 among 0s; None where they do not."""
    if t.shape[1] == 1:
        values = np.unique(t)
        return np.searchsorted(values, t[:, 0]) if len(values) == 2 else None
    hot = np.isin(t, (0.0, 1.0)).all() and (t.sum(axis=1) == 1.0).all()
    return t.argmax(axis=1) if hot else None
