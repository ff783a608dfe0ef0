"""Addresses with their question, and where a person is at home."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import NoReverseMatch, reverse

from periplus.people.queries.units import list_institutions
from periplus.people.types import Institution, Person


def way(name: str, *arguments: Any, **question: Any) -> str:
    """An address; "" when that area does not exist in this installation."""
    try:
        url = reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
    asked = {key: str(value) for key, value in question.items() if value not in {None, ""}}
    return f"{url}?{urlencode(asked)}" if asked else url


def institution_of(person: Person) -> Institution:
    """The institution whose loop a person looks at: their own, else the first one served here."""
    institution = person.institution or list_institutions().first()
    if institution is None:
        raise Http404
    return institution
