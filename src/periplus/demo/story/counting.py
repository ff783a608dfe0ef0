"""What the story came to, in numbers."""

from dataclasses import dataclass

from periplus.demo.story.world import World
from periplus.loop.models import Decision, Deviation, Goal, Signal
from periplus.mobility.models import Stay
from periplus.partners.models import Agreement, NameMatch, Partner


@dataclass(frozen=True, slots=True)
class Told:
    """Counts of what a visitor will find."""

    people: int
    partners: int
    agreements: int
    stays: int
    goals: int
    signals: int
    deviations: int
    decisions: int
    names_in_doubt: int

    def __str__(self) -> str:
        return (
            f"{self.people} people, {self.partners} partners, {self.agreements} agreements, "
            f"{self.stays} stays, {self.goals} goals, {self.signals} signals, "
            f"{self.deviations} deviations, {self.decisions} decisions, {self.names_in_doubt} names in doubt"
        )


def count(world: World) -> Told:
    """Count what there is now."""
    return Told(
        people=len(world.people),
        partners=Partner.objects.filter(served_here=False).count(),
        agreements=Agreement.objects.count(),
        stays=Stay.objects.count(),
        goals=Goal.objects.filter(plan=world.plan).count(),
        signals=Signal.objects.count(),
        deviations=Deviation.objects.count(),
        decisions=Decision.objects.count(),
        names_in_doubt=NameMatch.objects.count(),
    )
