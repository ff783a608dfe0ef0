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
from periplus.loop.measured.packages import living_contributions, living_readings, living_records
from periplus.loop.measured.procedures import (
    ended_contributions,
    ended_readings,
    ended_records,
    late_contributions,
    late_readings,
    late_records,
    load_contributions,
    load_readings,
    load_records,
    rework_contributions,
    rework_readings,
    rework_records,
)
from periplus.loop.measuring import COUNT_GOALS, DAYS, SHARE, Measure, Unit, register

AXES = frozenset({"institution", "unit"})
OF_PROCEDURES = AXES | {"procedure"}
COUNT_CASES = Unit("cases", _("cases"))
WORK_PER_PERSON = Unit("work", _("pieces of work for each person"), digits=1)

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

# What procedures did: they lie below the loop, so the loop measures them.
register(
    Measure(
        key="loop.cases_ended",
        code="W01",
        title=_("Cases brought to their end"),
        definition=_(
            "Cases that came to an end of their procedure in the period. Cases that were taken back do "
            "not count, nor do those that another case called."
        ),
        unit=COUNT_CASES,
        direction=Direction.UP,
        source="Periplus",
        version=1,
        axes=OF_PROCEDURES,
        compute=ended_readings,
        records=ended_records,
        contributions=ended_contributions,
        breakdown_axes=("procedure", "unit"),
    ),
    Measure(
        key="loop.late_work",
        code="W02",
        title=_("Late work"),
        definition=_(
            "Of the work in cases that fell due in the period, the share that was not done by its date: "
            "done later, or still open."
        ),
        unit=SHARE,
        direction=Direction.DOWN,
        source="Periplus",
        version=1,
        axes=OF_PROCEDURES,
        compute=late_readings,
        records=late_records,
        contributions=late_contributions,
        breakdown_axes=("procedure", "unit"),
    ),
    Measure(
        key="loop.rework",
        code="W03",
        title=_("Work sent back"),
        definition=_(
            "Of the work in cases that was closed in the period, the share from which the case went back "
            "to an earlier step."
        ),
        unit=SHARE,
        direction=Direction.DOWN,
        source="Periplus",
        version=1,
        axes=OF_PROCEDURES,
        compute=rework_readings,
        records=rework_records,
        contributions=rework_contributions,
        breakdown_axes=("procedure", "unit"),
    ),
    Measure(
        key="loop.role_load",
        code="W04",
        title=_("Open work for each holder of a role"),
        definition=_(
            "Work in cases that is open at the end of the period, divided by the people who hold one of "
            "the roles that it waits for on its last day."
        ),
        unit=WORK_PER_PERSON,
        direction=Direction.DOWN,
        source="Periplus",
        version=1,
        axes=OF_PROCEDURES,
        compute=load_readings,
        records=load_records,
        contributions=load_contributions,
        breakdown_axes=("procedure", "unit"),
    ),
    Measure(
        key="loop.goals_with_packages",
        code="W05",
        title=_("Goals with living task packages"),
        definition=_(
            "Of the active goals of the plans in force on the last day of the period, the share with at "
            "least one open task package for which somebody answers who is still here."
        ),
        unit=SHARE,
        direction=Direction.UP,
        source="Periplus",
        version=1,
        axes=AXES,
        compute=living_readings,
        records=living_records,
        contributions=living_contributions,
        breakdown_axes=("unit",),
    ),
)
