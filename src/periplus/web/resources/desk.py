"""Budget lines: one line, opening, spending, closing."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import Verdict, require, unseen
from periplus.people.types import Person
from periplus.resources import policies, queries, services
from periplus.resources.enums import LineState
from periplus.resources.forms import LineForm, SpendingForm
from periplus.resources.page_queries import fundable_units
from periplus.resources.queries import HeldLine
from periplus.resources.types import BudgetLine, Transfer
from periplus.web.resources.budget_list import TONES
from periplus.web.resources.money import money_words
from periplus.web.shell.components import Fact
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit

FORM = "budget/form.html"


def seen(request: Request, reference: UUID) -> HeldLine:
    return found(queries.list_budget_lines(request.user), uuid=reference)


@page("resources.budget.see")
def detail(request: Request, reference: UUID) -> HttpResponse:
    line = seen(request, reference)
    transfers = list(queries.list_transfers_of(request.user, line))
    context = {
        "line": line,
        "tone": TONES[LineState(line.state)],
        "facts": _facts(line),
        "held": money_words(line.held, line.currency),
        "free": money_words(line.free, line.currency),
        "transfers": [_row(request.user, line, each) for each in transfers],
        "may_keep": policies.may_keep_budget_line(request.user, line),
        "may_transfer": policies.may_transfer(request.user, line, line),
    }
    return render(request, "budget/detail.html", context)


@form_page("resources.budget.keep")
def new(request: Request) -> HttpResponse:
    form = LineForm(
        request.POST or None, units=fundable_units(request.user), initial={"year": clock.today().year}
    )
    opened = submit(
        request,
        form,
        lambda values: services.open_budget_line(
            actor=request.user,
            unit=values.pop("unit"),
            terms=services.BudgetTerms(**values),
            on=clock.today(),
        ),
    )
    if opened:
        return leave(request, "budget:detail", opened.result.uuid, say=_("The budget line is open."))
    back = reverse("budget:list")
    return show_form(request, FORM, form, heading=_("Open a budget line"), label=_("Open it"), back=back)


@form_page("resources.budget.keep")
def spend(request: Request, reference: UUID) -> HttpResponse:
    line = seen(request, reference)
    require(policies.may_keep_budget_line(request.user, line))
    form = SpendingForm(request.POST or None)
    if submit(
        request,
        form,
        lambda values: services.record_spending(actor=request.user, line=line, on=clock.today(), **values),
    ):
        return leave(request, "budget:detail", line.uuid, say=_("The spending is recorded."))
    return show_form(
        request,
        FORM,
        form,
        line=line,
        heading=_("Record spending"),
        label=_("Record"),
        back=reverse("budget:detail", args=[line.uuid]),
    )


@act("resources.budget.keep")
def close(request: Request, reference: UUID) -> HttpResponse:
    line = seen(request, reference)
    services.close_budget_line(actor=request.user, line=line, on=clock.today())
    return leave(request, "budget:detail", line.uuid, say=_("The budget line is closed."))


def _row(person: Person, line: BudgetLine, transfer: Transfer) -> dict[str, object]:
    """One transfer as seen from a line: what it brought or took, and whether it can be undone."""
    goes_out = transfer.source_id == line.pk
    other = transfer.destination if goes_out else transfer.source
    amount = -transfer.amount if goes_out else transfer.amount
    return {
        "transfer": transfer,
        "other": other,
        "amount": money_words(amount, line.currency).replace("-", "−"),
        "undone": hasattr(transfer, "undone_by"),
        "may_undo": _may_undo(person, transfer),
    }


def _may_undo(person: Person, transfer: Transfer) -> Verdict:
    """What is plain to see from the row needs no question to the database."""
    if transfer.undoes_id is not None or hasattr(transfer, "undone_by"):
        return unseen()
    return policies.may_transfer(person, transfer.destination, transfer.source)


def _facts(line: HeldLine) -> list[Fact]:
    return [
        Fact(_("Unit"), line.unit.name),
        Fact(_("Code"), line.code),
        Fact(_("Year"), str(line.year)),
        Fact(_("It serves"), line.get_purpose_display()),
        Fact(_("Given at first"), money_words(line.amount, line.currency)),
        Fact(_("Holds now"), money_words(line.held, line.currency), url="#transfers"),
        Fact(_("Spent"), money_words(line.spent, line.currency)),
        Fact(_("Free"), money_words(line.free, line.currency)),
    ]
