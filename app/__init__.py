"""Backprop Visualizer: backpropagation that a reader can step through."""

import os

# Read when NumPy is first imported: the products here are small, and threads that wait for a core of a busy machine
# make them slower, up to seventy times.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
