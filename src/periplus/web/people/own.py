"""What everybody keeps for themselves: settings, calendar feed, keys, what is held about them."""

import datetime as dt
import json
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from periplus.core import clock
from periplus.core.verdicts import require
from periplus.people import policies
from periplus.people.forms.own import PreferencesForm, TokenForm
from periplus.people.queries.privacy import gather_personal_data
from periplus.people.queries.tokens import list_tokens
from periplus.people.services import profile as services
from periplus.people.services.tokens import make_token, revoke_token
from periplus.people.types import Person
from periplus.web.people.summary import facts_about
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit

USUAL_LIFE = dt.timedelta(days=90)


@form_page("signed_in")
def profile(request: Request) -> HttpResponse:
    person = request.user
    form = PreferencesForm(request.POST or None, initial=_preferences(person))
    if submit(request, form, lambda values: services.change_preferences(actor=person, **values)):
        with override(person.language):
            return leave(request, "people:profile", say=_("Your settings are kept."))
    context = {
        "facts": facts_about(person),
        "calendar_url": _calendar_url(request),
        "may_make_tokens": policies.may_make_tokens(person),
        "keys": sum(1 for token in list_tokens(person) if token.revoked_at is None),
    }
    return show_form(request, "people/profile.html", form, **context)


@act("signed_in")
def open_calendar(request: Request) -> HttpResponse:
    had_one = bool(request.user.calendar_key)
    services.reset_calendar_key(actor=request.user, on=clock.today())
    renewed = _("Your calendar feed has a new address. The old one is dead.")
    return leave(request, "people:profile", say=renewed if had_one else _("Your calendar feed is open."))


@act("signed_in")
def close_calendar(request: Request) -> HttpResponse:
    services.close_calendar(actor=request.user, on=clock.today())
    return leave(request, "people:profile", say=_("Your calendar feed is closed."))


@form_page("people.tokens.make")
def tokens(request: Request) -> HttpResponse:
    """The keys; a new one is shown this once, on the page that answers the form."""
    today = clock.today()
    form = TokenForm(request.POST or None, initial={"expires_on": today + USUAL_LIFE})
    done = submit(request, form, lambda values: make_token(actor=request.user, on=today, **values))
    context = {
        "tokens": list_tokens(request.user),
        "today": today,
        "secret": done.result[1] if done else "",
    }
    if done:
        form = TokenForm(initial={"expires_on": today + USUAL_LIFE})
    return show_form(request, "people/tokens.html", form, **context)


@act("people.tokens.make")
def revoke(request: Request, reference: UUID) -> HttpResponse:
    token = found(policies.visible_tokens(request.user), uuid=reference)
    revoke_token(actor=request.user, token=token, on=clock.today())
    return leave(request, "people:tokens", say=_("The key is revoked. It opens nothing any more."))


@page("signed_in")
def held(request: Request) -> HttpResponse:
    """What is held about me, readable."""
    bundle = gather_personal_data(request.user)
    return render(request, "people/held.html", {"bundle": bundle, "count": sum(len(b.rows) for b in bundle)})


@page("signed_in")
def download(request: Request) -> HttpResponse:
    """The same for machines."""
    require(policies.may_gather_data(request.user, request.user))
    bundle = gather_personal_data(request.user)
    content = {
        "person": str(request.user.uuid),
        "gathered_at": clock.now().isoformat(),
        "records": {held.label: held.rows for held in bundle},
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="periplus-my-data.json"'
    return response


def _preferences(person: Person) -> dict[str, str]:
    return {name: getattr(person, name) for name in ("language", "time_zone", "theme", "digest")}


def _calendar_url(request: Request) -> str:
    key = request.user.calendar_key
    return request.build_absolute_uri(reverse("shell:calendar", args=[key])) if key else ""
