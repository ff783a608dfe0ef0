"""The levers of partners: check, preview, apply, undo."""

import datetime as dt

import pytest

from periplus.core.ledger.services import System
from periplus.core.verdicts import Refused
from periplus.loop.levering import Change, get_lever
from periplus.partners import services
from periplus.partners.bulk import LineBook, LineFacts, bring_lines
from periplus.partners.enums import AgreementState, Watch
from periplus.partners.models import AgreementLine, LineYear
from periplus.people.enums import Role
from tests.factories.partners import (
    AgreementLineFactory,
    LineYearFactory,
    PartnerFactory,
    agreement_with,
)
from tests.factories.people import person_as

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)  # in the academic year 2025/26
TESTER = System("test")
WORDS = ("unit_name", "direction", "activity", "field", "field_text", "level", "language", "cefr")


def line_with(**years: tuple[int, int]) -> AgreementLine:
    """A line of 3 places in force since autumn 2023; years like y2026=(places, used)."""
    partner = PartnerFactory.create()
    agreement = agreement_with(partner, valid_from=dt.date(2023, 9, 1))
    line: AgreementLine = AgreementLineFactory.create(agreement=agreement, partner=partner, places=3)
    for year, (places, used) in years.items():
        LineYearFactory.create(line=line, year=int(year[1:]), places=places, used=used)
    return line


def state_of(line: AgreementLine) -> tuple[int, list[tuple[int, int, int]]]:
    line.refresh_from_db()
    return line.places, list(line.years.order_by("year").values_list("year", "places", "used"))


def test_places_change_from_a_year_on_and_the_past_keeps_its_own() -> None:
    lever, line = get_lever("partners.line_places"), line_with(y2024=(4, 2), y2026=(3, 1))
    change = {"places": 5, "from_year": 2026}
    assert lever.check(line, change, on=TODAY)
    [difference] = lever.preview(line, change)
    assert (str(difference.label), difference.before, difference.after) == (
        "Places from 2026/27 on",
        "3",
        "5",
    )
    lever.apply(actor=None, subject=line, change=change, on=TODAY)
    assert state_of(line) == (5, [(2023, 3, 0), (2024, 4, 2), (2025, 3, 0), (2026, 5, 1)])


@pytest.mark.parametrize(
    "years", [{}, {"y2024": (4, 2)}, {"y2024": (4, 2), "y2026": (3, 1), "y2027": (2, 0)}]
)
def test_apply_then_undo_leaves_places_as_they_were(years: dict[str, tuple[int, int]]) -> None:
    lever, line = get_lever("partners.line_places"), line_with(**years)
    untouched = state_of(line)
    before = lever.apply(actor=None, subject=line, change={"places": 9, "from_year": 2026}, on=TODAY)
    assert state_of(line) != untouched
    lever.undo(actor=person_as(Role.VICE_RECTOR), subject=line, before=before, on=TODAY)
    assert state_of(line) == untouched


def test_a_year_reported_in_between_keeps_its_use_when_undone() -> None:
    lever, line = get_lever("partners.line_places"), line_with()
    before = lever.apply(actor=None, subject=line, change={"places": 5, "from_year": 2026}, on=TODAY)
    services.report_use(actor=TESTER, line=line, year=2026, used=2, on=TODAY)
    lever.undo(actor=None, subject=line, before=before, on=TODAY)
    assert state_of(line) == (3, [(2026, 3, 2)])


@pytest.mark.parametrize(
    ("year", "listed", "then"),
    [(2025, 3, 5), (2025, 4, 5), (2026, 3, 3), (2027, 6, 6)],
)
def test_a_list_of_a_year_before_the_change_leaves_it_alone(year: int, listed: int, then: int) -> None:
    """From 2026 on there are five. A list tells of its own year, and of now only when it is as new."""
    lever, line = get_lever("partners.line_places"), line_with(y2024=(3, 2))
    lever.apply(actor=None, subject=line, change={"places": 5, "from_year": 2026}, on=TODAY)
    bring_listed(line, year, listed)
    places, years = state_of(line)
    assert places == then
    assert (year, listed, 1) in years


def bring_listed(line: AgreementLine, year: int, places: int) -> None:
    facts = LineFacts(
        partner_id=line.partner_id,
        reference=line.agreement.reference,
        year=year,
        places=places,
        used=1,
        **{name: getattr(line, name) for name in WORDS},
        programme=line.agreement.programme,
    )
    book = LineBook(line.agreement.institution, "list")
    bring_lines(actor=TESTER, book=book, lines=[facts], today=TODAY, attributes={})


def test_undo_is_refused_when_the_world_has_moved_on() -> None:
    lever, line = get_lever("partners.line_places"), line_with()
    before = lever.apply(actor=None, subject=line, change={"places": 5, "from_year": 2026}, on=TODAY)
    services.report_use(actor=TESTER, line=line, year=2026, used=4, on=TODAY)
    with pytest.raises(Refused, match="More places are used"):
        lever.undo(actor=None, subject=line, before=before, on=TODAY)
    services.set_places(actor=TESTER, line=line, places=6, from_year=2027, on=TODAY)
    with pytest.raises(Refused, match="changed again"):
        lever.undo(actor=None, subject=line, before=before, on=TODAY)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "whole numbers"),
        ({"places": "many", "from_year": 2026}, "whole numbers"),
        ({"places": 2.5, "from_year": 2026}, "whole numbers"),
        ({"places": True, "from_year": 2026}, "whole numbers"),
        ({"places": -1, "from_year": 2026}, "from 0 to 1,000"),
        ({"places": 5, "from_year": 2024}, "is over"),
        ({"places": 1, "from_year": 2026}, "2 places of 2026 are used already"),
        ({"places": 5, "from_year": 2030}, "ends before"),
        ({"places": 3, "from_year": 2027}, "already"),
    ],
)
def test_nonsense_about_places_is_refused_with_a_sentence(change: Change, sentence: str) -> None:
    line = line_with(y2026=(3, 2))
    line.year_until = 2030
    line.save()
    verdict = get_lever("partners.line_places").check(line, change, on=TODAY)
    assert not verdict
    assert sentence in str(verdict.sentence)


def test_only_lines_in_force_can_be_changed() -> None:
    lever, line = get_lever("partners.line_places"), line_with()
    line.agreement.state = AgreementState.TERMINATED
    line.agreement.save()
    assert not lever.check(line, {"places": 5, "from_year": 2026}, on=TODAY)
    assert lever.subject(line.uuid) is None
    assert list(lever.subjects(text="", limit=5)) == []
    with pytest.raises(Refused):
        services.set_places(actor=TESTER, line=line, places=5, from_year=2026, on=TODAY)
    assert not LineYear.objects.exists()


def test_lines_are_found_by_reference_and_partner() -> None:
    lever, line = get_lever("partners.line_places"), line_with()
    line_with()
    for text in (line.agreement.reference.lower(), line.partner.name.upper()):
        [choice] = lever.subjects(text=text, limit=5)
        assert choice.value == str(line.uuid)
    assert {one.name for one in lever.inputs(line)} == {"places", "from_year"}


def watched() -> list[tuple[str, object]]:
    return [
        ("partners.partner_watch", PartnerFactory.create()),
        ("partners.agreement_watch", agreement_with(PartnerFactory.create())),
    ]


def test_a_watch_is_set_and_taken_back() -> None:
    for key, subject in watched():
        lever, change = get_lever(key), {"watch": "renew", "until": "2026-09-01"}
        assert lever.check(subject, change, on=TODAY)  # type: ignore[arg-type]
        [difference] = lever.preview(subject, change)  # type: ignore[arg-type]
        assert (difference.before, difference.after) == ("No watch", "To be renewed, 1 September 2026")
        before = lever.apply(actor=None, subject=subject, change=change, on=TODAY)  # type: ignore[arg-type]
        subject.refresh_from_db()  # type: ignore[attr-defined]
        assert subject.watch == Watch.RENEW  # type: ignore[attr-defined]
        lever.undo(actor=None, subject=subject, before=before, on=TODAY)  # type: ignore[arg-type]
        subject.refresh_from_db()  # type: ignore[attr-defined]
        assert (subject.watch, subject.watch_until) == (Watch.NONE, None)  # type: ignore[attr-defined]


def test_an_old_watch_comes_back_though_its_day_is_over() -> None:
    lever = get_lever("partners.partner_watch")
    partner = PartnerFactory.create(watch=Watch.CLOSE, watch_until=dt.date(2026, 1, 1))
    change = {"watch": "none", "until": ""}
    assert lever.check(partner, change, on=TODAY)
    before = lever.apply(actor=None, subject=partner, change=change, on=TODAY)
    lever.undo(actor=None, subject=partner, before=before, on=TODAY)
    partner.refresh_from_db()
    assert (partner.watch, partner.watch_until) == (Watch.CLOSE, dt.date(2026, 1, 1))


def test_a_watch_changed_since_is_not_undone() -> None:
    for key, subject in watched():
        lever = get_lever(key)
        first = lever.apply(
            actor=None,
            subject=subject,  # type: ignore[arg-type]
            change={"watch": "renew", "until": "2026-09-01"},
            on=TODAY,
        )
        lever.apply(
            actor=None,
            subject=subject,  # type: ignore[arg-type]
            change={"watch": "close", "until": "2026-10-01"},
            on=TODAY,
        )
        with pytest.raises(Refused, match="changed again"):
            lever.undo(actor=None, subject=subject, before=first, on=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"watch": "keep", "until": "2026-09-01"},
        {"watch": "renew"},
        {"watch": "renew", "until": "soon"},
        {"watch": "renew", "until": "2026-03-02"},
        {"watch": "none"},
    ],
)
def test_nonsense_about_a_watch_is_refused_with_a_sentence(change: Change) -> None:
    for key, subject in watched():
        verdict = get_lever(key).check(subject, change, on=TODAY)  # type: ignore[arg-type]
        assert not verdict
        assert str(verdict.sentence)


def test_who_may_pull_what_without_a_decision() -> None:
    line = line_with()
    for role in (Role.TEACHER, Role.STUDENT, Role.REVIEWER, Role.ADMINISTRATOR):
        with pytest.raises(Refused):
            services.set_places(actor=person_as(role), line=line, places=5, from_year=2026, on=TODAY)
    services.set_places(actor=person_as(Role.OFFICE), line=line, places=5, from_year=2026, on=TODAY)
