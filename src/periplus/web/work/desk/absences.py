"""Who is away, and who stands in: one's own days, and those of others for the office."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.paths.forms.keeping import AbsenceForm
from periplus.paths.queries.whose import list_absences
from periplus.paths.services.substitutions import Absence, end_substitution, enter_substitution
from periplus.paths.types import Substitution
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.people.types import Person
from periplus.web.shell.doors import Request, act, form_page, found, leave, page, show_form, submit

ENTER = "paths.substitutions.enter"
PAST_DAYS = 90


@page(ENTER)
def absences(request: Request) -> HttpResponse:
    """Days by when they are: now, coming, past."""
    today = clock.today()
    rows = list(_seen(request.user).filter(valid_until__gt=today - dt.timedelta(days=PAST_DAYS)))
    context = {
        "groups": [
            (_("Now"), [row for row in rows if row.valid_from <= today < row.valid_until]),
            (_("Coming"), [row for row in rows if row.valid_from > today]),
            (_("Over"), [row for row in reversed(rows) if row.valid_until <= today]),
        ],
        "of_all": _for_others(request.user),
        "today": today,
        "one_day": dt.timedelta(days=1),
    }
    return render(request, "work/absences.html", context)


@form_page(ENTER)
def enter(request: Request) -> HttpResponse:
    """Say who is away and who stands in."""
    others = _for_others(request.user)
    form = AbsenceForm(
        request.POST or None,
        for_others=others,
        institution=request.user.institution_id,
        initial={"person": request.user.uuid, "valid_from": clock.today(), "away": True},
    )
    if submit(request, form, lambda values: _enter(request, values)):
        return leave(request, "work:absences", say=_("Noted. Work does not lie meanwhile."))
    return show_form(request, "work/absence.html", form, for_others=others)


@act(ENTER)
def end(request: Request, reference: UUID) -> HttpResponse:
    made = found(_seen(request.user), uuid=reference)
    end_substitution(actor=request.user, substitution=made, on=clock.today())
    return leave(request, "work:absences", say=_("It is over from today on."))


def _enter(request: Request, values: dict[str, Any]) -> Substitution:
    absence = Absence(
        valid_from=values["valid_from"],
        valid_until=values["valid_until"],
        substitute=values["substitute"],
        away=values["away"],
        note=values["note"],
    )
    person = values.get("person") or request.user
    return enter_substitution(actor=request.user, person=person, absence=absence, on=clock.today())


def _seen(person: Person) -> Any:
    everybody = Q(person__institution=person.institution_id) if _for_others(person) else None
    return list_absences(person, of_everybody=everybody)


def _for_others(person: Person) -> bool:
    return standing_of(person, on=clock.today()).reach(ENTER) == Reach.ALL
