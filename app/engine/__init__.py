"""The engine: what a graph is, how it is run and differentiated. NumPy and the standard library only."""

from app.engine.check import GradientCheck, Kink, LeafCheck, check_gradients
from app.engine.element import to_elements
from app.engine.errors import EngineError, LimitError
from app.engine.graph import Edge, Graph, GraphBuilder, Limits, Node, Position
from app.engine.ops import OPS
from app.engine.trace import BackwardStep, ForwardStep, Trace, UpdateStep, record_trace
from app.engine.what_if import WhatIf, what_if

__all__ = [
    "OPS",
    "BackwardStep",
    "Edge",
    "EngineError",
    "ForwardStep",
    "GradientCheck",
    "Graph",
    "GraphBuilder",
    "Kink",
    "LeafCheck",
    "LimitError",
    "Limits",
    "Node",
    "Position",
    "Trace",
    "UpdateStep",
    "WhatIf",
    "check_gradients",
    "record_trace",
    "to_elements",
    "what_if",
]
