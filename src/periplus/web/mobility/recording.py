"""Recording a stay: with which partner, then what is known of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import Refused, no
from periplus.mobility import services
from periplus.mobility.forms import StayForm
from periplus.mobility.page_queries import recordable_units
from periplus.mobility.policies import may_record_stay
from periplus.mobility.types import Stay
from periplus.partners import queries as partners
from periplus.partners.enums import LineDirection
from periplus.partners.types import Partner
from periplus.people.queries.persons import list_persons
from periplus.people.queries.units import find_only_institution
from periplus.people.types import Person
from periplus.web.partners.choosing import choice_of, chosen_partners
from periplus.web.shell.components import Step
from periplus.web.shell.doors import Request, form_page, leave, show_form, submit

_PLAIN = ("starts_on", "ends_on", "activity", "mode", "level", "field", "programme", "unit", "line")


@form_page("mobility.stays.record")
def new(request: Request) -> HttpResponse:
    """With whom first, then what."""
    chosen = chosen_partners(request)[:1]
    if not chosen or "on" not in request.GET:
        return render(request, "stays/choose.html", {**choice_of(request), "steps": _steps(now=0)})
    partner, ours = chosen[0], _our_side(request.user)
    form = _form(request, partner)
    recorded = submit(request, form, lambda values: _record(request, ours, partner, values))
    if recorded:
        return leave(request, "stays:detail", recorded.result.uuid, say=_("The stay is recorded."))
    context = {"partner": partner, "ours": ours, "steps": _steps(now=1), "back": f"?partner={partner.uuid}"}
    return show_form(request, "stays/record.html", form, **context)


def _record(request: Request, ours: Partner, partner: Partner, values: dict[str, Any]) -> Stay:
    goes_out = values["direction"] == LineDirection.OUTGOING
    money = ((values["currency"], values["amount"]),) if values["amount"] else ()
    details = services.StayDetails(
        sending=ours if goes_out else partner,
        receiving=partner if goes_out else ours,
        person=values.get("person"),
        funding=money,
        **{name: values[name] for name in _PLAIN},
    )
    return services.record_stay(actor=request.user, details=details, on=clock.today())


def _form(request: Request, partner: Partner) -> StayForm:
    person = request.user
    form = StayForm(
        request.POST or None,
        units=recordable_units(person),
        lines=partners.list_lines_of_partner(person, partner),
        persons=list_persons(person),
    )
    if not may_record_stay(person, None):  # for their own units only
        form.fields["unit"].required = True
        form.fields["unit"].empty_label = None  # type: ignore[attr-defined]
    return form


def _our_side(person: Person) -> Partner:
    """Our university as it stands in the register."""
    institution = person.institution or find_only_institution()
    twin = partners.find_twin(institution) if institution else None
    if twin is None:
        raise Refused(
            no(_("Your university does not stand in the register of partners yet. Tell an administrator."))
        )
    return twin


def _steps(*, now: int) -> list[Step]:
    labels = (_("With which partner"), _("What is known"))
    return [
        Step(label, "done" if place < now else "now" if place == now else "next")
        for place, label in enumerate(labels)
    ]
