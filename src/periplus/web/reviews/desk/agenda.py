"""Agendas of the bodies: what waits, in which order, and who brings something."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop import policies
from periplus.loop.enums import ItemKind
from periplus.loop.forms.reviewing import BringForm
from periplus.loop.queries.agenda import list_agendas, list_gaps
from periplus.loop.queries.reviews import count_waiting
from periplus.loop.services import agenda, arranging
from periplus.loop.types import AgendaItem
from periplus.web.reviews.agenda_page import page_of, rows_of
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit


def seen(request: Request, reference: UUID) -> AgendaItem:
    return found(policies.visible_items(request.user), uuid=reference)


@page("loop.reviews.see")
def agendas(request: Request) -> HttpResponse:
    today = clock.today()
    bodies = count_waiting(list_agendas(request.user), today=today)
    context = {
        "rows": rows_of(bodies),
        "gaps": list_gaps(request.user)[:10],
        "may_keep": policies.may_keep_bodies(request.user),
    }
    return render(request, "agenda/list.html", context)


@page("loop.reviews.see")
def body(request: Request, reference: UUID) -> HttpResponse:
    of = found(policies.visible_bodies(request.user), uuid=reference)
    return render(request, "agenda/body.html", page_of(request.user, of, clock.today()))


@form_page("loop.agenda.bring")
def bring(request: Request, reference: UUID) -> HttpResponse:
    """Bring a matter of one's own."""
    to = found(policies.visible_bodies(request.user), uuid=reference)
    form = BringForm(request.POST or None, person=request.user)
    if submit(
        request,
        form,
        lambda _values: agenda.bring_item(
            actor=request.user, body=to, proposal=form.proposal, today=clock.today()
        ),
    ):
        return leave(request, "agenda:body", reference, say=_("It stands on the agenda."))
    back = reverse("agenda:body", args=[reference])
    verdict = policies.may_bring(request.user, to, ItemKind.PROPOSAL)
    return show_form(request, "agenda/bring.html", form, body=to, back=back, verdict=verdict)


@act("loop.reviews.prepare")
def move(request: Request, reference: UUID, way: str) -> HttpResponse:
    """One place up or down."""
    steps = {"up": -1, "down": 1}
    if way not in steps:
        raise Http404
    item = seen(request, reference)
    arranging.move_item(actor=request.user, item=item, step=steps[way], today=clock.today())
    return _back(request, item)


@act("loop.reviews.prepare")
def prioritise(request: Request, reference: UUID) -> HttpResponse:
    item = seen(request, reference)
    priority = int(request.POST.get("priority", "0") or 0)
    arranging.prioritise_item(actor=request.user, item=item, priority=priority, today=clock.today())
    return _back(request, item)


@act("loop.reviews.prepare")
def unschedule(request: Request, reference: UUID) -> HttpResponse:
    item = seen(request, reference)
    arranging.unschedule_item(actor=request.user, item=item, today=clock.today())
    return _back(request, item)


@act("loop.reviews.prepare")
def schedule(request: Request, reference: UUID) -> HttpResponse:
    """Put a waiting item on a planned meeting."""
    item = seen(request, reference)
    review = found(policies.visible_reviews(request.user), uuid=UUID(request.POST.get("review", "")))
    arranging.schedule_item(actor=request.user, item=item, review=review, today=clock.today())
    return _back(request, item)


@act("loop.reviews.see")
def oppose(request: Request, reference: UUID) -> HttpResponse:
    """A member asks to discuss what would be decided without discussion."""
    item = seen(request, reference)
    arranging.object_to_item(actor=request.user, item=item, today=clock.today())
    return _back(request, item)


@act("loop.agenda.bring", "loop.reviews.prepare")
def withdraw(request: Request, reference: UUID) -> HttpResponse:
    item = seen(request, reference)
    reason = request.POST.get("reason", "")
    agenda.withdraw_item(actor=request.user, item=item, reason=reason, today=clock.today())
    return _back(request, item)


def _back(request: Request, item: AgendaItem) -> HttpResponse:
    """To the same place of the same agenda."""
    return leave(request, f"{reverse('agenda:body', args=[item.body.uuid])}#item-{item.uuid}")
