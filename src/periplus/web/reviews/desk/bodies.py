"""Bodies and what may enter their agendas."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop import policies
from periplus.loop.enums import ItemKind
from periplus.loop.forms.reviewing import BodyForm, EntryForm
from periplus.loop.queries.agenda import list_agendas
from periplus.loop.queries.reviews import count_waiting, list_everybody_of
from periplus.loop.services import bodies
from periplus.loop.types import Body
from periplus.web.loop.ways import institution_of
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit


def seen(request: Request, reference: UUID) -> Body:
    return found(policies.visible_bodies(request.user), uuid=reference)


@page("loop.reviews.see")
def bodies_kept(request: Request) -> HttpResponse:
    listed = count_waiting(list_agendas(request.user), today=clock.today())
    context = {"bodies": listed, "may_keep": policies.may_keep_bodies(request.user)}
    return render(request, "bodies/list.html", context)


@page("loop.reviews.see")
def detail(request: Request, reference: UUID) -> HttpResponse:
    body = seen(request, reference)
    entries = {entry.kind: entry for entry in body.entry_points.all()}
    may_keep = policies.may_keep_bodies(request.user)
    context = {
        "body": body,
        "entries": [
            (kind, entries.get(kind.value), _way(body, kind) if may_keep else "") for kind in ItemKind
        ],
        "people": list_everybody_of(body),
        "may_keep": may_keep,
    }
    return render(request, "bodies/detail.html", context)


@form_page("loop.bodies.keep")
def new(request: Request) -> HttpResponse:
    institution = institution_of(request.user)
    form = BodyForm(request.POST or None, institution=institution, on=clock.today())
    added = submit(
        request,
        form,
        lambda _values: bodies.add_body(
            actor=request.user, institution=institution, terms=form.terms, today=clock.today()
        ),
    )
    if added:
        said = _("The body is added. Now say what may enter its agenda.")
        return leave(request, "bodies:detail", added.result.uuid, say=said)
    back = reverse("bodies:list")
    context = {"heading": _("Add a body"), "label": _("Add"), "back": back}
    return show_form(request, "bodies/form.html", form, **context)


@form_page("loop.bodies.keep")
def change(request: Request, reference: UUID) -> HttpResponse:
    body = seen(request, reference)
    form = BodyForm(
        request.POST or None,
        institution=body.institution,
        on=clock.today(),
        initial=BodyForm.initial_of(body),
    )
    if submit(
        request,
        form,
        lambda _values: bodies.change_body(
            actor=request.user, body=body, terms=form.terms, today=clock.today()
        ),
    ):
        return leave(request, "bodies:detail", reference, say=_("The body is changed."))
    back = reverse("bodies:detail", args=[reference])
    context = {"heading": _("Change the body"), "label": _("Save"), "back": back, "body": body}
    return show_form(request, "bodies/form.html", form, **context)


@form_page("loop.bodies.keep")
def entry(request: Request, reference: UUID, kind: str) -> HttpResponse:
    """Open a way onto the agenda, or change it."""
    body, of = seen(request, reference), _kind(kind)
    known = body.entry_points.filter(kind=of).first()
    form = EntryForm(request.POST or None, kind=of, initial=EntryForm.initial_of(known))
    if submit(
        request,
        form,
        lambda _values: bodies.set_entry_point(
            actor=request.user, body=body, kind=of, terms=form.terms, today=clock.today()
        ),
    ):
        return leave(request, "bodies:detail", reference, say=_("The way onto the agenda is set."))
    back = reverse("bodies:detail", args=[reference])
    context = {"heading": of.label, "label": _("Save"), "back": back, "body": body, "known": known}
    return show_form(request, "bodies/entry.html", form, kind=of, **context)


@act("loop.bodies.keep")
def close_entry(request: Request, reference: UUID, kind: str) -> HttpResponse:
    """Close a way onto the agenda."""
    body = seen(request, reference)
    known = body.entry_points.filter(kind=_kind(kind)).first()
    if known is None:
        raise Http404
    bodies.remove_entry_point(actor=request.user, entry_point=known, today=clock.today())
    return leave(request, "bodies:detail", reference, say=_("Nothing enters this way any more."))


def _way(body: Body, kind: ItemKind) -> str:
    return reverse("bodies:entry", args=[body.uuid, kind.value])


def _kind(text: str) -> ItemKind:
    if text not in ItemKind.values:
        raise Http404
    return ItemKind(text)
