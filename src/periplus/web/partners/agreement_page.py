"""Everything the page of an agreement shows."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.loop.queries import touching
from periplus.mobility.queries import list_stays_under
from periplus.partners import lives, policies, queries
from periplus.partners.enums import AgreementState
from periplus.partners.types import Agreement, AgreementLine, LineYear
from periplus.people.types import Person
from periplus.web.lists.words import name_of
from periplus.web.partners.agreement_columns import stays_under
from periplus.web.partners.notice_words import notice_words
from periplus.web.partners.origins import origins_of
from periplus.web.partners.steps import FORWARD, buttons_of, turn_of
from periplus.web.partners.words import academic_year_words, is_staff
from periplus.web.shell.components import Fact

YEARS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its words and what was offered and used in each shown year."""

    line: AgreementLine
    field: str
    level: str
    language: str
    years: list[LineYear | None]


def page_of(person: Person, agreement: Agreement, today: dt.date) -> dict[str, Any]:
    """The context of the page; a number of queries that does not depend on how many lines there are."""
    lines = list(queries.list_lines(agreement))
    years = _years(lines, agreement, today)
    buttons = buttons_of(person, agreement)
    stays = list_stays_under(person, agreement).count()
    return {
        "agreement": agreement,
        "staff": is_staff(person),
        "sentence": notice_words(agreement, today),
        "next_turn": turn_of(person, agreement, today),
        "forward": next(
            (each for each in buttons if each.verb == FORWARD.get(AgreementState(agreement.state))), None
        ),
        "others": [each for each in buttons if each.verb != FORWARD.get(AgreementState(agreement.state))],
        "years": [academic_year_words(year) for year in years],
        "lines": [line_of(line, years) for line in lines],
        "parties": list(queries.list_parties(agreement)),
        "facts": _facts(agreement, stays),
        "renewals": list(agreement.renewals.order_by("id")),
        "pulls": list(touching.list_pulls_on(person, agreement.uuid, *(line.uuid for line in lines))),
        "end_after_notice": lives.end_after_notice(agreement, given_on=today),
        "origins": origins_of(person, agreement.uuid),
        **_verdicts(person, agreement, lines),
    }


def _verdicts(person: Person, agreement: Agreement, lines: list[AgreementLine]) -> dict[str, Any]:
    first = lines[0] if lines else None
    if first:
        first.agreement = agreement
    return {
        "may_change": policies.may_change_agreement(person, agreement),
        "may_watch": policies.may_watch_agreement(person, agreement),
        "may_renew": policies.may_renew_agreement(person, agreement),
        "may_record": policies.may_record_partner_signature(person, agreement),
        "may_set_places": policies.may_set_places(person, first) if first else None,
        "may_report_use": policies.may_report_use(person, first) if first else None,
    }


def _years(lines: list[AgreementLine], agreement: Agreement, today: dt.date) -> list[int]:
    """The last years of which something is known, else none."""
    known = {each.year for line in lines for each in line.years.all()}
    current = lives.academic_year_of(agreement.institution, today)
    return sorted(year for year in known if year <= current + 1)[-YEARS_SHOWN:]


def line_of(line: AgreementLine, years: list[int]) -> Line:
    by_year = {each.year: each for each in line.years.all()}
    return Line(
        line,
        name_of("isced_f", line.field) or line.field_text,
        name_of("eqf", line.level),
        " ".join(filter(None, (name_of("language", line.language), line.cefr))),
        [by_year.get(year) for year in years],
    )


def _facts(agreement: Agreement, stays: int) -> list[Fact]:
    renews = agreement.renews
    facts = [
        Fact(_("Kind"), agreement.get_kind_display()),
        Fact(_("Programme"), agreement.programme),
        Fact(_("Unit"), agreement.unit.name if agreement.unit else _("Whole university")),
        Fact(_("Coordinator"), agreement.coordinator.name if agreement.coordinator else _("nobody yet")),
        Fact(_("Stays under it"), stays, url=stays_under(agreement) if stays else ""),
    ]
    if renews:
        facts.append(
            Fact(_("Renews"), renews.reference, url=reverse("agreements:detail", args=[renews.uuid]))
        )
    return facts
