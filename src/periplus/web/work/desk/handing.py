"""Work that changes hands, is left out, sent back, tried again."""

from uuid import UUID

from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.verdicts import Refused, no
from periplus.paths import policies
from periplus.paths.forms.work import HandOverForm, ReasonForm, SendBackForm
from periplus.paths.queries.case_pages import list_return_targets
from periplus.paths.queries.work_lists import title_of
from periplus.paths.services import work as services
from periplus.paths.types import WorkItem
from periplus.web.shell.doors import Request, act, form_page, leave, require_to_ask, show_form, submit
from periplus.web.work.desk.items import seen

FORM = "work/form.html"


@act("paths.work.do")
def take(request: Request, reference: UUID) -> HttpResponse:
    item = seen(request, reference)
    services.take_work(actor=request.user, item=item, at=clock.now())
    return leave(request, "work:detail", item.uuid, say=_("It is yours. Colleagues leave it to you."))


@act("paths.work.do")
def give_back(request: Request, reference: UUID) -> HttpResponse:
    item = seen(request, reference)
    services.give_work_back(actor=request.user, item=item, at=clock.now())
    said = _("“%(what)s” is open again to all who may do it.") % {"what": title_of(item)}
    return leave(request, "work:list", say=said)


@act("paths.work.do")
def retry(request: Request, reference: UUID) -> HttpResponse:
    """Try an automatic step once more that could not be done."""
    item = seen(request, reference)
    services.retry_work(actor=request.user, item=item, at=clock.now())
    item.refresh_from_db(fields=["trouble", "state"])
    if item.trouble:
        said = _("Tried again. It still stands: %(trouble)s") % {"trouble": item.trouble}
        return leave(request, "work:detail", item.uuid, say=said)
    return leave(request, "cases:detail", item.case.uuid, say=_("Tried again, and done. The case goes on."))


@form_page("paths.cases.steer")
def skip(request: Request, reference: UUID) -> HttpResponse:
    item = seen(request, reference)
    require_to_ask(request, policies.may_skip_work(request.user, item))
    form = ReasonForm(request.POST or None)
    if submit(
        request,
        form,
        lambda values: services.skip_work(actor=request.user, item=item, at=clock.now(), **values),
    ):
        said = _("“%(what)s” is left out. The case goes on.") % {"what": title_of(item)}
        return leave(request, "cases:detail", item.case.uuid, say=said)
    return _ask(request, form, item, _("Leave this step out"), _("Leave it out"))


@form_page("paths.work.do")
def send_back(request: Request, reference: UUID) -> HttpResponse:
    item = seen(request, reference)
    require_to_ask(request, policies.may_send_back(request.user, item))
    targets = list_return_targets(item)
    if not targets:
        raise Refused(no(_("There is no earlier step to which the case could go back.")))
    form = SendBackForm(request.POST or None, targets=targets)
    if submit(
        request,
        form,
        lambda values: services.send_work_back(actor=request.user, item=item, at=clock.now(), **values),
    ):
        return leave(request, "work:list", say=_("Sent back, with your reason."))
    return _ask(request, form, item, _("Send back to an earlier step"), _("Send back"))


@form_page("paths.work.do")
def hand_over(request: Request, reference: UUID) -> HttpResponse:
    item = seen(request, reference)
    require_to_ask(request, policies.may_hand_over(request.user, item))
    form = HandOverForm(request.POST or None, institution=item.case.institution_id)
    if submit(
        request,
        form,
        lambda values: services.hand_work_over(actor=request.user, item=item, at=clock.now(), **values),
    ):
        said = _("“%(what)s” is with %(name)s now.")
        words = {"what": title_of(item), "name": form.cleaned_data["person"].name}
        return leave(request, "work:list", say=said % words)
    return _ask(request, form, item, _("Hand over to somebody"), _("Hand over"))


def _ask(request: Request, form: BaseForm, item: WorkItem, heading: str, label: str) -> HttpResponse:
    back = reverse("work:detail", args=[item.uuid])
    lead = f"{title_of(item)} · {item.case.title}"
    return show_form(
        request, FORM, form, heading=heading, lead=lead, label=label, back=back, place=title_of(item)
    )
