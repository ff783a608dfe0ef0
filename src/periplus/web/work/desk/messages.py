"""What a case waits for from outside, noted by whoever steers it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import YES, Verdict
from periplus.paths import policies
from periplus.paths.enums import NodeKind, WorkState
from periplus.paths.forms.filling import FillingForm
from periplus.paths.queries.case_pages import node_of
from periplus.paths.queries.work_lists import title_of
from periplus.paths.services.work import receive_message
from periplus.paths.types import WorkItem
from periplus.web.shell.doors import Request, form_page, leave, require_to_ask, show_form, submit
from periplus.web.work.desk.items import keep_posted_files, seen
from periplus.web.work.pickers import pickers_for


def _waits(item: WorkItem) -> Verdict:
    return YES if item.state == WorkState.OPEN else policies.closed_already(item)


@form_page("paths.cases.steer")
def receive(request: Request, reference: UUID) -> HttpResponse:
    """Note that an answer came in, with what it says; the case goes on."""
    item = seen(request, reference)
    node = node_of(item)
    if node.kind != NodeKind.MESSAGE:
        raise Http404
    require_to_ask(request, policies.may_steer_case(request.user, item.case) & _waits(item))
    posted, trouble = keep_posted_files(request, item.case) if request.method == "POST" else (None, {})
    pickers = pickers_for(request.user, item.case)
    form = FillingForm(node.outputs, posted=posted, values={}, pickers=pickers)
    judged = request.POST.get("do", "finish") == "finish" and not trouble
    if judged and submit(
        request,
        form,
        lambda _values: receive_message(
            actor=request.user,
            case=item.case,
            item=item,
            message=node.message,
            values=form.outputs(),
            at=clock.now(),
        ),
    ):
        return leave(request, "cases:detail", item.case.uuid, say=_("Noted. The case goes on."))
    if not judged:
        form = FillingForm(node.outputs, values=form.raw(), pickers=pickers)
    for key, sentence in trouble.items():
        form.errors.setdefault(key, form.error_class()).append(sentence)
    back = reverse("cases:detail", args=[item.case.uuid])
    return show_form(request, "work/receive.html", form, item=item, title=title_of(item), back=back)
