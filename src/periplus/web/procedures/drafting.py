"""What every page that writes a draft does: find it, change it, say when a colleague was quicker."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.verdicts import Invalid, Refused, require
from periplus.paths import policies
from periplus.paths.chart import Chart, ChartNode
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.procedure_pages import find_version
from periplus.paths.services.procedures import change_draft
from periplus.paths.types import ProcedureVersion
from periplus.web.shell.doors import Request, leave, require_to_ask

OVERTAKEN = _(
    "A colleague has changed this draft meanwhile. Nothing of yours is lost: what you wrote stands here, the "
    "rest is as your colleague left it. Look at it, then save again."
)


def seen_version(request: Request, reference: UUID) -> ProcedureVersion:
    """The version, or 404 when this person may not see it."""
    version = find_version(request.user, reference)
    if version is None:
        raise Http404
    return version


def draft_of(request: Request, reference: UUID) -> ProcedureVersion:
    """A draft that this person may change; else the sentence why not."""
    version = seen_version(request, reference)
    require_to_ask(request, policies.may_change_version(request.user, version))
    return version


def node_of(version: ProcedureVersion, key: str) -> ChartNode:
    node = get_chart(version).node.get(key)
    if node is None:
        raise Http404
    return node


def change(request: Request, version: ProcedureVersion, edit: Callable[[Chart], Chart]) -> Chart:
    """Store what `edit` makes of the draft. `Invalid` when somebody changed it since the page was read."""
    require(policies.may_change_version(request.user, version))
    if request.POST.get("revision", "") != str(version.revision):
        raise Invalid({"": OVERTAKEN})
    chart = edit(get_chart(version))
    try:
        change_draft(
            actor=request.user, version=version, chart=chart, revision=version.revision, at=clock.now()
        )
    except Refused as refused:
        read = version.revision
        version.refresh_from_db(fields=["revision"])
        if version.revision == read:
            raise
        raise Invalid({"": OVERTAKEN}) from refused
    return chart


def back_to(
    request: Request, version: ProcedureVersion, *, step: str = "", say: str | Promise = ""
) -> HttpResponse:
    """After a change: to the editor, with the step at hand open."""
    return leave(request, step_url(version, step) if step else editor_url(version), say=say)


def editor_url(version: ProcedureVersion) -> str:
    return reverse("versions:detail", args=[version.uuid])


def step_url(version: ProcedureVersion, key: str) -> str:
    return reverse("versions:step", args=[version.uuid, key]) + "#panel"
