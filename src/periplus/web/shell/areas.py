"""Finding what the areas offer: a file of a given name in `web/<area>/` is found by itself."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

FRAME = {"shell", "home"}  # what they hold is the frame itself


@cache
def offered(name: str) -> tuple[ModuleType, ...]:
    """The modules `web/<area>/<name>.py` of all areas, in alphabetical order."""
    web = import_module("periplus.web")
    areas = sorted(module.name for module in iter_modules(web.__path__) if module.ispkg)
    places = [f"periplus.web.{area}.{name}" for area in areas if area not in FRAME]
    return tuple(import_module(place) for place in places if find_spec(place))
