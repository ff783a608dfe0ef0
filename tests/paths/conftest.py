import pytest

from tests.paths.scene import Scene, make_scene


@pytest.fixture
def scene(db: None) -> Scene:  # noqa: ARG001 -- the scene is made in the database
    return make_scene()
