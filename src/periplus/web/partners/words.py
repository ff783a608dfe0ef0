"""Names and tones that the pages of partners and agreements share."""

import datetime as dt

from periplus.core import clock
from periplus.core.codes import code_list
from periplus.core.languages import active_language
from periplus.core.verdicts import Verdict, unseen
from periplus.partners import lives
from periplus.partners.enums import AgreementState, PartnerState, Watch
from periplus.partners.types import Agreement
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.people.types import Person
from periplus.web.lists.words import name_of

PARTNER_TONES = {PartnerState.REGISTERED: "good", PartnerState.PROVISIONAL: "warn"}
WATCH_TONES = {Watch.RENEW: "warn", Watch.CLOSE: "bad"}
AGREEMENT_TONES = {
    AgreementState.IDEA: "plain",
    AgreementState.NEGOTIATION: "accent",
    AgreementState.APPROVAL: "warn",
    AgreementState.SIGNATURE: "warn",
    AgreementState.IN_FORCE: "good",
    AgreementState.TERMINATED: "bad",
    AgreementState.EXPIRED: "none",
    AgreementState.DROPPED: "none",
}


def is_staff(person: Person) -> bool:
    """Whether somebody sees the whole register, and so what colleagues note about partners."""
    return standing_of(person, on=clock.today()).reach("partners.partners.see") == Reach.ALL


def sees_stays(person: Person) -> bool:
    """Whether somebody sees more stays than their own, so that counting them says something."""
    return standing_of(person, on=clock.today()).reach("mobility.stays.see") > Reach.OWN


def may_at_all(person: Person, action: str) -> Verdict:
    """Whether a person's role includes an action; what it does not include is not offered."""
    verdict = standing_of(person, on=clock.today()).may(action)
    return verdict or unseen(verdict.sentence)


def country_name(code: str) -> str:
    return name_of("country", code)


def country_choices(codes: list[str]) -> list[tuple[str, str]]:
    """These countries by name, in the order of the reader's language."""
    wanted = set(codes)
    return [pair for pair in code_list("country").choices(active_language()) if pair[0] in wanted]


def countries_in_order() -> list[str]:
    return [code for code, _name in code_list("country").choices(active_language())]


def region_choices() -> list[tuple[str, str]]:
    """The regions of the world, each before its parts; the world itself narrows nothing."""
    return [(each.code, each.name(active_language())) for each in code_list("region").codes if each.parent]


def academic_year_words(year: int) -> str:
    """An academic year as people write it: 2025/26."""
    return f"{year}/{(year + 1) % 100:02d}"


def last_academic_year(person: Person, today: dt.date) -> int:
    """The last complete academic year where the person works, by the calendar year in which it began."""
    if person.institution is None:
        return today.year - 1
    return lives.academic_year_of(person.institution, today) - 1


def notice_of(agreement: Agreement) -> dt.date | None:
    return lives.notice_due_on(agreement)
