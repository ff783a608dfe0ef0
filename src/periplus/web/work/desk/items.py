"""A work item: its page, what is filled in, finished or kept for later."""

from contextlib import suppress
from http import HTTPStatus
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import Invalid, Refused, Verdict, no, require
from periplus.paths import policies
from periplus.paths.enums import HUMAN
from periplus.paths.forms.filling import FillingForm
from periplus.paths.forms.rows import RowTable
from periplus.paths.forms.widgets import DO, KEPT
from periplus.paths.queries.case_pages import find_work, node_of
from periplus.paths.queries.work_lists import title_of
from periplus.paths.services import work as services
from periplus.paths.services.files import keep_file
from periplus.paths.types import Case, WorkItem
from periplus.web.shell.doors import Request, form_page, leave, overtaken, show_form, submit
from periplus.web.work.work_page import form_of, page_of

TEMPLATE = "work/detail.html"
FINISH, KEEP, MORE = "finish", "keep", "more"
MORE_ROWS = 6


def seen(request: Request, reference: UUID) -> WorkItem:
    """The work item, or 404 when this person may know nothing of it."""
    item = find_work(request.user, reference)
    if item is None:
        raise Http404
    return item


@form_page("paths.work.do")
def detail(request: Request, reference: UUID) -> HttpResponse:
    item = seen(request, reference)
    if request.method != "POST":
        return render(request, TEMPLATE, page_of(request.user, item))
    if node_of(item).kind not in HUMAN:
        raise Refused(no(_("This step is not done by hand.")))
    verdict = policies.may_keep_draft(request.user, item)
    if overtaken(verdict):
        return _too_late(request, item, verdict)
    require(verdict)
    posted, trouble = keep_posted_files(request, item.case)
    form = form_of(request.user, item, node_of(item), posted)
    verb, _colon, key = request.POST.get(DO, FINISH).partition(":")
    if verb == FINISH and not trouble:
        return _finish(request, item, form)
    _keep(request, item, form)
    if verb == KEEP and not trouble:
        said = _("Kept. “%(what)s” waits for you as you left it.") % {"what": title_of(item)}
        return leave(request, "work:list", say=said)
    return _again(request, item, form, trouble, key if verb == MORE else "")


def _finish(request: Request, item: WorkItem, form: FillingForm) -> HttpResponse:
    """Done, or back with a sentence at each field; what was filled in is kept either way."""
    may = policies.may_do_work(request.user, item)
    if overtaken(may):
        _keep(request, item, form)
        return _too_late(request, item, may, kept=True)
    done = submit(
        request,
        form,
        lambda _values: services.complete_work(
            actor=request.user, item=item, outputs=form.outputs(), at=clock.now()
        ),
    )
    if done:
        return leave(request, "work:list", say=_("“%(what)s” is finished.") % {"what": title_of(item)})
    with suppress(Refused):  # closed this very moment: the page says so
        _keep(request, item, form)
    return _show(request, item, form)


def _too_late(request: Request, item: WorkItem, why: Verdict, *, kept: bool = False) -> HttpResponse:
    """Somebody was quicker, or the case stands still: why, and what was filled in."""
    node = node_of(item)
    item.draft = form_of(request.user, item, node, request.POST).raw()
    told = {"too_late": why.sentence, "typed": form_of(request.user, item, node), "kept": kept}
    return render(request, TEMPLATE, page_of(request.user, item) | told, status=HTTPStatus.FORBIDDEN)


def _keep(request: Request, item: WorkItem, form: FillingForm) -> None:
    item.draft = form.raw()
    services.save_draft(actor=request.user, item=item, draft=item.draft, at=clock.now())


def _again(
    request: Request, item: WorkItem, form: FillingForm, trouble: dict[str, str], more: str
) -> HttpResponse:
    """The page as it was left: with what was found, or with more rows; nothing is judged yet."""
    again = form_of(request.user, item, node_of(item)) if not trouble else form
    if more in again.fields and isinstance(again.fields[more].widget, RowTable):
        again.fields[more].widget.blanks = MORE_ROWS
    for key, sentence in trouble.items():
        again.add_error(key if key in again.fields else None, sentence)
    return _show(request, item, again)


def _show(request: Request, item: WorkItem, form: FillingForm) -> HttpResponse:
    context = page_of(request.user, item, form)
    del context["form"]
    return show_form(request, TEMPLATE, form, **context)


def keep_posted_files(request: Request, case: Case | None) -> tuple[QueryDict, dict[str, str]]:
    """Keep what was handed in, and say so in what was posted; with a sentence for each file refused."""
    posted, trouble = request.POST.copy(), {}
    for name, file in request.FILES.items():
        if not isinstance(file, UploadedFile):
            continue
        try:
            kept = keep_file(actor=request.user, case=case, file=file)
        except Invalid as refusal:
            trouble[name.split("-")[1] if "-" in name else name] = str(next(iter(refusal.errors.values())))
        else:
            posted[f"{name}{KEPT}"] = str(kept.uuid)
    return posted, trouble
