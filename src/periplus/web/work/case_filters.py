"""How the list of cases is narrowed."""

import uuid
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.loop.policies import visible_packages
from periplus.loop.queries.package_work import serving_cases
from periplus.partners.policies import visible_partners
from periplus.paths.enums import ALIVE, CaseState
from periplus.paths.queries import case_lists
from periplus.web.lists.filters import (
    DateFilter,
    Filter,
    OwnChoiceFilter,
    ReferenceFilter,
    SelectFilter,
    TextFilter,
    ThingFilter,
)
from periplus.web.work.words import is_staff, sees_cases_of_others
from periplus.web.work.work_filters import (
    colleague_choices,
    goal_choices,
    procedure_choices,
    role_choices,
    unit_choices,
)


def _in_state(value: str) -> Q:
    if value == "open":
        return Q(state__in=ALIVE)
    return Q() if value == "all" else Q(state=value)


def _with_turn(roles: Sequence[str]) -> Q:
    condition = Q(pk__in=[])
    for role in roles:
        condition |= case_lists.with_turn_of(role)
    return condition


def _serving(goals: Sequence[str]) -> Q:
    return serving_cases([uuid.UUID(one) for one in goals])


def _owned(people: Sequence[str]) -> Q:
    return Q(owner__uuid__in=[uuid.UUID(one) for one in people])


def _trouble(value: str) -> Q:
    return {"late": case_lists.late(clock.now()), "stuck": case_lists.stuck()}.get(value, Q())


def _of_partner(partner: uuid.UUID) -> Q:
    return Q(partners__contains=[partner])


def _of_package(package: uuid.UUID) -> Q:
    return Q(package=package)


def _about_subject(reference: str) -> Q:
    return Q(subject_uuid=reference)


def _subject_title(reference: str) -> str | None:
    try:
        return str(uuid.UUID(reference))[:8]
    except ValueError:
        return None


FILTERS: tuple[Filter, ...] = (
    TextFilter("q", _("Search case or procedure"), case_lists.about),
    SelectFilter(
        "state",
        _("State"),
        (("open", _("Not ended")), *CaseState.choices, ("all", _("All"))),
        _in_state,
        default="open",
    ),
    OwnChoiceFilter("procedure", _("Procedure"), procedure_choices, case_lists.of_procedures).only(is_staff),
    OwnChoiceFilter("unit", _("Unit"), unit_choices, case_lists.in_units).only(is_staff),
    OwnChoiceFilter("goal", _("Goal"), goal_choices, _serving).only(is_staff),
    OwnChoiceFilter("turn", _("Whose turn"), role_choices, _with_turn).only(is_staff),
    OwnChoiceFilter("owner", _("Answers for it"), colleague_choices, _owned).only(sees_cases_of_others),
    SelectFilter(
        "trouble",
        _("Trouble"),
        (("", _("All")), ("late", _("Something is late")), ("stuck", _("Something is stuck"))),
        _trouble,
    ),
    DateFilter("from", _("Started from"), "started_at__date__gte"),
    DateFilter("until", _("Started until"), "started_at__date__lte"),
    ThingFilter("partner", _("Partner"), visible_partners, _of_partner),
    ThingFilter("package", _("Task package"), visible_packages, _of_package),
    ReferenceFilter("node", _("Stands at"), case_lists.get_step_title, case_lists.at_step),
    ReferenceFilter("about", _("About one thing"), _subject_title, _about_subject),
)
