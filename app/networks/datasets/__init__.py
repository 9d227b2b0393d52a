"""Datasets: gates, points in the plane, curves, and measured data; drawn by a seed, split, and coded."""

from app.networks.datasets.data import Data
from app.networks.datasets.make import make_data
from app.networks.datasets.registry import DATASETS
from app.networks.datasets.spec import AnySpec, DataSpec, PointsSpec

__all__ = ["DATASETS", "AnySpec", "Data", "DataSpec", "PointsSpec", "make_data"]
