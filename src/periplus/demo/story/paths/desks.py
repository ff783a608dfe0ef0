"""Who is away and who stands in; when people are reminded of what is due."""

import datetime as dt
from typing import Final

from periplus.demo.story.diary import Act
from periplus.demo.story.world import World
from periplus.paths.queries.charts import find_procedure
from periplus.paths.services.reminders import RuleTerms, add_reminder_rule
from periplus.paths.services.substitutions import Absence, enter_substitution
from periplus.people.enums import Role

RULES_SET = 45
# Who, from how many days ago (or ahead) for how many days, who stands in, away or not, what is said.
Away = tuple[str, int, int, str | None, bool, str]
AWAY: Final[tuple[Away, ...]] = (
    ("health", -3, 15, "nursing", True, "At the clinics in Padova."),
    ("goran", 0, 5, "olena", True, "Annual leave."),
    ("olena", 9, 6, None, True, "At a fair. Mei-Lin answers the telephone."),
    ("humanities", -12, 40, "languages", False, "Carmen does what concerns Modern Languages this term."),
    ("vice_rector", 16, 8, "office", False, "Journey to four partners; Tomás prepares what is to be signed."),
    ("engineering", -120, 14, "informatics", True, ""),
)


def tell(world: World) -> None:
    world.diary.write(world.years.ago(RULES_SET), lambda day: _set_rules(world, day))
    for one in AWAY:
        world.diary.write(world.years.ahead(min(one[1] - 4, 0)), _entering(world, one))


def _set_rules(world: World, day: dt.date) -> None:
    """Three days before, the day after, and a week later the office too; two weeks, the vice-rector."""
    life = find_procedure("agreement_life", world.institution.pk)
    terms = (
        RuleTerms(days=-3),
        RuleTerms(days=1),
        RuleTerms(days=7, role=Role.OFFICE),
        RuleTerms(days=14, role=Role.VICE_RECTOR, procedure=life),
    )
    for each in terms:
        add_reminder_rule(actor=world.people["office"], institution=world.institution, terms=each, on=day)


def _entering(world: World, one: Away) -> Act:
    who, begins, lasts, instead, away, note = one
    first = world.years.ahead(begins)

    def enter(day: dt.date) -> None:
        absence = Absence(
            valid_from=first,
            valid_until=first + dt.timedelta(days=lasts),
            substitute=world.people[instead] if instead else None,
            away=away,
            note=note,
        )
        enter_substitution(actor=world.people[who], person=world.people[who], absence=absence, on=day)

    return enter
