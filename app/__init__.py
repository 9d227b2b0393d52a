"""Backprop Visualizer: backpropagation that a reader can step through."""

__version__ = "0.1.0"
