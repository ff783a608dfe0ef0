"""The list of imports."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from periplus.exchange.enums import ImportKind, Outcome, RunState
from periplus.exchange.policies import may_import
from periplus.exchange.queries import list_runs
from periplus.people.types import Person
from periplus.web.imports.words import STATE_TONES
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import ChoiceFilter, TextFilter
from periplus.web.lists.listing import Listing, Step
from periplus.web.shell.doors import Request


def _count(outcome: Outcome) -> Column:
    return Column(
        outcome.value,
        outcome.label,
        lambda run: run.counts.get(outcome, 0),
        kind="number",
        link=lambda run: f"{reverse('imports:rows', args=[run.uuid])}?show={outcome.value}",
    )


def _first_step(person: Person) -> Step | None:
    return Step(gettext("Import a spreadsheet"), reverse("imports:new")) if may_import(person) else None


def _context(request: Request) -> dict[str, object]:
    return {"may_import": may_import(request.user)}


LISTING = Listing(
    key="exchange.imports",
    title=_("Imports"),
    lead=_("What came in from spreadsheets, row by row, and how to take it back."),
    source=list_runs,
    columns=(
        Column(
            "file",
            _("File"),
            lambda run: run.document.name,
            link=lambda run: reverse("imports:run", args=[run.uuid]),
        ),
        Column("source", _("Source"), lambda run: run.source.name, order_by=("source__name",), shown=False),
        Column("kind", _("Rows are"), lambda run: run.source.get_kind_display()),
        Column(
            "state",
            _("State"),
            lambda run: run.get_state_display(),
            kind="state",
            tone=lambda run: STATE_TONES[run.state],
        ),
        Column("rows", _("Rows"), lambda run: run.rows_total, kind="number", order_by=("rows_total",)),
        *(_count(outcome) for outcome in (Outcome.CREATED, Outcome.CHANGED, Outcome.REFUSED)),
        Column(
            "created",
            _("Handed in"),
            lambda run: timezone.localdate(run.created_at),
            kind="date",
            order_by=("created_at",),
        ),
        Column("by", _("By"), lambda run: run.started_by.name if run.started_by else ""),
    ),
    filters=(
        TextFilter(
            "q",
            _("Search"),
            lambda words: Q(document__name__icontains=words) | Q(source__name__icontains=words),
        ),
        ChoiceFilter(
            "kind", _("Rows are"), lambda: ImportKind.choices, lambda values: Q(source__kind__in=values)
        ),
        ChoiceFilter("state", _("State"), lambda: RunState.choices, lambda values: Q(state__in=values)),
    ),
    order=("-created_at", "-id"),
    counted=lambda number: ngettext("%(number)s import", "%(number)s imports", number),
    empty_title=_("Nothing was imported yet"),
    empty_text=_("Hand in a spreadsheet of institutions, agreements, stays or enrolments."),
    empty_step=_first_step,
    template="imports/list.html",
    more=_context,
)
