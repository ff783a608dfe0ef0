"""Everything of the story that later pages speak of, by a short name."""

import random
from dataclasses import dataclass, field
from functools import cached_property

from periplus.core.ledger.services import System
from periplus.demo.story.diary import Diary
from periplus.demo.story.years import Years
from periplus.loop.models import Body, Deviation, EffectCheck, Goal, Plan, SignalRule, TaskPackage
from periplus.loop.scopes import Scope
from periplus.mobility.models import Stay
from periplus.partners.models import Agreement, Partner
from periplus.paths.models import Case
from periplus.people.models import Institution, Person, Unit
from periplus.resources.models import BudgetLine

SET_UP = System("set-up")
SEED = 1500


@dataclass
class World:
    """What has come into being so far."""

    years: Years
    diary: Diary
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    partners: dict[str, Partner] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    budget: dict[str, BudgetLine] = field(default_factory=dict)
    stays: dict[str, Stay] = field(default_factory=dict)
    goals: dict[str, Goal] = field(default_factory=dict)
    rules: dict[str, SignalRule] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    deviations: dict[str, Deviation] = field(default_factory=dict)
    checks: dict[str, EffectCheck] = field(default_factory=dict)
    packages: dict[str, TaskPackage] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    plan: Plan | None = None

    @property
    def institution(self) -> Institution:
        return self.root.institution

    @property
    def root(self) -> Unit:
        return self.units["UF"]

    @property
    def twin(self) -> Partner:
        """The university as it stands in the partner register."""
        return self.partners["own"]

    @cached_property
    def whole(self) -> Scope:
        """All of the university."""
        return Scope(institution=self.institution.uuid)

    def within(self, unit: str) -> Scope:
        return Scope(institution=self.institution.uuid, unit=self.units[unit].uuid)

    def dice(self, about: str) -> random.Random:
        """Chance that falls the same way every time, whatever else is told."""
        return random.Random(f"{SEED} {about}")  # noqa: S311 -- a story, not a secret
