"""How stays are named and opened."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.mobility.policies import visible_stays
from periplus.mobility.types import Stay
from periplus.people.types import Person
from periplus.web.mobility.stay_columns import other_side
from periplus.web.shell.links import Link


def _stays(person: Person) -> QuerySet[Any]:
    return visible_stays(person).select_related("sending", "receiving")


def title_of(stay: Stay) -> str:
    partner = other_side(stay)
    words = {
        "partner": partner.name if partner else _("not known"),
        "year": stay.start_year or _("not dated"),
    }
    return _("stay with %(partner)s, %(year)s") % words


LINKS = [
    Link("mobility.stay", gettext_lazy("stay"), visible=_stays, url_name="stays:detail", title=title_of),
]
