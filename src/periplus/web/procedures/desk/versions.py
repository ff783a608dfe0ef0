"""One version: read, or written while it is a draft; compared; described; put aside."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.languages import active_language
from periplus.paths import policies
from periplus.paths.chart import Chart
from periplus.paths.comparing import describe_changes
from periplus.paths.drawing import draw
from periplus.paths.editing import unplaced
from periplus.paths.enums import VersionState
from periplus.paths.forms.steps import DescribeForm
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.procedure_pages import list_versions
from periplus.paths.services.procedures import discard_draft
from periplus.paths.types import Procedure, ProcedureVersion
from periplus.web.procedures.desk.procedures import seen
from periplus.web.procedures.drafting import back_to, change, draft_of, seen_version
from periplus.web.procedures.editor import before_of, show_editor, show_panel_form
from periplus.web.procedures.procedure_page import shown_version
from periplus.web.procedures.words import version_name
from periplus.web.shell.doors import Request, act, form_page, leave, page, submit


@page("paths.procedures.see")
def detail(request: Request, reference: UUID) -> HttpResponse:
    """The editor for those who may change it, the version to read for all others."""
    version = seen_version(request, reference)
    if policies.may_change_version(request.user, version):
        return show_editor(request, version, "versions/panels/whole.html")
    context = shown_version(request.user, version) | {
        "procedure": version.procedure,
        "title": str(version.procedure),
        "before": before_of(version),
        "may_write": policies.may_write_procedures(request.user),
    }
    return render(request, "versions/detail.html", context)


@form_page("paths.procedures.write")
def describe(request: Request, reference: UUID) -> HttpResponse:
    """Name and purpose, in all languages."""
    version = draft_of(request, reference)
    form = DescribeForm(request.POST or None, chart=get_chart(version))

    def renamed(chart: Chart) -> Chart:
        return replace(chart, title=form.words("title"), description=form.words("description"))

    if submit(request, form, lambda _values: change(request, version, renamed)):
        return back_to(request, version, say=_("The name and the purpose are kept."))
    return show_panel_form(
        request, version, form, heading=_("What it is called, and what it is for"), label=_("Save")
    )


@act("paths.procedures.write")
def arrange(request: Request, reference: UUID) -> HttpResponse:
    """The drawing is laid out anew."""
    version = draft_of(request, reference)
    change(request, version, unplaced)
    return back_to(request, version, say=_("The drawing is arranged anew."))


@act("paths.procedures.write")
def discard(request: Request, reference: UUID) -> HttpResponse:
    version = draft_of(request, reference)
    discard_draft(actor=request.user, version=version, at=clock.now())
    return leave(
        request, "procedures:detail", version.procedure.uuid, say=_("The draft is put aside for good.")
    )


# ------------------------------------------------------------------ comparing


@page("paths.procedures.see")
def compare(request: Request, reference: UUID) -> HttpResponse:
    """Two versions side by side, in words and in the drawing."""
    procedure = seen(request, reference)
    versions = list(list_versions(procedure))
    before, after = _pair(request, procedure, versions)
    context: dict[str, Any] = {
        "procedure": procedure,
        "title": str(procedure),
        "versions": [(each.number, _label(each)) for each in versions],
        "before": before,
        "after": after,
    }
    if before and after:
        old, new = get_chart(before), get_chart(after)
        changes = describe_changes(old, new)
        context["changes"] = [(each, _url(after, before, each)) for each in changes if each.told_first]
        context["ways"] = [(each, "") for each in changes if not each.told_first]
        context["current_step"] = next((each.key for each in changes if each.about == "node"), "")
        context["drawing"] = draw(new, language=active_language(), compare=old)
        context["names"] = (version_name(before), version_name(after))
    return render(request, "versions/compare.html", context)


def _label(version: ProcedureVersion) -> str:
    return f"{version_name(version)} · {version.get_state_display()}"


def _pair(
    request: Request, procedure: Procedure, versions: list[ProcedureVersion]
) -> tuple[ProcedureVersion | None, ProcedureVersion | None]:
    """As the address asks; else the newest version that was not discarded, and what it was copied from."""
    by_number = {str(each.number): each for each in versions}
    living = [each for each in versions if each.state != VersionState.DISCARDED]
    after = by_number.get(request.GET.get("after", "")) or next(iter(living), None)
    usual = before_of(after) if after else None
    before = by_number.get(request.GET.get("before", "")) or usual
    for version in (before, after):
        if version is not None:
            version.procedure = procedure
    return before, after


def _url(after: ProcedureVersion, before: ProcedureVersion, differing: Any) -> str:
    """Where what changed is read; only decision tables have pages of their own in every version."""
    if differing.about != "table":
        return ""
    where = before if differing.change == "removed" else after
    return reverse("versions:table", args=[where.uuid, differing.key])
