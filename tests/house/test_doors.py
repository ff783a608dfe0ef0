"""Every stretch of the path has its doors to the loop, and what goes through them is proven."""

import ast
import importlib
import inspect
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from periplus.core.periods import parse
from periplus.loop.enums import Direction
from periplus.loop.levering import Lever, list_levers
from periplus.loop.measuring import Measure, list_measures
from periplus.loop.scopes import AXES, Scope
from tests.house.sources import PACKAGE, ROOT, TESTS, Function, called, calls, functions, strings, tree_of

NO_STRETCHES = {
    "core": "no business words",
    "people": "who works here; the loop stands above it",
    "paths": "carries the stretches; the loop, which stands above it, measures and steers it",
    "exchange": "brings records in for the stretches",
    "analytics": "looks at several stretches at once",
    "web": "pages",
    "api": "machines",
    "cli": "commands",
    "demo": "a story",
    "config": "settings",
    "locale": "words",
}
# Stretches that offer no lever yet; the docstring of their `levers.py` says why.
WITHOUT_LEVERS = {"mobility": "stays are facts; what steers them belongs to partners, resources and the loop"}

MEASURES = list_measures()
SOMEBODY = uuid.UUID(int=7)
LEVERS = list_levers()


def stretches() -> list[str]:
    folders = {file.parent.name for file in PACKAGE.glob("*/__init__.py")}
    return sorted(folders - set(NO_STRETCHES))


def doors_of(package: Path) -> list[str]:
    """The doors a stretch must have; `steps.py` leads to `paths`, as soon as there are any."""
    doors = ["measures.py", "levers.py"]
    return [*doors, "steps.py"] if (package.parent / "paths").exists() else doors


def missing_doors(package: Path) -> list[str]:
    return [door for door in doors_of(package) if not (package / door).exists()]


def stretch_of(thing: Measure | Lever) -> str:
    return thing.key.partition(".")[0]


@pytest.mark.parametrize("stretch", stretches())
def test_a_stretch_has_its_doors(stretch: str) -> None:
    assert missing_doors(PACKAGE / stretch) == []


@pytest.mark.parametrize("stretch", stretches())
def test_a_stretch_tells_what_happened(stretch: str) -> None:
    assert any(stretch_of(measure) == stretch for measure in MEASURES)


@pytest.mark.parametrize("stretch", stretches())
def test_a_stretch_can_be_changed_or_says_why_not(stretch: str) -> None:
    levers = [lever.key for lever in LEVERS if stretch_of(lever) == stretch]
    if stretch in WITHOUT_LEVERS:
        said = importlib.import_module(f"periplus.{stretch}.levers").__doc__ or ""
        assert levers == []
        assert "nothing" in said.partition("\n")[0]
        assert len(said.split()) > 20
    else:
        assert levers


def faults(measure: Measure) -> list[str]:
    """What is missing from a measure."""
    definition, axes = str(measure.definition), set(AXES)
    demands = {
        "its key begins with a stretch": stretch_of(measure) in stretches(),
        "it has code, title and source": all((measure.code, str(measure.title), measure.source)),
        "its definition is a sentence": not definition[:1].islower() and definition.endswith("."),
        "its definition has a version": measure.version >= 1,
        "its scopes have axes that scopes have": bool(measure.axes) and measure.axes <= axes,
        "it is split along axes that scopes have": set(measure.breakdown_axes) <= axes,
        "what it can be split by is said": bool(measure.breakdown_axes) == bool(measure.contributions),
        "it is known which direction is better": measure.direction in set(Direction),
        "it is computed for a scope and periods": takes(measure.compute, 2),
        "its records are listed page by page": takes(measure.records, 4),
    }
    return [demand for demand, kept in demands.items() if not kept]


def takes(function: Callable[..., object], number: int) -> bool:
    """Whether a function can be called with so many arguments in a row."""
    try:
        inspect.signature(function).bind(*range(number))
    except TypeError:
        return False
    return True


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_a_measure_says_what_it_is(measure: Measure) -> None:
    assert faults(measure) == []


@pytest.mark.django_db
@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_a_measure_can_be_read_by_every_axis_it_names(measure: Measure) -> None:
    period = parse("2025")
    for axis in measure.axes:
        scope = Scope().narrowed(axis, SOMEBODY if axis in {"institution", "unit", "partner"} else "ES")
        assert len(measure.compute(scope, [period])) == 1
        assert list(measure.records(scope, period, 10, 0)) == []


def test_codes_of_measures_are_unique() -> None:
    codes = [measure.code for measure in MEASURES]
    assert sorted(set(codes)) == sorted(codes)


@dataclass(frozen=True, slots=True)
class Written:
    """A test with the functions beside it that it calls."""

    test: Function
    near: tuple[Function, ...]

    def says(self, text: str) -> bool:
        return any(text in strings(one) for one in self.near)

    def calls(self, *names: str) -> bool:
        return any(called(call) in names for one in self.near for call in calls(one))

    @property
    def compares(self) -> bool:
        return any(isinstance(node, ast.Assert) for node in ast.walk(self.test))


def written_in(tree: ast.Module) -> Iterator[Written]:
    beside = {one.name: one for one in functions(tree)}
    for name, test in beside.items():
        if name.startswith("test_"):
            near = [beside[called(call)] for call in calls(test) if called(call) in beside]
            yield Written(test, (test, *near))


def written_for(stretch: str) -> list[Written]:
    files = sorted((TESTS / stretch).glob("test_*.py"))
    return [test for file in files for test in written_in(tree_of(file))]


def counting(key: str, tests: Iterable[Written]) -> list[str]:
    """Tests that name a measure, compute it and compare."""
    return [one.test.name for one in tests if one.says(key) and one.calls("compute") and one.compares]


def undoing(key: str, tests: Iterable[Written]) -> list[str]:
    """Tests that name a lever and undo what it did."""
    return [one.test.name for one in tests if one.says(key) and one.calls("undo")]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_a_measure_is_tested_against_records_counted_by_hand(measure: Measure) -> None:
    assert counting(measure.key, written_for(stretch_of(measure))), f"no test in tests/ counts {measure.key}"


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.key)
def test_a_lever_is_pulled_and_undone_by_a_test(lever: Lever) -> None:
    assert undoing(lever.key, written_for(stretch_of(lever))), f"no test in tests/ undoes {lever.key}"


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.key)
def test_a_lever_stands_in_the_reference(lever: Lever) -> None:
    page = (ROOT / "docs" / "reference" / "levers.md").read_text()
    assert f"`{lever.key}`" in page
    assert f"`{lever.subject_type}`" in page


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_a_measure_stands_in_the_reference(measure: Measure) -> None:
    assert f"`{measure.key}`" in (ROOT / "docs" / "reference" / "indicators.md").read_text()


# The rules turn red when they are broken on purpose.


def test_a_stretch_without_a_door_is_seen(tmp_path: Path) -> None:
    stretch = tmp_path / "teaching"
    stretch.mkdir()
    (stretch / "levers.py").touch()
    assert missing_doors(stretch) == ["measures.py"]
    (tmp_path / "paths").mkdir()
    assert missing_doors(stretch) == ["measures.py", "steps.py"]


def test_an_untested_measure_or_lever_is_seen() -> None:
    tree = ast.parse(
        "def values(key):\n    return get_measure(key).compute()\n"
        "def test_a():\n    assert values('x.one') == 3\n"
        "def test_b():\n    values('x.two')\n"
        "def test_c():\n    assert 'x.two' in list_measures()\n"
        "def test_d():\n    lever = get_lever('x.rope'); lever.apply(); lever.undo()\n"
        "def test_e():\n    get_lever('x.oar').apply()\n"
    )
    tests = list(written_in(tree))
    assert counting("x.one", tests) == ["test_a"]
    assert counting("x.two", tests) == []
    assert undoing("x.rope", tests) == ["test_d"]
    assert undoing("x.oar", tests) == []


def test_a_measure_that_says_too_little_is_seen() -> None:
    whole = MEASURES[0]
    poor = {name: getattr(whole, name) for name in Measure.__dataclass_fields__}
    poor |= {"source": "", "version": 0, "axes": frozenset({"colour"}), "contributions": None}
    poor |= {"breakdown_axes": ("unit",)}
    assert len(faults(Measure(**poor))) == 4
