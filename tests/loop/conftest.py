"""What tests of the loop start from."""

from collections.abc import Iterator

import pytest

from tests.loop.scene import Scene, make_scene
from tests.loop.stretch import Tide, registered


@pytest.fixture
def tide() -> Iterator[Tide]:
    """An indicator the loop knows, with levels for the test to write down."""
    gauge = Tide()
    with registered(gauge):
        yield gauge


@pytest.fixture
def scene(db: None, tide: Tide) -> Scene:  # noqa: ARG001 -- opens the database
    """A university, its committee, a goal with a target on the tide."""
    tide.levels = {"2024": 20, "2025": 20, "2026": 24, "2027": 40}
    return make_scene()
