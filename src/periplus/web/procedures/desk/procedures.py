"""Procedures: one of them, a new one, a copy, and the ready ones to take over."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.languages import active_language
from periplus.core.verdicts import require
from periplus.paths import library as ready
from periplus.paths import policies
from periplus.paths.chart import Chart, ChartFlow, ChartNode, say
from periplus.paths.drawing import draw
from periplus.paths.editing import key_from
from periplus.paths.enums import NodeKind
from periplus.paths.forms.procedures import CopyProcedureForm, NewProcedureForm
from periplus.paths.queries.naming import list_titles
from periplus.paths.queries.procedure_pages import find_procedure, list_untaken
from periplus.paths.services.library import copy_procedure, install_chart
from periplus.paths.services.procedures import add_procedure, draft_version
from periplus.paths.stepping import list_subjects
from periplus.paths.types import Procedure, ProcedureVersion
from periplus.people.types import Institution
from periplus.web.loop.ways import institution_of
from periplus.web.procedures.drafting import seen_version
from periplus.web.procedures.procedure_page import page_of_procedure
from periplus.web.procedures.shown import rows_of, unit_names
from periplus.web.procedures.words import subject_words
from periplus.web.shell.doors import Request, act, form_page, leave, page, show_form, submit

FORM = "procedures/form.html"


def seen(request: Request, reference: UUID) -> Procedure:
    """The procedure, or 404 when this person may not see it."""
    procedure = find_procedure(request.user, reference)
    if procedure is None:
        raise Http404
    return procedure


@page("paths.procedures.see")
def detail(request: Request, reference: UUID) -> HttpResponse:
    procedure = seen(request, reference)
    return render(request, "procedures/detail.html", page_of_procedure(request.user, procedure))


@form_page("paths.procedures.write")
def new(request: Request) -> HttpResponse:
    """A procedure begun empty: a start, one step, an end."""
    subjects = [(each.type, each.title) for each in list_subjects()]
    form = NewProcedureForm(request.POST or None, subjects=subjects)
    done = submit(request, form, lambda _values: _begin(request, form))
    if done:
        return leave(
            request, "versions:detail", done.result.uuid, say=_("The draft has one step. Go on from there.")
        )
    return show_form(
        request,
        FORM,
        form,
        heading=_("Begin an empty procedure"),
        lead=_("A start, one step and an end; everything else you put in between."),
        label=_("Begin"),
        back=reverse("procedures:list"),
    )


def _begin(request: Request, form: NewProcedureForm) -> ProcedureVersion:
    institution = institution_of(request.user)
    title = form.title_words()
    taken = [key for key, _title in list_titles(institution)]
    nodes = (
        ChartNode("start", NodeKind.START, {}),
        ChartNode("first_step", NodeKind.TASK, {"en": _("First step")}, role="office"),
        ChartNode("end", NodeKind.END, {}, outcome="done"),
    )
    chart = Chart(
        key_from(title, taken, usual="procedure"),
        title,
        subject_type=form.cleaned_data["subject_type"],
        nodes=nodes,
        flows=(
            ChartFlow("start-first_step", "start", "first_step"),
            ChartFlow("first_step-end", "first_step", "end"),
        ),
    )
    return add_procedure(actor=request.user, institution=institution, chart=chart, at=clock.now())


@form_page("paths.procedures.write")
def copy(request: Request, reference: UUID) -> HttpResponse:
    """A new procedure that begins as a copy of this one."""
    origin = seen_version(request, reference)
    name = _("%(procedure)s (copy)") % {"procedure": origin.procedure}
    form = CopyProcedureForm(request.POST or None, initial={"title": name})
    done = submit(
        request,
        form,
        lambda _values: copy_procedure(
            actor=request.user, origin=origin, title=form.title_words(), at=clock.now()
        ),
    )
    if done:
        return leave(request, "versions:detail", done.result.uuid, say=_("The copy is a draft of its own."))
    return show_form(
        request,
        FORM,
        form,
        heading=_("Copy to a new procedure"),
        lead=_("The copy goes its own way; the original stays as it is."),
        label=_("Copy"),
        back=reverse("procedures:detail", args=[origin.procedure.uuid]),
        procedure=origin.procedure,
    )


@act("paths.procedures.write")
def draft(request: Request, reference: UUID) -> HttpResponse:
    """The next version: a draft that begins as a copy of this one."""
    origin = seen_version(request, reference)
    made = draft_version(actor=request.user, origin=origin, reason="", at=clock.now())
    said = _("Version %(number)s is a draft. Nothing changes for anybody before it is put in force.")
    return leave(request, "versions:detail", made.uuid, say=said % {"number": made.number})


# ------------------------------------------------------------------ the library


@page("paths.procedures.write")
def library(request: Request) -> HttpResponse:
    """Ready procedures; those taken over already lead to the own one."""
    untaken = {chart.key for chart in list_untaken(request.user)}
    offered = [
        {
            "key": chart.key,
            "title": say(chart.title),
            "description": say(chart.description),
            "about": subject_words(chart.subject_type),
            "steps": sum(node.kind in {NodeKind.TASK, NodeKind.EACH} for node in chart.nodes),
            "taken": chart.key not in untaken,
        }
        for chart in ready.list_charts()
    ]
    return render(
        request, "procedures/library.html", {"offered": sorted(offered, key=lambda each: str(each["title"]))}
    )


@form_page("paths.procedures.write")
def library_item(request: Request, key: str) -> HttpResponse:
    """A ready procedure to look at; posting takes it over as a draft."""
    chart = ready.find_chart(key)
    if chart is None:
        raise Http404
    if request.method == "POST":
        return _take(request, chart)
    return render(
        request,
        "procedures/library_item.html",
        {
            "key": key,
            "title": say(chart.title),
            "description": say(chart.description),
            "about": subject_words(chart.subject_type),
            "drawing": draw(chart, language=active_language()),
            "rows": rows_of(chart, unit_names(request.user)),
            "untaken": key in {each.key for each in list_untaken(request.user)},
        },
    )


def _take(request: Request, chart: Chart) -> HttpResponse:
    require(policies.may_write_procedures(request.user))
    institution: Institution = institution_of(request.user)
    made = install_chart(actor=request.user, institution=institution, chart=chart, at=clock.now())
    return leave(
        request,
        "versions:detail",
        made.uuid,
        say=_("It is yours now, as a draft. Change what is different here, then put it in force."),
    )
