"""From a body's bytes to an answer's bytes: all of it runs in a thread."""

from __future__ import annotations

from app.api.bodies import parse_body
from app.api.requests import (
    CheckRequest,
    NetworkRequest,
    NeuronRequest,
    ParseRequest,
    TraceRequest,
    WhatIfRequest,
    check_request,
)
from app.story import answer_check, answer_network, answer_neuron, answer_parse, answer_trace, answer_what_if, encode


def parse_answer(body: bytes, locale: str) -> bytes:
    """Answer POST /parse."""
    return encode(answer_parse(check_request(ParseRequest, parse_body(body)).question(locale)))


def trace_answer(body: bytes, locale: str) -> bytes:
    """Answer POST /trace."""
    return encode(answer_trace(check_request(TraceRequest, parse_body(body)).question(locale)))


def check_answer(body: bytes, locale: str) -> bytes:
    """Answer POST /check."""
    asked = check_request(CheckRequest, parse_body(body))
    return encode(answer_check(asked.question(locale), asked.sweep))


def what_if_answer(body: bytes, locale: str) -> bytes:
    """Answer POST /what-if."""
    asked = check_request(WhatIfRequest, parse_body(body))
    return encode(answer_what_if(asked.question(locale), asked.changes))


def network_answer(body: bytes, locale: str) -> bytes:
    """Answer POST /network."""
    return encode(answer_network(check_request(NetworkRequest, parse_body(body)).spec()))


def neuron_answer(body: bytes, locale: str) -> bytes:
    """Answer POST /neuron."""
    asked = check_request(NeuronRequest, parse_body(body))
    return encode(answer_neuron(asked.question(locale), asked.layer, asked.unit, asked.sample))
