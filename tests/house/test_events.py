"""Everything that is written to the ledger can be told in a sentence, and nothing else has one."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from periplus.core.ledger.notices import Notice, find_notice, list_notices
from periplus.exchange.enums import Outcome
from periplus.people.permissions import list_actions
from tests.house.sources import PACKAGE, called, calls, functions, place, tree_of

LABELS = {config.label for config in apps.get_app_configs() if config.name.startswith("periplus.")}
EVENT = re.compile(rf"^({'|'.join(sorted(LABELS))})\.[a-z_]+\.[a-z_]+$")
NAME = re.compile(r"%\((\w+)\)s")
NOTICES = list_notices()


@dataclass(frozen=True, slots=True)
class Written:
    """An event type in a service, and every name that could come with it."""

    event: str
    where: str
    names: frozenset[str]


def keys_of(node: ast.AST) -> Iterator[str]:
    """Names that a function gives to things: keys of dicts, keywords of calls."""
    for one in ast.walk(node):
        if isinstance(one, ast.Dict):
            yield from (key.value for key in one.keys if is_text(key))  # type: ignore[union-attr]
        elif isinstance(one, ast.Call):
            yield from (word.arg for word in one.keywords if word.arg)
        elif isinstance(one, ast.Subscript) and is_text(one.slice):
            yield one.slice.value  # type: ignore[attr-defined]


def is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


class Names:
    """What each function of some modules can name, with the functions that it calls."""

    def __init__(self, trees: Iterable[ast.Module]) -> None:
        self.own: dict[str, set[str]] = {}
        self.next: dict[str, set[str]] = {}
        for tree in trees:
            for one in functions(tree):
                self.own.setdefault(one.name, set()).update(keys_of(one))
                self.next.setdefault(one.name, set()).update(called(call) for call in calls(one))

    def reached_from(self, name: str) -> frozenset[str]:
        seen: set[str] = set()
        waiting = {name}
        while waiting:
            one = waiting.pop()
            seen.add(one)
            waiting |= (self.next.get(one, set()) & set(self.own)) - seen
        seen |= {caller for caller, callees in self.next.items() if name in callees}  # what it is handed
        return frozenset().union(*(self.own.get(one, set()) for one in seen))


def written_in(trees: Mapping[Path, ast.Module]) -> Iterator[Written]:
    """Every event type in the code of one stretch; permissions have names like them and are left out."""
    rights = {action.key for action in list_actions()}
    names = Names(trees.values())
    for file, tree in trees.items():
        for inside, node in _texts(tree):
            if EVENT.match(node.value) and node.value not in rights:  # type: ignore[arg-type]
                reached = names.reached_from(inside) if inside else frozenset(ANY)
                yield Written(str(node.value), place(file, node), reached)


ANY = {"*"}  # a type kept in a table: what comes with it is not to be read from there


def _texts(tree: ast.Module) -> Iterator[tuple[str, ast.Constant]]:
    """Each literal text with the function it stands in."""
    inside: dict[ast.Constant, str] = {}
    for one in functions(tree):
        inside |= {node: one.name for node in ast.walk(one) if isinstance(node, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield inside.get(node, ""), node


def sources() -> dict[str, dict[Path, ast.Module]]:
    """The code below the pages by package; notices say how to tell, not what happens."""
    found: dict[str, dict[Path, ast.Module]] = {label: {} for label in sorted(LABELS)}
    for label, trees in found.items():
        for file in sorted((PACKAGE / label).rglob("*.py")):
            if label not in {"web", "api"} and file.name != "notices.py" and "migrations" not in file.parts:
                trees[file] = tree_of(file)
    return found


WRITTEN = [written for trees in sources().values() for written in written_in(trees)]


def untold(written: Iterable[Written], told: set[str]) -> list[str]:
    return sorted({f"{one.where} {one.event}" for one in written if one.event not in told})


def unheard(told: Iterable[str], written: Iterable[Written]) -> list[str]:
    """Sentences about events that nobody records."""
    return sorted(set(told) - {one.event for one in written})


def placeholders(notice: Notice) -> set[str]:
    with translation.override("en"):
        return set(NAME.findall(str(notice.sentence)))


def unfilled(notice: Notice, written: Iterable[Written]) -> set[str]:
    """Names in a sentence that no service gives with the event."""
    given = {"actor"} | ELSEWHERE.get(notice.event, set())
    for one in written:
        if one.event == notice.event:
            given |= one.names
    return set() if "*" in given else placeholders(notice) - given


# Names that cannot be read beside the event, and where they come from.
ELSEWHERE = {
    "exchange.import.finished": {outcome.value for outcome in Outcome},  # the counts of the run
    "partners.institutions.imported": {"source"},  # handed in by the import, a floor above
    "partners.agreement_lines.imported": {"source"},
    "mobility.stays.imported": {"source"},
    "mobility.enrolments.imported": {"source"},
}


def test_every_recorded_event_has_a_sentence() -> None:
    assert untold(WRITTEN, {notice.event for notice in NOTICES}) == []


def test_every_sentence_is_about_an_event_that_is_recorded() -> None:
    assert unheard([notice.event for notice in NOTICES], WRITTEN) == []


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.event)
def test_a_sentence_names_only_what_comes_with_its_event(notice: Notice) -> None:
    assert unfilled(notice, WRITTEN) == set()


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.event)
def test_an_event_is_named_stretch_thing_past(notice: Notice) -> None:
    assert EVENT.match(notice.event)
    assert re.sub(NAME, "", str(notice.sentence)).count("%") == 0


# The rules turn red when they are broken on purpose.

SERVICE = """
def sink(actor, ship):
    note("core.ship.sunk", ship)

def note(event, ship):
    record(event, actor=None, objects={"ship": ship}, attributes={"depth": 3})
"""


def test_an_event_without_a_sentence_is_seen() -> None:
    written = list(written_in({PACKAGE / "ships.py": ast.parse(SERVICE)}))
    assert untold(written, set()) == ["src/periplus/ships.py:3 core.ship.sunk"]
    assert untold(written, {"core.ship.sunk"}) == []
    assert unheard({"core.ship.sunk", "core.ship.found"}, written) == ["core.ship.found"]


def test_a_name_that_nobody_gives_is_seen() -> None:
    written = list(written_in({PACKAGE / "ships.py": ast.parse(SERVICE)}))
    assert unfilled(Notice("core.ship.sunk", "%(actor)s sank %(ship)s, %(depth)s deep"), written) == set()
    assert unfilled(Notice("core.ship.sunk", "%(ship)s sank in %(sea)s"), written) == {"sea"}


def test_events_are_told_apart_from_rights() -> None:
    assert find_notice("core.document.stored")
    assert not any(one.event == "ledger.entries.see" for one in WRITTEN)
