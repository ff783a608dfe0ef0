"""The same small university as in the tests of the loop."""

from tests.loop.conftest import scene, tide

__all__ = ["scene", "tide"]
