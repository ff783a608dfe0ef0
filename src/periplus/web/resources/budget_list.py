"""The list of budget lines."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.verdicts import YES, Verdict, unseen
from periplus.loop.enums import Dimension
from periplus.people.permissions import Reach
from periplus.people.queries.units import list_units
from periplus.people.standing import standing_of
from periplus.people.types import Person
from periplus.resources.enums import LineState
from periplus.resources.page_queries import in_units, list_years, titled
from periplus.resources.queries import list_budget_lines
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import ChoiceFilter, OwnChoiceFilter, TextFilter
from periplus.web.lists.listing import Listing, Step
from periplus.web.shell.doors import Request

TONES = {LineState.OPEN: "good", LineState.CLOSED: "none"}


def _page_of(line: Any) -> str:
    return reverse("budget:detail", args=[line.uuid])


def _transfers_of(line: Any) -> str:
    return f"{_page_of(line)}#transfers"


def _units(person: Person) -> list[tuple[str, str]]:
    return [(str(unit.uuid), unit.name) for unit in list_units(person)]


def _in_units(references: Sequence[str]) -> Q:
    return in_units([uuid.UUID(reference) for reference in references])


def _years(person: Person) -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in list_years(person)]


def may_open(person: Person) -> Verdict:
    reach = standing_of(person, on=clock.today()).reach("resources.budget.keep")
    return YES if reach != Reach.NOTHING else unseen()


def _first_step(person: Person) -> Step | None:
    return Step(gettext("Open a budget line"), reverse("budget:new")) if may_open(person) else None


def _context(request: Request) -> dict[str, object]:
    return {"may_open": may_open(request.user)}


COLUMNS = (
    Column("title", _("Title"), lambda b: b.title, order_by=("title", "year"), link=_page_of),
    Column("code", _("Code"), lambda b: b.code, order_by=("code",)),
    Column("unit", _("Unit"), lambda b: b.unit.name, order_by=("unit__name",)),
    Column("purpose", _("It serves"), lambda b: b.get_purpose_display(), order_by=("purpose",)),
    Column("year", _("Year"), lambda b: str(b.year), order_by=("year",)),
    Column(
        "given",
        _("Given at first"),
        lambda b: b.amount,
        kind="number",
        digits=2,
        order_by=("amount",),
        shown=False,
    ),
    Column(
        "held",
        pgettext_lazy("money", "Holds"),
        lambda b: b.held,
        kind="number",
        digits=2,
        order_by=("held",),
        link=_transfers_of,
    ),
    Column(
        "spent", _("Spent"), lambda b: b.spent, kind="number", digits=2, order_by=("spent",), link=_page_of
    ),
    Column("free", _("Free"), lambda b: b.free, kind="number", digits=2, order_by=("free",), link=_page_of),
    Column("currency", _("Currency"), lambda b: b.currency, order_by=("currency",)),
    Column(
        "state",
        _("State"),
        lambda b: b.get_state_display(),
        kind="state",
        tone=lambda b: TONES[b.state],
        order_by=("state",),
    ),
)
FILTERS = (
    TextFilter("q", _("Search title or code"), titled),
    OwnChoiceFilter("year", _("Year"), _years, lambda years: Q(year__in=list(map(int, years)))),
    OwnChoiceFilter("unit", _("Unit"), _units, _in_units),
    ChoiceFilter(
        "purpose", _("It serves"), lambda: Dimension.choices, lambda purposes: Q(purpose__in=purposes)
    ),
    ChoiceFilter("state", _("State"), lambda: LineState.choices, lambda states: Q(state__in=states)),
)
LISTING = Listing(
    key="resources.budget",
    title=_("Budget"),
    lead=_("Money set aside for the way: what each line holds, what is spent, what is free."),
    source=list_budget_lines,
    columns=COLUMNS,
    filters=FILTERS,
    order=("-year", "code", "id"),
    counted=lambda number: ngettext("%(number)s budget line", "%(number)s budget lines", number),
    empty_title=_("No budget line yet"),
    empty_text=_("Open the first one, so that decisions can move money."),
    empty_step=_first_step,
    more=_context,
    template="budget/list.html",
)
