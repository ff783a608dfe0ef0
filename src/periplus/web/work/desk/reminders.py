"""When people are reminded of work, and who else is told: rules of the coordination office."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core import clock
from periplus.core.verdicts import Refused, no
from periplus.paths.forms.keeping import AFTER, BEFORE, ReminderForm
from periplus.paths.queries.case_lists import list_procedures
from periplus.paths.queries.whose import list_reminder_rules
from periplus.paths.services import reminders as services
from periplus.paths.types import ReminderRule
from periplus.people.queries.units import find_only_institution
from periplus.people.types import Institution
from periplus.web.shell.doors import Request, form_page, found, leave, page, show_form, submit
from periplus.web.work.words import role_name

KEEP = "paths.reminders.keep"


@page(KEEP)
def reminders(request: Request) -> HttpResponse:
    rules = list_reminder_rules(request.user)
    rows = [(rule, sentence_of(rule), role_name(rule.role)) for rule in rules]
    return render(request, "work/reminders.html", {"rules": rows})


def sentence_of(rule: ReminderRule) -> str:
    """When a rule speaks, in words."""
    if rule.days == 0:
        return _("on the day it is due")
    number = abs(rule.days)
    if rule.days < 0:
        return ngettext("%(number)s day before", "%(number)s days before", number) % {"number": number}
    return ngettext("%(number)s day after", "%(number)s days after", number) % {"number": number}


@form_page(KEEP)
def add(request: Request) -> HttpResponse:
    form = ReminderForm(request.POST or None, procedures=list_procedures(request.user))
    if submit(request, form, lambda values: _add(request, form, values)):
        return leave(request, "work:reminders", say=_("The rule holds from tonight on."))
    return show_form(request, "work/reminder.html", form, heading=_("Add a reminder"), label=_("Add"))


@form_page(KEEP)
def change(request: Request, reference: UUID) -> HttpResponse:
    rule = found(list_reminder_rules(request.user), uuid=reference)
    initial = {
        "number": abs(rule.days),
        "when": BEFORE if rule.days < 0 else AFTER,
        "role": rule.role,
        "procedure": rule.procedure and rule.procedure.uuid,
        "active": rule.active,
    }
    form = ReminderForm(request.POST or None, initial=initial, procedures=list_procedures(request.user))
    if submit(
        request,
        form,
        lambda values: services.change_reminder_rule(
            actor=request.user, rule=rule, terms=_terms(form, values), on=clock.today()
        ),
    ):
        return leave(request, "work:reminders", say=_("The rule is changed."))
    return show_form(request, "work/reminder.html", form, heading=_("Change the reminder"), label=_("Save"))


def _add(request: Request, form: ReminderForm, values: dict[str, Any]) -> ReminderRule:
    return services.add_reminder_rule(
        actor=request.user, institution=_institution(request), terms=_terms(form, values), on=clock.today()
    )


def _terms(form: ReminderForm, values: dict[str, Any]) -> services.RuleTerms:
    return services.RuleTerms(
        days=form.days(), role=values["role"], procedure=values["procedure"], active=values["active"]
    )


def _institution(request: Request) -> Institution:
    institution = request.user.institution or find_only_institution()
    if institution is None:
        raise Refused(no(_("You belong to no university served here, so it is not known whose rule it is.")))
    return institution
