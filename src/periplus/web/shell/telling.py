"""Telling an event in a sentence: who did what with which things, as far as the reader may see them."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core.ledger.notices import find_notice
from periplus.core.ledger.queries import SHOWN, parts_of, total_of
from periplus.core.types import Event
from periplus.people.queries.persons import map_names
from periplus.people.types import Person
from periplus.web.shell.links import Named, name_things
from periplus.web.shell.words import day_words

PRODUCT = "Periplus"
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-([012]\d|3[01])")
_NAMED = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one person reads it. `url` opens the first thing the person may open."""

    event: Event
    sentence: SafeString
    text: str
    actor: str
    url: str
    seen: bool


def tell(person: Person, events: Iterable[Event]) -> list[Told]:
    """Sentences in the active language: a few queries, however many events there are.

    The events come as `core.ledger.queries.list_entries` gives them. Named is what the sentences speak of;
    where the reader knows none of that, what else the event touched.
    """
    told = list(events)
    names = name_things(person, [thing for event in told for thing in _things(event, spoken_of=True)])
    unknown = [event for event in told if not any(part.object_uuid in names for part in parts_of(event))]
    names |= name_things(person, [thing for event in unknown for thing in _things(event, spoken_of=False)])
    parties = {event.pk: _parties(person, event) for event in told}
    actors = {event.actor_uuid for event in told if event.actor_uuid}
    people = map_names(actors.union(*parties.values()))
    return [_tell_one(event, _with(parties[event.pk], people, names), people) for event in told]


def _parties(person: Person, event: Event) -> set[uuid.UUID]:
    """Whom the reader knows by name because of this event: the other parties of what the reader is in."""
    notice = find_notice(event.type)
    if notice is None or not notice.parties:
        return set()
    parties = {part.object_uuid for part in parts_of(event) if part.qualifier in notice.parties}
    return parties if person.uuid in parties else set()


def _with(
    parties: set[uuid.UUID], people: Mapping[uuid.UUID, str], names: Mapping[uuid.UUID, Named]
) -> Mapping[uuid.UUID, Named]:
    known = {each: Named(people[each], "") for each in parties if each in people}
    return {**known, **names} if known else names


def _things(event: Event, *, spoken_of: bool) -> list[tuple[str, uuid.UUID]]:
    """The things in an event that its sentence names, or the others."""
    named = set(_NAMED.findall(_sentence_of(event)))
    parts = [part for part in parts_of(event) if (part.qualifier in named) == spoken_of]
    return [(part.object_type, part.object_uuid) for part in parts]


def _tell_one(event: Event, names: Mapping[uuid.UUID, Named], actors: Mapping[uuid.UUID, str]) -> Told:
    actor = _actor_of(event, actors)
    parts = _parts_of(event, names)
    known = [named for part in parts.values() for named in part.shown if named]
    linked = {key: _linked(part) for key, part in parts.items()}
    plain = {key: _plain(part) for key, part in parts.items()}
    words = _Words(_attributes(event) | {"actor": actor})
    return Told(
        event=event,
        sentence=_fill_html(event, words, linked),
        text=_sentence_of(event) % words.with_more(plain),
        actor=actor,
        url=next((named.url for named in known if named.url), ""),
        seen=bool(known),
    )


@dataclass(slots=True)
class _Part:
    """The things that play one part in an event: the first few, and how many there are."""

    shown: list[Named | None]
    total: int


def _parts_of(event: Event, names: Mapping[uuid.UUID, Named]) -> dict[str, _Part]:
    parts: dict[str, _Part] = {}
    for thing in parts_of(event):
        part = parts.setdefault(thing.qualifier, _Part([], total_of(thing)))
        part.shown.append(names.get(thing.object_uuid))
        part.total = max(part.total, len(part.shown))
    return parts


class _Words(dict[str, str]):
    """Fills a sentence; what is missing is "something", never an error in somebody's letter."""

    def __missing__(self, key: str) -> str:
        return _("something")

    def with_more(self, more: Mapping[str, str]) -> "_Words":
        return _Words({**self, **more})


def _fill_html(event: Event, words: _Words, linked: Mapping[str, SafeString]) -> SafeString:
    escaped = {key: str(conditional_escape(value)) for key, value in words.items()}
    sentence = str(conditional_escape(_sentence_of(event)))
    return mark_safe(sentence % _Words(escaped).with_more(linked))  # noqa: S308 -- every part is escaped


def _sentence_of(event: Event) -> str:
    notice = find_notice(event.type)
    return str(notice.sentence) if notice else event.type.replace("%", "%%")


def _actor_of(event: Event, actors: Mapping[uuid.UUID, str]) -> str:
    if event.actor_uuid is None:
        return PRODUCT
    return actors.get(event.actor_uuid) or _("Somebody")


def _attributes(event: Event) -> dict[str, str]:
    told = {key: _worded(value) for key, value in event.attributes.items() if not isinstance(value, dict)}
    notice = find_notice(event.type)
    return told | ({key: str(text) for key, text in notice.words(event).items()} if notice else {})


def _worded(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_worded(one) for one in value)
    text = str(value)
    return day_words(dt.date.fromisoformat(text)) if _DAY.fullmatch(text) else text


def _linked(part: _Part) -> SafeString:
    shown = [_anchor(named) for named in part.shown[:SHOWN]]
    return format_html_join("", "{}{}", _joined(shown, part.total))


def _anchor(named: Named | None) -> str:
    if named is None:
        return _unseen()
    return format_html('<a href="{}">{}</a>', named.url, named.title) if named.url else named.title


def _plain(part: _Part) -> str:
    shown = [named.title if named else _unseen() for named in part.shown[:SHOWN]]
    return "".join(f"{text}{after}" for text, after in _joined(shown, part.total))


def _joined(shown: list[str], total: int) -> list[tuple[str, str]]:
    """Each text with what comes after it: a comma, or how many more there are."""
    pairs = [(text, ", ") for text in shown[:-1]] + [(shown[-1], "")]
    more = total - len(shown)
    if more:
        pairs.append((ngettext(" and %(count)s more", " and %(count)s more", more) % {"count": more}, ""))
    return pairs


def _unseen() -> str:
    return _("something you may not see")
