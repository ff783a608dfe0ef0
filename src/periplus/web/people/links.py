"""How people, units and roles are named and opened."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.people.policies import (
    visible_affiliations,
    visible_assignments,
    visible_institutions,
    visible_persons,
    visible_tokens,
    visible_units,
)
from periplus.web.shell.links import Link


def _of_person(thing: Any) -> str:
    return reverse("people:person", args=[thing.person.uuid])


LINKS = [
    Link("people.person", _("person"), visible_persons, "people:person"),
    Link("people.unit", _("unit"), visible_units, "people:unit"),
    Link(
        "people.institution",
        _("institution"),
        visible_institutions,
        address=lambda _one: reverse("people:units"),
    ),
    Link("people.roleassignment", _("role"), visible_assignments, address=_of_person),
    Link("people.affiliation", _("place"), visible_affiliations, address=_of_person),
    Link(
        "people.apitoken",
        _("key for machines"),
        visible_tokens,
        address=lambda _one: reverse("people:tokens"),
    ),
]
