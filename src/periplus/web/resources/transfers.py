"""Moving money between lines: fill in, look at what it does, confirm; and undoing it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import require
from periplus.resources import policies, queries, services
from periplus.resources.forms import TransferForm
from periplus.resources.page_queries import list_destinations
from periplus.resources.queries import HeldLine
from periplus.web.resources.desk import FORM, seen
from periplus.web.resources.money import money_words
from periplus.web.shell.components import Difference
from periplus.web.shell.doors import Request, act, form_page, leave, show_form, submit


@form_page("resources.budget.move")
def move(request: Request, reference: UUID) -> HttpResponse:
    source = seen(request, reference)
    require(policies.may_transfer(request.user, source, source))
    form = TransferForm(request.POST or None, lines=list_destinations(request.user, source))
    if "confirmed" in request.POST:
        if submit(request, form, lambda values: _transfer(request, source, values)):
            return leave(request, "budget:detail", source.uuid, say=_("The money is moved."))
    elif "again" not in request.POST and submit(request, form, lambda values: _check(source, values)):
        return render(request, "budget/preview.html", _preview(source, form.cleaned_data))
    return show_form(
        request,
        FORM,
        form,
        line=source,
        heading=_("Move money"),
        label=_("See what it does"),
        back=reverse("budget:detail", args=[source.uuid]),
        free=money_words(source.free, source.currency),
    )


@act("resources.budget.move")
def undo(request: Request, reference: UUID) -> HttpResponse:
    made = queries.find_transfer(reference)
    if made is None or not queries.list_transfers(request.user).filter(pk=made.pk).exists():
        raise Http404
    services.undo_transfer(actor=request.user, made=made, on=clock.today())
    return leave(request, "budget:detail", made.source.uuid, say=_("The money is back."))


def _transfer(request: Request, source: HeldLine, values: dict[str, Any]) -> object:
    return services.transfer(actor=request.user, source=source, on=clock.today(), **values)


def _check(source: HeldLine, values: dict[str, Any]) -> None:
    services.demand_transfer(source, values["destination"], values["amount"])


def _preview(source: HeldLine, values: dict[str, Any]) -> dict[str, Any]:
    """What each of the two lines holds free before and after."""
    destination, amount = values["destination"], values["amount"]
    changes = ((source, source.free - amount), (destination, destination.free + amount))
    return {
        "line": source,
        "values": values,
        "amount": money_words(amount, source.currency),
        "differences": [
            Difference(
                f"{line.title}, {line.unit.name}",
                money_words(line.free, line.currency),
                money_words(after, line.currency),
            )
            for line, after in changes
        ],
    }
