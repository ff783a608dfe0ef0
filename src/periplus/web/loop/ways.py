"""Addresses with their question, and where a person is at home."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.urls import NoReverseMatch, reverse

from periplus.loop.policies import may_see_records
from periplus.people.queries.units import find_unit, list_institutions
from periplus.people.types import Institution, Person


def way(name: str, *arguments: Any, **question: Any) -> str:
    """An address; "" when that area does not exist in this installation."""
    try:
        url = reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
    asked = {key: str(value) for key, value in question.items() if value not in {None, ""}}
    return f"{url}?{urlencode(asked)}" if asked else url


def records_way(person: Person, measure: str, *, period: str, **question: Any) -> str:
    """The records behind a number; for those who may not see them, the indicator itself."""
    if _sees_records(person, str(question.get("unit", ""))):
        return way("loop:records", measure, period=period, **question)
    return way("loop:indicator", measure, **question)


def _sees_records(person: Person, unit: str) -> bool:
    return bool(may_see_records(person) or (unit and may_see_records(person, find_unit(UUID(unit)))))


def institution_of(person: Person) -> Institution:
    """The institution whose loop a person looks at: their own, else the first one served here."""
    institution = person.institution or list_institutions().first()
    if institution is None:
        raise Http404
    return institution
