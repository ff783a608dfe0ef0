"""How lists of work are narrowed."""

import uuid
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.loop.queries.package_work import list_goals_with_packages, serving_work
from periplus.partners.policies import visible_partners
from periplus.paths.queries import work_lists
from periplus.paths.queries.case_lists import list_goals_served, list_procedures
from periplus.paths.queries.whose import list_colleagues
from periplus.people.enums import Role
from periplus.people.queries.units import list_units
from periplus.people.types import Person
from periplus.web.lists.filters import Filter, OwnChoiceFilter, SelectFilter, TextFilter, ThingFilter
from periplus.web.work.why import goals_named
from periplus.web.work.words import GROUPS, is_staff, sees_cases_of_others


def procedure_choices(person: Person) -> list[tuple[str, str]]:
    return [(str(each.uuid), str(each)) for each in list_procedures(person)]


def unit_choices(person: Person) -> list[tuple[str, str]]:
    """Units by name; those below are included when one is chosen."""
    return [(unit.path, unit.name) for unit in list_units(person)]


def goal_choices(person: Person) -> list[tuple[str, str]]:
    """The goals that a step of some procedure serves, or to which a task package ties work."""
    served = {*list_goals_served(person.institution_id), *list_goals_with_packages(person)}
    return [(str(goal.uuid), str(goal)) for goal in goals_named(person, served)]


def colleague_choices(person: Person) -> list[tuple[str, str]]:
    people = list_colleagues(on=clock.today(), institution=person.institution_id)
    return [(str(each.uuid), each.name) for each in people]


def role_choices(_person: Person) -> list[tuple[str, str]]:
    return [(role.value, str(role.label)) for role in Role]


def _serving(goals: Sequence[str]) -> Q:
    return serving_work([uuid.UUID(one) for one in goals])


def _of_people(people: Sequence[str]) -> Q:
    return Q(person__uuid__in=[uuid.UUID(one) for one in people])


def _with_partner(partner: uuid.UUID) -> Q:
    return Q(case__partners__contains=[partner])


def _stuck(value: str) -> Q:
    return ~Q(trouble="") if value else Q()


def _asking(value: str) -> Q:
    return Q(asks=value == "yes") if value else Q()


FILTERS: tuple[Filter, ...] = (
    TextFilter("q", _("Search case or step"), work_lists.about),
    SelectFilter(
        "due",
        _("Due"),
        (("", _("Any time")), *GROUPS.items()),
        lambda group: work_lists.due_in(group, clock.now()),
    ),
    OwnChoiceFilter("procedure", _("Procedure"), procedure_choices, work_lists.of_procedures).only(is_staff),
    OwnChoiceFilter("unit", _("Unit"), unit_choices, work_lists.in_units).only(is_staff),
    OwnChoiceFilter("goal", _("Goal"), goal_choices, _serving).only(is_staff),
    OwnChoiceFilter("role", _("Role"), role_choices, lambda roles: Q(role__in=roles)).only(is_staff),
    SelectFilter(
        "asks",
        _("Asks for"),
        (("", _("Anything")), ("yes", _("Something to fill in")), ("no", _("Only to be finished"))),
        _asking,
    ),
    ThingFilter("partner", _("Partner"), visible_partners, _with_partner),
)
FILTERS_OF_ALL: tuple[Filter, ...] = (
    *FILTERS[:1],
    OwnChoiceFilter("person", _("Whose"), colleague_choices, _of_people).only(sees_cases_of_others),
    *FILTERS[1:],
    SelectFilter("stuck", _("Trouble"), (("", _("Stuck or not")), ("yes", _("Stuck"))), _stuck),
)
