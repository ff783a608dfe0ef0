"""What the list of cases shows of each."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from periplus.paths.chart import say
from periplus.paths.enums import CaseState
from periplus.web.lists.columns import Column
from periplus.web.lists.words import label_of
from periplus.web.work.words import CASE_TONES, outcome_words, procedure_name, turn_of


def page_of(case: Any) -> str:
    return reverse("cases:detail", args=[case.uuid])


def _turn(case: Any) -> str:
    return turn_of(case.turn_person, case.turn_role)


COLUMNS = (
    Column("title", _("Case"), lambda case: case.title, order_by=("title",), link=page_of),
    Column(
        "procedure",
        _("Procedure"),
        procedure_name,
        order_by=("version__procedure__key",),
    ),
    Column(
        "state",
        _("State"),
        lambda case: label_of(CaseState, case.state),
        kind="state",
        tone=lambda case: CASE_TONES[case.state],
        order_by=("state",),
    ),
    Column("step", _("Where it stands"), lambda case: say(case.turn_step or {}), link=page_of),
    Column("turn", _("Whose turn"), _turn, order_by=("turn_person", "turn_role")),
    Column(
        "due",
        _("Next due"),
        lambda case: timezone.localdate(case.next_due) if case.next_due else None,
        kind="due",
        order_by=("next_due",),
    ),
    Column(
        "open",
        _("Open steps"),
        lambda case: case.open_steps or 0,
        kind="number",
        order_by=("open_steps",),
        shown=False,
    ),
    Column(
        "started",
        _("Started"),
        lambda case: timezone.localdate(case.started_at),
        kind="date",
        order_by=("started_at",),
        shown=False,
    ),
    Column(
        "ended",
        _("Ended"),
        lambda case: timezone.localdate(case.ended_at) if case.ended_at else None,
        kind="date",
        order_by=("ended_at",),
        shown=False,
    ),
    Column("outcome", _("Outcome"), outcome_words, order_by=("outcome",), shown=False),
    Column(
        "unit",
        _("Unit"),
        lambda case: case.unit.name if case.unit else "",
        order_by=("unit__name",),
        shown=False,
    ),
    Column(
        "owner",
        _("Answers for it"),
        lambda case: case.owner.name if case.owner else "",
        order_by=("owner__sort_key",),
        shown=False,
    ),
    Column(
        "priority",
        _("Priority"),
        lambda case: case.priority,
        kind="number",
        order_by=("priority",),
        shown=False,
    ),
    Column(
        "version",
        _("Version"),
        lambda case: case.version.number,
        kind="number",
        order_by=("version__number",),
        shown=False,
    ),
    Column(
        "finish",
        _("To be finished by"),
        lambda case: case.due_on,
        kind="date",
        order_by=("due_on",),
        shown=False,
    ),
    Column(
        "reference", _("Reference"), lambda case: case.reference, order_by=("id",), link=page_of, shown=False
    ),
)
