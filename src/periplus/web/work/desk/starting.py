"""Starting a case: which procedure, about what, and what has to be known at its start."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.forms import Field
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.paths.chart import Chart, say
from periplus.paths.forms.filling import FillingForm
from periplus.paths.forms.work import due_field, title_field, unit_field
from periplus.paths.queries.case_lists import list_in_force
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.starting import find_own_unit, list_units_to_choose, seeks_unit
from periplus.paths.services.cases import CaseTerms, start_case
from periplus.paths.services.files import adopt_files
from periplus.paths.stepping import Subject, find_subject
from periplus.paths.types import Case, ProcedureVersion
from periplus.web.shell.components import Step
from periplus.web.shell.doors import Request, form_page, leave, page, show_form, submit
from periplus.web.work.desk.items import keep_posted_files
from periplus.web.work.pickers import pickers_for, uuids_of

MOST_FOUND = 20
TITLE, UNIT, DUE = "case-title", "case-unit", "case-due"


@page("paths.cases.start")
def new(request: Request) -> HttpResponse:
    """Which procedure; with `about` and `subject` only those for a thing of that kind."""
    kind = find_subject(request.GET.get("about", ""))
    versions = list_in_force(request.user, on=clock.today(), subject_type=kind.type if kind else None)
    query = urlencode({"subject": request.GET["subject"]}) if request.GET.get("subject") and kind else ""
    offered = [(version, get_chart(version), _subject_words(version), query) for version in versions]
    context = {"offered": offered, "steps": _steps(), "thing": _named(kind, request)}
    return render(request, "cases/choose.html", context)


@form_page("paths.cases.start")
def start(request: Request, reference: UUID) -> HttpResponse:
    """About what, then what has to be known; procedures without a subject go straight to it."""
    version = _version(request, reference)
    kind = find_subject(version.procedure.subject_type)
    if kind is not None and _subject(kind, request) is None:
        return render(request, "cases/subject.html", _choice(request, version, kind))
    return _fill(request, version, kind)


def _version(request: Request, reference: UUID) -> ProcedureVersion:
    found = [v for v in list_in_force(request.user, on=clock.today()) if v.procedure.uuid == reference]
    if not found:
        raise Http404
    return found[0]


def _choice(request: Request, version: ProcedureVersion, kind: Subject) -> dict[str, Any]:
    """Subjects whose name fits, as links that go on."""
    text = request.GET.get("find", "").strip()
    found = list(kind.candidates(request.user, text=text, limit=MOST_FOUND))
    return {
        "version": version,
        "title": say(version.title),
        "kind": kind.title,
        "find": text,
        "found": [(each.title, f"?{urlencode({'subject': each.uuid})}") for each in found],
        "is_cut": len(found) == MOST_FOUND,
        "steps": _steps(done=1),
    }


def _fill(request: Request, version: ProcedureVersion, kind: Subject | None) -> HttpResponse:
    chart, thing = get_chart(version), _subject(kind, request)
    posted, trouble = keep_posted_files(request, None) if request.method == "POST" else (None, {})
    before = _before(request, chart, kind, thing)
    form = _form(request, chart, before, posted)
    judged = request.POST.get("do", "finish") == "finish" and not trouble
    started = submit(request, form, lambda _values: _start(request, version, form)) if judged else None
    if started:
        said = _("The case has begun: %(case)s.") % {"case": started.result}
        return leave(request, "cases:detail", started.result.uuid, say=said)
    if not judged and request.method == "POST":
        kept = {name: form[name].data for name in before} | form.raw()
        form = _form(request, chart, before, None, kept)
    for key, sentence in trouble.items():
        form.errors.setdefault(key, form.error_class()).append(sentence)
    context = {
        "title": say(version.title),
        "description": say(version.description),
        "thing": str(thing) if thing is not None else "",
        "steps": _steps(done=2) if kind else _steps(done=1, about=False),
        "back": reverse("cases:start", args=[version.procedure.uuid]) if kind else reverse("cases:new"),
    }
    return show_form(request, "cases/start.html", form, **context)


def _form(
    request: Request,
    chart: Chart,
    before: dict[str, Field],
    posted: Any,
    values: dict[str, Any] | None = None,
) -> FillingForm:
    pickers = pickers_for(request.user, None)
    return FillingForm(
        chart.starts[0].outputs, posted=posted, values=values or {}, pickers=pickers, before=before
    )


def _before(request: Request, chart: Chart, kind: Subject | None, thing: Any) -> dict[str, Field]:
    """What is asked first: the name, where there is no subject; the unit, where none follows from it."""
    fields: dict[str, Field] = {} if thing is not None else {TITLE: title_field()}
    known = kind is not None and thing is not None and kind.unit_of(thing) is not None
    units = list_units_to_choose(request.user)
    if not known and seeks_unit(chart) and units.exists():
        fields[UNIT] = unit_field(units, own=find_own_unit(request.user, on=clock.today()))
    return fields | {DUE: due_field()}


def _start(request: Request, version: ProcedureVersion, form: FillingForm) -> Case:
    cleaned = form.cleaned_data
    references = uuids_of([request.GET.get("subject", "")])
    terms = CaseTerms(
        title=cleaned.get(TITLE, ""),
        subject=references[0] if references else None,
        unit=cleaned.get(UNIT),
        values=form.outputs(),
        due_on=cleaned[DUE],
    )
    case = start_case(actor=request.user, procedure=version.procedure, terms=terms, at=clock.now())
    adopt_files(actor=request.user, case=case)
    return case


def _subject(kind: Subject | None, request: Request) -> Any:
    """The thing named in the address, as far as the person may see it."""
    references = uuids_of([request.GET.get("subject", "")])
    thing = kind.find(references[0]) if kind and references else None
    return thing if kind and thing is not None and kind.may_see(request.user, thing) else None


def _named(kind: Subject | None, request: Request) -> str:
    thing = _subject(kind, request)
    return str(thing) if thing is not None else ""


def _subject_words(version: ProcedureVersion) -> str:
    kind = find_subject(version.procedure.subject_type)
    return str(kind.title) if kind else _("anything")


def _steps(*, done: int = 0, about: bool = True) -> list[Step]:
    """Where one stands; a procedure without a subject has no second step."""
    middle = [_("About what")] if about else []
    labels = [_("Which procedure"), *middle, _("What is known")]
    return [
        Step(label, "done" if place < done else "now" if place == done else "next")
        for place, label in enumerate(labels)
    ]
