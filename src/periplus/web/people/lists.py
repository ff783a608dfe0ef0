"""The list of people."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.people.enums import Role
from periplus.people.queries.persons import holds_role, list_persons_with_posts, name_fits
from periplus.people.queries.units import list_units, members_of
from periplus.people.types import Person
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import ChoiceFilter, OwnChoiceFilter, SelectFilter, TextFilter
from periplus.web.lists.listing import Listing


def _source(person: Person) -> QuerySet[Person]:
    return list_persons_with_posts(person, on=clock.today())


def _roles(person: Any) -> str:
    return ", ".join(dict.fromkeys(_post_words(post) for post in person.posts))


def _post_words(post: Any) -> str:
    role = str(post.get_role_display())
    return gettext("%(role)s (%(unit)s)") % {"role": role, "unit": post.unit.name} if post.unit else role


def _places(person: Any) -> str:
    return ", ".join(dict.fromkeys(place.unit.name for place in person.places))


def _state(person: Person) -> str:
    return str(_("Left")) if not person.is_active else str(_("Here"))


def _by_role(values: Sequence[str]) -> Q:
    condition = Q(pk__in=[])
    for value in values:
        condition |= Q(holds_role(Role(value), on=clock.today()))
    return condition


def _by_unit(values: Sequence[str]) -> Q:
    return Q(pk__in=members_of(values, on=clock.today()))


def _unit_choices(person: Person) -> list[tuple[str, str]]:
    return [(str(unit.uuid), unit.name) for unit in list_units(person)]


def _presence(value: str) -> Q:
    return {"here": Q(is_active=True), "left": Q(is_active=False)}.get(value, Q())


PERSONS = Listing(
    key="people.persons",
    title=_("People"),
    lead=_("Who is here, with which roles, and where they belong."),
    source=_source,
    columns=(
        Column(
            "name",
            _("Name"),
            lambda person: person.name,
            order_by=("sort_key",),
            link=lambda person: reverse("people:person", args=[person.uuid]),
        ),
        Column("roles", _("Roles"), _roles),
        Column("places", _("Belongs to"), _places),
        Column("email", _("E-mail address"), lambda person: person.email, order_by=("email",)),
        Column(
            "state",
            _("State"),
            _state,
            kind="state",
            tone=lambda person: "good" if person.is_active else "none",
            order_by=("-is_active",),
        ),
        Column(
            "last_login",
            _("Last here"),
            lambda person: person.last_login,
            kind="instant",
            order_by=("last_login",),
            shown=False,
        ),
    ),
    filters=(
        TextFilter("q", _("Search"), name_fits),
        ChoiceFilter("role", _("Role"), lambda: list(Role.choices), _by_role),
        OwnChoiceFilter("unit", _("Unit"), _unit_choices, _by_unit),
        SelectFilter(
            "show",
            _("Show"),
            (("here", _("Those who are here")), ("left", _("Those who left")), ("all", _("Everybody"))),
            _presence,
            default="here",
        ),
    ),
    order=("sort_key", "id"),
    counted=lambda number: ngettext("%(number)s person", "%(number)s people", number),
    empty_title=_("Nobody here yet"),
    empty_text=_("System administrators add people and give them roles."),
    template="people/list.html",
)
