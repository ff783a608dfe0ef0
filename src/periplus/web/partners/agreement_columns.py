"""What the list of agreements shows of each."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.partners.enums import AgreementKind, AgreementState, Watch
from periplus.partners.types import Agreement
from periplus.web.lists.columns import Column
from periplus.web.lists.words import label_of
from periplus.web.partners.words import AGREEMENT_TONES, WATCH_TONES, is_staff, notice_of


def page_of(agreement: Agreement) -> str:
    return reverse("agreements:detail", args=[agreement.uuid])


def stays_under(agreement: Agreement) -> str:
    return f"{reverse('stays:list')}?{urlencode({'agreement': agreement.uuid})}"


COLUMNS = (
    Column("reference", _("Reference"), lambda a: a.reference, order_by=("reference",), link=page_of),
    Column("partners", _("Partners"), lambda a: a.partner_names, order_by=("partner_names",)),
    Column("title", _("Title"), lambda a: a.title, order_by=("title",), shown=False),
    Column("unit", _("Unit"), lambda a: a.unit.name if a.unit else "", order_by=("unit__name",)),
    Column(
        "state",
        _("State"),
        lambda a: label_of(AgreementState, a.state),
        kind="state",
        tone=lambda a: AGREEMENT_TONES[a.state],
        order_by=("state",),
    ),
    Column("until", _("Valid until"), lambda a: a.valid_until, kind="date", order_by=("valid_until",)),
    Column("notice", _("Notice due"), notice_of, kind="due", order_by=("notice_on",)),
    Column("out", _("Places out"), lambda a: a.places_out, kind="number", order_by=("places_out",)),
    Column("in", _("Places in"), lambda a: a.places_in, kind="number", order_by=("places_in",)),
    Column(
        "used",
        _("Used last year"),
        lambda a: a.used,
        kind="number",
        order_by=("used",),
        link=lambda a: f"{page_of(a)}#lines",
    ),
    Column("kind", _("Kind"), lambda a: label_of(AgreementKind, a.kind), order_by=("kind",), shown=False),
    Column(
        "coordinator",
        _("Coordinator"),
        lambda a: a.coordinator.name if a.coordinator else "",
        order_by=("coordinator__sort_key",),
        shown=False,
        allowed=is_staff,
    ),
    Column(
        "watch",
        _("Watch"),
        lambda a: label_of(Watch, a.watch) if a.watch != Watch.NONE else None,
        kind="state",
        tone=lambda a: WATCH_TONES[a.watch],
        order_by=("watch", "watch_until"),
        shown=False,
        allowed=is_staff,
    ),
    Column(
        "programme", _("Programme"), lambda a: a.programme, order_by=("programme", "reference"), shown=False
    ),
    Column(
        "from", _("Valid from"), lambda a: a.valid_from, kind="date", order_by=("valid_from",), shown=False
    ),
    Column(
        "signed", _("Signed on"), lambda a: a.signed_on, kind="date", order_by=("signed_on",), shown=False
    ),
    Column(
        "renews",
        _("Renews itself"),
        lambda a: a.renews_by_itself,
        kind="flag",
        order_by=("renews_by_itself",),
        shown=False,
    ),
)
