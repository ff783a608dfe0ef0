"""What the list of stays shows of each."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.mobility.enums import StayMode, StayState
from periplus.mobility.types import Stay
from periplus.partners.enums import Activity, LineDirection
from periplus.partners.types import Partner
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.people.types import Person
from periplus.web.lists.columns import Column
from periplus.web.lists.words import label_of, name_of

TONES = {
    StayState.PLANNED: "plain",
    StayState.UNDER_WAY: "accent",
    StayState.ENDED: "good",
    StayState.CANCELLED: "none",
}


def page_of(stay: Stay) -> str:
    return reverse("stays:detail", args=[stay.uuid])


def other_side(stay: Stay) -> Partner | None:
    """The institution that is not ours; of two others the one where the stay leads to."""
    return stay.sending if _comes_in(stay) else stay.receiving


def _comes_in(stay: Stay) -> bool:
    ours_sends = stay.sending is not None and stay.sending.served_here
    ours_receives = stay.receiving is not None and stay.receiving.served_here
    return ours_receives and not ours_sends


def _direction(stay: Stay) -> str:
    return label_of(LineDirection, LineDirection.INCOMING if _comes_in(stay) else LineDirection.OUTGOING)


def _partner(stay: Stay) -> str:
    partner = other_side(stay)
    return partner.name if partner else gettext("not known")


def _country(stay: Stay) -> str:
    code = stay.country_from if _comes_in(stay) else stay.country_to
    return name_of("country", code)


def sees_people(person: Person) -> bool:
    """Whether somebody sees stays of more people than themselves, with names."""
    return standing_of(person, on=clock.today()).reach("mobility.stays.see") >= Reach.UNIT


COLUMNS = (
    Column("partner", _("Partner"), _partner, order_by=("other_name",), link=page_of),
    Column("way", _("Direction"), _direction),
    Column("country", _("Country"), _country, order_by=("country_to", "country_from")),
    Column("starts", _("Starts"), lambda s: s.starts_on, kind="date", order_by=("starts_on",)),
    Column("ends", _("Ends"), lambda s: s.ends_on, kind="date", order_by=("ends_on",)),
    Column("activity", _("For what"), lambda s: label_of(Activity, s.activity), order_by=("activity",)),
    Column(
        "level",
        _("Level"),
        lambda s: name_of("eqf", s.level) or s.level_text,
        order_by=("level",),
        shown=False,
    ),
    Column(
        "field",
        _("Field"),
        lambda s: name_of("isced_f", s.field) or s.field_text,
        order_by=("field", "field_text"),
    ),
    Column("programme", _("Programme"), lambda s: s.programme, order_by=("programme",), shown=False),
    Column(
        "state",
        _("State"),
        lambda s: label_of(StayState, s.state),
        kind="state",
        tone=lambda s: TONES[s.state],
        order_by=("state",),
    ),
    Column("unit", _("Unit"), lambda s: s.unit.name if s.unit else "", order_by=("unit__name",), shown=False),
    Column(
        "person",
        _("Person"),
        lambda s: s.person.name if s.person else "",
        order_by=("person__sort_key",),
        shown=False,
        allowed=sees_people,
    ),
    Column("from", _("From"), lambda s: s.sending.name if s.sending else "", shown=False),
    Column("to", _("To"), lambda s: s.receiving.name if s.receiving else "", shown=False),
    Column("mode", _("How"), lambda s: label_of(StayMode, s.mode), order_by=("mode",), shown=False),
    Column("source", _("Source"), lambda s: s.source, order_by=("source",), shown=False),
    Column(
        "reference",
        _("Reference of the source"),
        lambda s: s.source_reference,
        order_by=("source_reference",),
        shown=False,
    ),
)
