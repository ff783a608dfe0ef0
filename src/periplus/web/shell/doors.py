"""Who may come in: every view declares it here, and the access test and the docs read it.

A view is let in by the permission matrix: everybody whose role reaches the action at all. Which
objects, the query decides; the last word has the policy inside the service.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_htmx.middleware import HtmxDetails

from periplus.core import clock
from periplus.core.verdicts import YES, Invalid, Refused, Verdict, lacking, require, unseen
from periplus.people.enums import Role
from periplus.people.permissions import Reach, reach_of
from periplus.people.standing import standing_of
from periplus.people.types import Person

SIGNED_IN = "signed_in"
READS = ("GET", "HEAD")
UNPROCESSABLE = 422

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Request(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person
    htmx: HtmxDetails


View = Callable[Concatenate[Request, P], HttpResponseBase]
Opened = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in, and with which methods. No actions: whoever is signed in, or everybody."""

    methods: tuple[str, ...]
    actions: tuple[str, ...] = ()
    public: bool = False

    def admits(self, role: Role) -> bool:
        """Whether somebody with just this role may come in."""
        return not self.actions or any(reach_of((role,), action) for action in self.actions)

    @property
    def hides(self) -> bool:
        """Whether those outside are told that there is nothing (404) or that they may not (403)."""
        return bool(self.actions) and all(action.endswith(".see") for action in self.actions)

    def verdict(self, person: Person) -> Verdict:
        if not self.actions:
            return YES
        standing = standing_of(person, on=clock.today())
        if any(standing.reach(action) != Reach.NOTHING for action in self.actions):
            return YES
        sentence = _("Your role does not include this. Ask the coordination office.")
        return unseen(sentence) if self.hides else lacking(sentence)


def page(*actions: str) -> Callable[[View[P]], Opened[P]]:
    """A page or a part of one: GET only."""
    return _guarded(_door(READS, actions))


def form_page(*actions: str) -> Callable[[View[P]], Opened[P]]:
    """A form: GET shows it, POST submits it."""
    return _guarded(_door((*READS, "POST"), actions))


def act(*actions: str) -> Callable[[View[P]], Opened[P]]:
    """A button: POST only."""
    return _guarded(_door(("POST",), actions))


def public_page(view: Opened[P]) -> Opened[P]:
    """A page for everybody, also without sign-in."""
    return _open(Door(READS, public=True), view)


def public_form(view: Opened[P]) -> Opened[P]:
    """A form for everybody, also without sign-in."""
    return _open(Door((*READS, "POST"), public=True), view)


def public_act(view: Opened[P]) -> Opened[P]:
    """A button for everybody, also without sign-in."""
    return _open(Door(("POST",), public=True), view)


def door_of(view: Callable[..., Any]) -> Door | None:
    """What a view declares; None when it declares nothing."""
    door: Door | None = getattr(view, "periplus_door", None)
    return door


def found(objects: QuerySet[M], *, uuid: uuid.UUID) -> M:
    """The visible object of this uuid, or 404."""
    thing = objects.filter(uuid=uuid).first()
    if thing is None:
        raise Http404
    return thing


@dataclass(frozen=True, slots=True)
class Submitted(Generic[T]):
    """That a form went through; `result` is what the service gave back."""

    result: T


def submit(
    request: HttpRequest, form: forms.BaseForm, service: Callable[[dict[str, Any]], T]
) -> Submitted[T] | None:
    """Run a service with the cleaned values of a posted form; its `Invalid` becomes form errors.

    So does a refusal because things have changed meanwhile: the form comes back with what was typed.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return Submitted(service(form.cleaned_data))
    except Refused as refused:
        if not overtaken(refused.verdict):
            raise
        form.add_error(None, str(refused.verdict.sentence))
        return None
    except Invalid as invalid:
        for name, sentence in invalid.errors.items():
            form.add_error(name if name in form.fields else None, str(sentence))
        return None


def overtaken(verdict: Verdict) -> bool:
    """Whether things as they stand forbid it, and not the rights of the person."""
    return not (verdict or verdict.hidden or verdict.lacking)


def require_to_ask(request: HttpRequest, verdict: Verdict) -> None:
    """Refuse to show a form that is useless; what was typed into one before is left to the service."""
    if request.method != "POST" or not overtaken(verdict):
        require(verdict)


def show_form(request: HttpRequest, template: str, form: forms.BaseForm, **context: Any) -> HttpResponse:
    """The page of a form: 200 at first, 422 when it comes back with errors."""
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def leave(request: HttpRequest, to: str, *arguments: Any, say: "str | Promise" = "") -> HttpResponse:
    """After a change: on to another page (303), with a sentence on what happened."""
    if say:
        messages.success(request, str(say))
    response = HttpResponseRedirect(resolve_url(to, *arguments))
    response.status_code = 303
    return response


def _door(methods: tuple[str, ...], actions: tuple[str, ...]) -> Door:
    if not actions:
        message = "State the action, or 'signed_in'."
        raise ValueError(message)
    return Door(methods, () if actions == (SIGNED_IN,) else actions)


def _guarded(door: Door) -> Callable[[View[P]], Opened[P]]:
    def guard(view: View[P]) -> Opened[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in door.methods:
                return HttpResponseNotAllowed(door.methods)
            asked: Any = request
            verdict = door.verdict(asked.user)
            if not verdict:
                raise Refused(verdict)
            return view(asked, *args, **kwargs)

        guarded.periplus_door = door  # type: ignore[attr-defined]
        return guarded

    return guard


def _open(door: Door, view: Opened[P]) -> Opened[P]:
    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method not in door.methods:
            return HttpResponseNotAllowed(door.methods)
        return view(request, *args, **kwargs)

    opened.periplus_door = door  # type: ignore[attr-defined]
    return login_not_required(opened)
