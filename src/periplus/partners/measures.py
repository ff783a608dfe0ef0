"""What can be told of agreements in numbers."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from periplus.loop.enums import Direction
from periplus.loop.measuring import SHARE, Measure, Unit, register
from periplus.partners import counting

COUNT_AGREEMENTS: Final = Unit("agreements", _("agreements"))

AGREEMENTS_IN_FORCE: Final = Measure(
    key="partners.agreements_in_force",
    code="A01",
    title=_("Agreements in force"),
    definition=_("Agreements that hold on the last day of the period, by their dates of validity."),
    unit=COUNT_AGREEMENTS,
    direction=Direction.BAND,
    source="Periplus",
    version=1,
    axes=counting.AGREEMENT_AXES,
    compute=counting.count_in_force,
    records=counting.list_in_force,
    contributions=counting.split_in_force,
    breakdown_axes=("country", "partner", "programme", "unit"),
)
USE_OF_PLACES: Final = Measure(
    key="partners.use_of_places",
    code="A02",
    title=_("Use of places"),
    definition=_(
        "Places used divided by places offered in the academic year, over the lines whose use was"
        " reported. A calendar year stands for the academic year that begins in it."
    ),
    unit=SHARE,
    direction=Direction.UP,
    source="Periplus",
    version=1,
    axes=counting.LINE_AXES,
    compute=counting.measure_use,
    records=counting.list_use,
    contributions=counting.split_use,
    breakdown_axes=("country", "partner", "field", "programme", "unit"),
)

register(AGREEMENTS_IN_FORCE, USE_OF_PLACES)
