"""Drafting agreements: with whom, then what; and changing what is still open."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import Refused, no, require
from periplus.partners import services
from periplus.partners.forms.agreements import DraftForm, TermsForm
from periplus.partners.policies import draftable_units, may_change_agreement, may_draft_agreement
from periplus.partners.queries.people import list_possible_coordinators
from periplus.partners.types import Agreement, Partner
from periplus.people.queries.units import find_only_institution
from periplus.people.types import Institution
from periplus.web.partners.choosing import choice_of, chosen_partners
from periplus.web.partners.desk.agreements import seen, show_agreement_form
from periplus.web.shell.components import Step
from periplus.web.shell.doors import Request, form_page, leave, show_form, submit

_TERMS = tuple(services.AgreementTerms.__dataclass_fields__)


@form_page("partners.agreements.draft")
def new(request: Request) -> HttpResponse:
    """With whom first, then what."""
    partners = chosen_partners(request)
    if not partners or "on" not in request.GET:
        return render(request, "agreements/choose.html", {**choice_of(request), "steps": _steps(now=0)})
    institution = _institution(request)
    form = _draft_form(request, institution)
    drafted = submit(request, form, lambda values: _draft(request, institution, partners, values))
    if drafted:
        said = _("The idea is written down. Add its lines next.")
        return leave(request, "agreements:detail", drafted.result.uuid, say=said)
    context = {"partners": partners, "steps": _steps(now=1), "back": _back_to_choice(partners)}
    return show_form(request, "agreements/draft.html", form, **context)


@form_page("partners.agreements.draft")
def change(request: Request, reference: UUID) -> HttpResponse:
    agreement = seen(request, reference)
    require(may_change_agreement(request.user, agreement))
    initial = {name: getattr(agreement, name) for name in _TERMS}
    initial["coordinator"] = agreement.coordinator and agreement.coordinator.uuid
    form = TermsForm(
        request.POST or None,
        initial=initial,
        coordinators=list_possible_coordinators(agreement.institution, on=clock.today()),
    )
    if submit(request, form, lambda values: _change(request, agreement, values)):
        return leave(request, "agreements:detail", agreement.uuid, say=_("The terms are changed."))
    return show_agreement_form(request, form, agreement, _("Change the terms"), _("Save"))


def _draft(
    request: Request, institution: Institution, partners: list[Partner], values: dict[str, Any]
) -> Agreement:
    return services.draft_agreement(
        actor=request.user,
        institution=institution,
        unit=values["unit"],
        partners=partners,
        coordinator=values["coordinator"],
        terms=_terms(values),
        on=clock.today(),
        reference=values["reference"],
    )


def _change(request: Request, agreement: Agreement, values: dict[str, Any]) -> Agreement:
    return services.change_agreement(
        actor=request.user,
        agreement=agreement,
        terms=_terms(values),
        coordinator=values["coordinator"],
        on=clock.today(),
    )


def _terms(values: dict[str, Any]) -> services.AgreementTerms:
    return services.AgreementTerms(**{name: values[name] for name in _TERMS})


def _draft_form(request: Request, institution: Institution) -> DraftForm:
    person = request.user
    coordinators = list_possible_coordinators(institution, on=clock.today())
    form = DraftForm(
        request.POST or None,
        initial={"coordinator": person.uuid},
        units=draftable_units(person).order_by("path"),
        coordinators=coordinators,
    )
    if not may_draft_agreement(person, None):  # for their own units only
        form.fields["unit"].required = True
        form.fields["unit"].empty_label = None  # type: ignore[attr-defined]
    return form


def _institution(request: Request) -> Institution:
    institution = request.user.institution or find_only_institution()
    if institution is None:
        raise Refused(
            no(_("You belong to no university served here, so it is not known whose agreement it is."))
        )
    return institution


def _steps(*, now: int) -> list[Step]:
    labels = (_("With whom"), _("What is agreed"), _("Its lines"))
    return [
        Step(label, "done" if place < now else "now" if place == now else "next")
        for place, label in enumerate(labels)
    ]


def _back_to_choice(partners: list[Partner]) -> str:
    return "?" + "&".join(f"partner={partner.uuid}" for partner in partners)
