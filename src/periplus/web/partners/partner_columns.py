"""What the list of partners shows of each."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.partners.enums import PartnerState, Watch
from periplus.partners.types import Partner
from periplus.web.lists.columns import Column
from periplus.web.lists.words import label_of
from periplus.web.partners.words import PARTNER_TONES, WATCH_TONES, country_name, is_staff, sees_stays

RECENT_YEARS = 5


def recent_since() -> int:
    """The first of the last five calendar years, this one counted."""
    return clock.today().year - RECENT_YEARS + 1


def page_of(partner: Partner) -> str:
    return reverse("partners:detail", args=[partner.uuid])


def agreements_of(partner: Any) -> str:
    query = urlencode({"partner": partner.uuid, "holds": "now"})
    return f"{reverse('agreements:list')}?{query}" if partner.agreements_in_force else ""


def stays_of(partner: Partner, end: str, **narrowed: object) -> str:
    """The stays that go `to` the partner, come `from` it, or both: `partner`."""
    return f"{reverse('stays:list')}?{urlencode({end: partner.uuid, **narrowed})}"


def _there(partner: Any) -> str:
    return stays_of(partner, "to", since=recent_since()) if partner.stays_out else ""


def _from_there(partner: Any) -> str:
    return stays_of(partner, "from", since=recent_since()) if partner.stays_in else ""


COLUMNS = (
    Column("name", _("Name"), lambda p: p.name, order_by=("sort_key",), link=page_of),
    Column(
        "country", _("Country"), lambda p: country_name(p.country), order_by=("country_place", "sort_key")
    ),
    Column("city", _("City"), lambda p: p.city, order_by=("city", "sort_key")),
    Column(
        "agreements",
        _("Agreements in force"),
        lambda p: p.agreements_in_force,
        kind="number",
        order_by=("agreements_in_force",),
        link=agreements_of,
        allowed=is_staff,
    ),
    Column(
        "out",
        _("Out, last 5 years"),
        lambda p: p.stays_out,
        kind="number",
        order_by=("stays_out",),
        link=_there,
        allowed=sees_stays,
    ),
    Column(
        "in",
        _("In, last 5 years"),
        lambda p: p.stays_in,
        kind="number",
        order_by=("stays_in",),
        link=_from_there,
        allowed=sees_stays,
    ),
    Column(
        "stays",
        _("Stays ever"),
        lambda p: p.stays_all,
        kind="number",
        order_by=("stays_all",),
        link=lambda p: stays_of(p, "partner") if p.stays_all else "",
        shown=False,
        allowed=sees_stays,
    ),
    Column(
        "last",
        _("Last stay"),
        lambda p: str(p.last_stay_year) if p.last_stay_year else None,
        order_by=("last_stay_year",),
        link=lambda p: stays_of(p, "partner", year=p.last_stay_year),
        allowed=sees_stays,
    ),
    Column(
        "watch",
        _("Watch"),
        lambda p: label_of(Watch, p.watch) if p.watch != Watch.NONE else None,
        kind="state",
        tone=lambda p: WATCH_TONES[p.watch],
        order_by=("watch", "watch_until"),
        allowed=is_staff,
    ),
    Column(
        "watch_until",
        _("Watch until"),
        lambda p: p.watch_until,
        kind="due",
        order_by=("watch_until",),
        shown=False,
        allowed=is_staff,
    ),
    Column(
        "state",
        _("State"),
        lambda p: label_of(PartnerState, p.state),
        kind="state",
        tone=lambda p: PARTNER_TONES.get(p.state, "none"),
        order_by=("state", "sort_key"),
        shown=False,
    ),
    Column("ror", "ROR", lambda p: p.ror, shown=False),
    Column("erasmus", _("Erasmus code"), lambda p: p.erasmus, order_by=("erasmus",), shown=False),
    Column("website", _("Website"), lambda p: p.website, shown=False),
)
