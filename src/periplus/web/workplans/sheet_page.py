"""Everything the page of a responsibility list shows."""

from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.paths import policies_lists
from periplus.paths.conflicts import list_conflicts
from periplus.paths.enums import Duty
from periplus.paths.forms.workplans import ChangeModuleForm, DutyForm
from periplus.paths.queries.workplans import get_sheet
from periplus.paths.types import Module, WorkPlan
from periplus.people.queries.units import list_units
from periplus.people.types import Person
from periplus.web.shell.components import Fact
from periplus.web.shell.doors import UNPROCESSABLE, Request
from periplus.web.shell.links import addresses_of, name_things
from periplus.web.workplans.plan_list import about_words
from periplus.web.workplans.shown import partner_names, shown_rows

PAGE = "workplans/detail.html"


def show_plan(
    request: Request,
    plan: WorkPlan,
    *,
    module: Module | None = None,
    form: BaseForm | None = None,
    duty_form: BaseForm | None = None,
    adding: str = "",
) -> HttpResponse:
    """The whole page, perhaps with one module open; whoever swaps takes the part `#sheet` out of it."""
    context = context_of(request.user, plan)
    context |= {"adding": adding, "open_module": module, "form": form, "duty_form": duty_form}
    if module is not None:
        row = next((each for each in context["rows"] if each.row.key == str(module.uuid)), None)
        context["open_row"] = row
        context["duties_held"] = len(row.row.holders) if row else 0
    failed = any(each is not None and each.is_bound and each.errors for each in (form, duty_form))
    return render(request, PAGE, context, status=UNPROCESSABLE if failed else 200)


def show_module(
    request: Request,
    module: Module,
    *,
    form: BaseForm | None = None,
    duty_form: BaseForm | None = None,
) -> HttpResponse:
    """The page with this module open to be changed."""
    return show_plan(
        request,
        module.plan,
        module=module,
        form=form or ChangeModuleForm(initial=initial_of(module)),
        duty_form=duty_form or duty_form_of(request, module),
    )


def initial_of(module: Module) -> dict[str, Any]:
    names = ("title", "inputs", "outputs", "evaluation", "starts_on", "due_on", "done_on")
    return {name: getattr(module, name) for name in names}


def duty_form_of(request: Request, module: Module, *, posted: bool = False) -> DutyForm:
    names = partner_names(request.user, module.plan.partners)
    units = list_units(request.user).filter(institution=module.plan.institution)
    return DutyForm(
        request.POST if posted else None,
        units=units,
        partners=sorted(names.items(), key=lambda pair: pair[1]),
        institution=module.plan.institution_id,
        initial={"duty": Duty.RESPONSIBLE},
        prefix="duty",
    )


def context_of(person: Person, plan: WorkPlan) -> dict[str, Any]:
    today = clock.today()
    sheet = get_sheet(plan, on=today)
    conflicts = [] if plan.closed_on else list_conflicts(sheet, on=today)
    names = partner_names(person, [*plan.partners, *_partners_in(sheet)])
    return {
        "plan": plan,
        "sheet": sheet,
        "rows": shown_rows(sheet, conflicts, names),
        "conflicts": len(conflicts),
        "serious": sum(each.serious for each in conflicts),
        "duties": list(Duty),
        "facts": facts_of(person, plan, names),
        "may_keep": policies_lists.may_keep_workplan(person, plan),
        "is_mine": plan.owner == person,
        "is_empty": not sheet.rows,
        "done": sum(row.done_on is not None for row in sheet.rows),
        "map_url": reverse("collaboration:map"),
    }


def _partners_in(sheet: Any) -> set[str]:
    return {holder.partner for row in sheet.rows for holder in row.holders if holder.partner}


def facts_of(person: Person, plan: WorkPlan, names: dict[str, str]) -> list[Fact]:
    facts = [Fact(_("Of what"), about_words(plan))]
    if plan.procedure is not None:
        facts[0] = _thing(person, "paths.procedure", plan.procedure.uuid, _("Procedure"))
    elif plan.subject_uuid is not None:
        facts[0] = _thing(person, plan.subject_type, plan.subject_uuid, about_words(plan))
    if plan.unit is not None:
        url = addresses_of(person, plan.unit).get(plan.unit.uuid, "")
        facts.append(Fact(_("Unit"), plan.unit.name, url=url))
    facts.append(Fact(_("Who keeps it"), plan.owner.name if plan.owner else _("nobody")))
    partners = [names.get(each, _("a partner")) for each in plan.partners]
    if partners:
        facts.append(Fact(_("Partners"), " · ".join(partners)))
    if plan.given:
        facts.append(Fact(_("From outside"), " · ".join(plan.given)))
    if plan.closed_on:
        facts.append(Fact(_("Closed on"), plan.closed_on))
    return facts


def _thing(person: Person, kind: str, reference: Any, label: str) -> Fact:
    named = name_things(person, [(kind, reference)]).get(reference)
    return Fact(
        label, named.title if named else _("something you may not see"), url=named.url if named else ""
    )


def found_or_404(thing: Any) -> Any:
    if thing is None:
        raise Http404
    return thing
