"""Meetings: planned, held item by item, minuted, closed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop import policies
from periplus.loop.forms.reviewing import MeetingForm
from periplus.loop.queries.reviews import list_everybody_of
from periplus.loop.services import reviews
from periplus.loop.types import Review
from periplus.web.reviews.meeting_page import minutes_of, page_of
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit
from periplus.web.shell.words import zone_words

HOLD = "loop.reviews.hold"
PREPARE = "loop.reviews.prepare"


def seen(request: Request, reference: UUID) -> Review:
    return found(policies.visible_reviews(request.user), uuid=reference)


@page("loop.reviews.see")
def detail(request: Request, reference: UUID) -> HttpResponse:
    review = seen(request, reference)
    return render(request, "reviews/detail.html", page_of(request.user, review, request.GET, clock.today()))


@page("loop.reviews.see")
def minutes(request: Request, reference: UUID) -> HttpResponse:
    review = seen(request, reference)
    return render(request, "reviews/minutes.html", minutes_of(review))


@form_page(PREPARE)
def new(request: Request) -> HttpResponse:
    """Plan a meeting of the body named in the address."""
    body = found(policies.visible_bodies(request.user), uuid=_reference(request.GET.get("body", "")))
    form = MeetingForm(request.POST or None)
    planned = submit(
        request,
        form,
        lambda values: reviews.plan_review(actor=request.user, body=body, today=clock.today(), **values),
    )
    if planned:
        said = _("The meeting is planned. What waits for it stands on it.")
        return leave(request, "reviews:detail", planned.result.uuid, say=said)
    context = {
        "heading": _("Plan a meeting"),
        "label": _("Plan it"),
        "back": reverse("agenda:body", args=[body.uuid]),
        "verdict": policies.may_plan_review(request.user, body),
    }
    return show_form(request, "reviews/form.html", form, body=body, zone=zone_words(), **context)


@form_page(PREPARE)
def move(request: Request, reference: UUID) -> HttpResponse:
    """Another time or place."""
    review = seen(request, reference)
    form = MeetingForm(request.POST or None, initial={"held_at": review.held_at, "place": review.place})
    if submit(
        request,
        form,
        lambda values: reviews.move_review(actor=request.user, review=review, today=clock.today(), **values),
    ):
        return leave(request, "reviews:detail", reference, say=_("The meeting is moved."))
    context = {
        "heading": _("Move the meeting"),
        "label": _("Save"),
        "back": reverse("reviews:detail", args=[reference]),
        "verdict": policies.may_change_review(request.user, review),
    }
    return show_form(request, "reviews/form.html", form, body=review.body, zone=zone_words(), **context)


@act(HOLD)
def open_it(request: Request, reference: UUID) -> HttpResponse:
    reviews.open_review(actor=request.user, review=seen(request, reference), today=clock.today())
    return leave(request, "reviews:detail", reference, say=_("The review is in session."))


@act(PREPARE)
def cancel(request: Request, reference: UUID) -> HttpResponse:
    reviews.cancel_review(
        actor=request.user,
        review=seen(request, reference),
        reason=request.POST.get("reason", ""),
        today=clock.today(),
    )
    said = _("The meeting is called off. Its items wait for the next one.")
    return leave(request, "reviews:detail", reference, say=said)


@act(HOLD)
def close(request: Request, reference: UUID) -> HttpResponse:
    review = seen(request, reference)
    reviews.close_review(actor=request.user, review=review, at=clock.now(), today=clock.today())
    return leave(request, "reviews:minutes", reference, say=_("The review is closed. Here are its minutes."))


@act(HOLD)
def take_minutes(request: Request, reference: UUID) -> HttpResponse:
    """The general part, and who is present."""
    review, today = seen(request, reference), clock.today()
    wanted = set(request.POST.getlist("present"))
    present = [person for person in list_everybody_of(review.body) if str(person.uuid) in wanted]
    reviews.record_attendance(actor=request.user, review=review, persons=present, today=today)
    text = request.POST.get("minutes", "")
    reviews.write_minutes(actor=request.user, review=review, minutes=text, today=today)
    return leave(request, "reviews:detail", reference, say=_("The minutes are kept."))


@act(HOLD)
def note(request: Request, reference: UUID) -> HttpResponse:
    """What is said about one item."""
    item = found(policies.visible_items(request.user), uuid=reference)
    reviews.note_item(actor=request.user, item=item, note=request.POST.get("note", ""), today=clock.today())
    review = item.review
    base = reverse("reviews:detail", args=[review.uuid]) if review else reverse("reviews:list")
    return leave(request, f"{base}#item-{item.uuid}", say=_("The note is kept."))


def _reference(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
