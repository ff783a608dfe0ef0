"""Starting a case for a task package, or asking for its deliverable."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.forms import Field
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import Refused, no, require
from periplus.loop.enums import Binding
from periplus.loop.policies import may_start_package_case, visible_packages
from periplus.loop.services.package_cases import Opening, start_package_case
from periplus.loop.types import TaskPackage
from periplus.paths.forms.filling import FillingForm
from periplus.paths.forms.work import title_field
from periplus.paths.queries.charts import get_chart
from periplus.paths.services.cases import version_in_force
from periplus.paths.services.files import adopt_files
from periplus.paths.stepping import Subject, find_subject
from periplus.paths.types import Case
from periplus.web.shell.doors import Request, act, form_page, found, leave, show_form, submit
from periplus.web.work.desk.items import keep_posted_files
from periplus.web.work.pickers import pickers_for, uuids_of

KEEP = "loop.packages.keep"
TITLE = "case-title"
MOST_FOUND = 20


@act(KEEP)
def ask(request: Request, reference: UUID) -> HttpResponse:
    """Ask for the deliverable: its case begins at once."""
    one = found(visible_packages(request.user), uuid=reference)
    case = start_package_case(actor=request.user, package=one, opening=Opening(), at=clock.now())
    said = _("It is asked for: %(case)s. Whoever answers for it has it among their work.") % {"case": case}
    return leave(request, "loop:package", one.uuid, say=said)


@form_page(KEEP)
def start(request: Request, reference: UUID) -> HttpResponse:
    """About what, then what has to be known; procedures without a subject go straight to it."""
    one = found(visible_packages(request.user), uuid=reference)
    require(may_start_package_case(request.user, one))
    if one.binding != Binding.CASES or one.procedure is None:
        raise Refused(no(_("This task package asks for a deliverable; its case begins by itself.")))
    kind = find_subject(one.procedure.subject_type)
    if kind is not None and _thing(kind, request) is None:
        return render(request, "loop/package_subject.html", _choice(request, one, kind))
    return _fill(request, one, kind)


def _fill(request: Request, package: TaskPackage, kind: Subject | None) -> HttpResponse:
    thing = _thing(kind, request)
    posted, trouble = keep_posted_files(request, None) if request.method == "POST" else (None, {})
    form = _form(request, package, posted, named=thing is not None)
    started = None if trouble else submit(request, form, lambda _values: _start(request, package, form))
    if started:
        said = _("The case has begun: %(case)s.") % {"case": started.result}
        return leave(request, "loop:package", package.uuid, say=said)
    for key, sentence in trouble.items():
        form.errors.setdefault(key, form.error_class()).append(sentence)
    thing_words = str(thing) if thing is not None else ""
    return show_form(request, "loop/package_start.html", form, package=package, thing=thing_words)


def _form(request: Request, package: TaskPackage, posted: Any, *, named: bool) -> FillingForm:
    version = version_in_force(package.procedure, on=clock.today()) if package.procedure else None
    if version is None:
        raise Refused(no(_("No version of this procedure is in force.")))
    before: dict[str, Field] = {} if named else {TITLE: title_field()}
    items = get_chart(version).starts[0].outputs
    return FillingForm(
        items, posted=posted, values={}, pickers=pickers_for(request.user, None), before=before
    )


def _start(request: Request, package: TaskPackage, form: FillingForm) -> Case:
    subjects = uuids_of([request.GET.get("subject", "")])
    opening = Opening(
        title=form.cleaned_data.get(TITLE, ""),
        subject=subjects[0] if subjects else None,
        values=form.outputs(),
    )
    case = start_package_case(actor=request.user, package=package, opening=opening, at=clock.now())
    adopt_files(actor=request.user, case=case)
    return case


def _choice(request: Request, package: TaskPackage, kind: Subject) -> dict[str, Any]:
    """Subjects whose name fits, as links that go on."""
    text = request.GET.get("find", "").strip()
    candidates = list(kind.candidates(request.user, text=text, limit=MOST_FOUND))
    return {
        "package": package,
        "kind": kind.title,
        "find": text,
        "found": [(each.title, f"?{urlencode({'subject': each.uuid})}") for each in candidates],
        "is_cut": len(candidates) == MOST_FOUND,
    }


def _thing(kind: Subject | None, request: Request) -> Any:
    """The thing named in the address, as far as the person may see it."""
    references = uuids_of([request.GET.get("subject", "")])
    thing = kind.find(references[0]) if kind and references else None
    return thing if kind and thing is not None and kind.may_see(request.user, thing) else None
