"""OCEL 2.0 in JSON, seen from one type of object: its objects are the cases."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from operator import attrgetter
from typing import Any, Final

from django.utils.translation import gettext as _

from periplus.paths.eventlogs.entries import MOST_EVENTS, Entry, LogError, make_entry

HANDS: Final = ("actor", "resource", "performer")  # qualifiers by which an event names who did it
RESOURCES: Final = ("org:resource", "resource", "actor_label")
OWN_CASE: Final = "paths.case"
_HALF: Final = re.compile(rb"\\u[dD][89a-fA-F]")  # half of a character; without the other it is no text


def read_ocel(content: bytes, case_type: str = "") -> Iterator[Entry]:
    """The events about each object of the type, in the order of time. Raises `LogError`."""
    document = _document(content)
    kinds = {str(one["id"]): str(one.get("type", "")) for one in _list(document, "objects") if "id" in one}
    events = _list(document, "events")
    chosen = case_type or _usual_type(events, kinds)
    if case_type and case_type not in kinds.values():
        known = ", ".join(sorted(set(kinds.values()))[:12])
        sentence = _("The log has no objects of the type “%(type)s”. It has: %(known)s.")
        raise LogError(sentence % {"type": case_type, "known": known})
    cases: dict[str, list[Entry]] = {}
    total = 0
    for event in events:
        for case in dict.fromkeys(_objects(event)):
            if kinds.get(case) == chosen:
                cases.setdefault(case, []).append(_entry(case, event))
                total += 1
        if total > MOST_EVENTS:
            raise LogError(_("The log has more than two million events. Export a shorter time."))
    for entries in cases.values():
        yield from sorted(entries, key=attrgetter("at"))


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
        if _HALF.search(content):
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise LogError(_("The file is not well-formed JSON. Export it again.")) from error
    if not isinstance(document, dict) or "events" not in document or "objects" not in document:
        raise LogError(_("This is JSON, but no OCEL 2.0 log: it has no events and objects."))
    return document


def _list(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = document[name]
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        sentence = _("“%(name)s” in the file is no list of objects, as OCEL 2.0 asks for.")
        raise LogError(sentence % {"name": name})
    return found


def _usual_type(events: list[dict[str, Any]], kinds: dict[str, str]) -> str:
    """Cases of our own, where there are some; else the type that most events are about."""
    if OWN_CASE in kinds.values():
        return OWN_CASE
    told = Counter(
        kind for event in events for kind in {kinds.get(one, "") for one in _objects(event)} if kind
    )
    return max(sorted(told), key=lambda kind: told[kind], default="")


def _dicts(event: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = event.get(name) or []
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _objects(event: dict[str, Any]) -> list[str]:
    return [str(link.get("objectId", "")) for link in _dicts(event, "relationships")]


def _entry(case: str, event: dict[str, Any]) -> Entry:
    return make_entry(case, str(event.get("type", "")), str(event.get("time", "")), _hand(event))


def _hand(event: dict[str, Any]) -> str:
    for link in _dicts(event, "relationships"):
        if link.get("qualifier") in HANDS:
            return str(link.get("objectId", ""))
    named = {str(each.get("name")): str(each.get("value", "")) for each in _dicts(event, "attributes")}
    return next((named[name] for name in RESOURCES if named.get(name)), "")
