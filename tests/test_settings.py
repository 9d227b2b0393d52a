from __future__ import annotations

import pytest

from app.language import ProgramLimits
from app.settings import Settings, get_settings


@pytest.fixture(autouse=True)
def _fresh_settings():
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def test_the_defaults_hold_without_the_environment() -> None:
    assert get_settings() == Settings()


def test_a_variable_sets_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKPROP_MAX_NODES", "123")
    assert get_settings().max_nodes == 123


@pytest.mark.parametrize("text", ["", "0", "-3", "1e6", "many"])
def test_a_variable_that_is_no_positive_number_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("BACKPROP_MAX_NODES", text)
    with pytest.raises(ValueError, match="BACKPROP_MAX_NODES must be a positive whole number"):
        get_settings()


def test_a_program_has_the_same_limits_with_and_without_the_service() -> None:
    service, alone = Settings(), ProgramLimits()
    assert (service.max_program_characters, service.max_loop_iterations) == (alone.characters, alone.iterations)
    assert (service.max_nodes, service.max_tensor_elements) == (alone.nodes, alone.elements)
    assert service.max_total_elements == alone.total_elements
