"""What the loop can tell about itself: the door through which its own indicators go."""

from django.utils.translation import gettext_lazy as _

from periplus.loop.enums import Direction
from periplus.loop.measured.goals import ownerless_contributions, ownerless_readings, ownerless_records
from periplus.loop.measured.loops import (
    closure_contributions,
    closure_readings,
    closure_records,
    decision_contributions,
    decision_readings,
    decision_records,
)
from periplus.loop.measuring import COUNT_GOALS, DAYS, SHARE, Measure, register

AXES = frozenset({"institution", "unit"})

register(
    Measure(
        key="loop.ownerless_goals",
        code="Q07",
        title=_("Ownerless goals"),
        definition=_(
            "Active goals of the plans in force on the last day of the period for which nobody answers "
            "who is still here. A deputy does not count as owner."
        ),
        unit=COUNT_GOALS,
        direction=Direction.DOWN,
        source="Periplus",
        version=1,
        axes=AXES,
        compute=ownerless_readings,
        records=ownerless_records,
        contributions=ownerless_contributions,
        breakdown_axes=("unit",),
    ),
    Measure(
        key="loop.days_to_decision",
        code="Q04",
        title=_("Time from deviation to decision"),
        definition=_(
            "Median number of days from the day a deviation is opened to the first decision about it, "
            "over the deviations first decided in the period."
        ),
        unit=DAYS,
        direction=Direction.DOWN,
        source="Periplus",
        version=1,
        axes=AXES,
        compute=decision_readings,
        records=decision_records,
        contributions=decision_contributions,
        breakdown_axes=("unit",),
    ),
    Measure(
        key="loop.closure",
        code="Q03",
        title=_("Loop closure"),
        definition=_(
            "Of the deviations opened in the period and not waived, the share that has a decision and a "
            "stored effect check, and is closed."
        ),
        unit=SHARE,
        direction=Direction.UP,
        source="Periplus",
        version=1,
        axes=AXES,
        compute=closure_readings,
        records=closure_records,
        contributions=closure_contributions,
        breakdown_axes=("unit",),
    ),
)
