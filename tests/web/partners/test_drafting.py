"""Drafting an agreement, its terms and its lines; bad input keeps what was typed."""

import datetime as dt
from decimal import Decimal

import pytest

from periplus.core import clock
from periplus.partners.enums import AgreementKind, AgreementState, LineDirection
from periplus.partners.models import Agreement, AgreementLine, LineYear, Partner
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.partners import AgreementLineFactory, PartnerFactory, agreement_with
from tests.factories.people import UnitFactory
from tests.web.cast import Enter, html_of, main_of

pytestmark = pytest.mark.django_db
TERMS = {
    "title": "Exchange of engineers",
    "kind": "student_exchange",
    "programme": "Erasmus+",
    "reference": "",
    "valid_from": "2026-09-01",
    "valid_until": "2031-09-01",
    "notice_months": "6",
    "note": "",
}
LINE = {"direction": "out", "activity": "study", "places": "3", "months": "5", "field": "0531", "level": "6"}


@pytest.fixture
def draft(partner: Partner, university: Institution, faculty: Unit) -> Agreement:
    return agreement_with(
        partner,
        institution=university,
        unit=faculty,
        state=AgreementState.NEGOTIATION,
        title="Old title",
        programme="Old programme",
    )


@pytest.fixture
def held(partner: Partner, university: Institution, faculty: Unit) -> Agreement:
    return agreement_with(partner, institution=university, unit=faculty, valid_from=dt.date(2020, 9, 1))


def test_partners_are_found_and_chosen_by_links(enter: Enter, partner: Partner, twin: Partner) -> None:
    other = PartnerFactory.create(name="Nantes Business School")
    office = enter(Role.OFFICE)
    html = main_of(office.get("/agreements/new/?find=nantes"))
    assert "Université de Nantes" in html
    assert "Go on" not in html
    html = main_of(office.get(f"/agreements/new/?partner={partner.uuid}&find=nantes"))
    assert f'href="?partner={partner.uuid}&amp;on=1"' in html
    assert f"partner={other.uuid}" in html
    assert "Nantes Business School" in html
    assert "No partner of this name" in main_of(office.get("/agreements/new/?find=nowhere"))
    assert twin.name not in main_of(office.get("/agreements/new/?find=porto"))


def test_an_agreement_is_drafted_with_several(
    enter: Enter, partner: Partner, faculty: Unit, people: dict[Role, Person]
) -> None:
    other = PartnerFactory.create()
    url = f"/agreements/new/?partner={partner.uuid}&partner={other.uuid}&on=1"
    coordinator = people[Role.COORDINATOR]
    posted = {**TERMS, "unit": str(faculty.uuid), "coordinator": str(coordinator.uuid)}
    answer = enter(Role.OFFICE).post(url, posted)
    made = Agreement.objects.get()
    assert answer["Location"] == f"/agreements/{made.uuid}/"
    assert set(made.partners.all()) == {partner, other}
    assert (made.state, made.unit, made.coordinator) == (AgreementState.IDEA, faculty, coordinator)
    assert (made.kind, made.notice_months) == (AgreementKind.STUDENT_EXCHANGE, 6)
    assert made.reference == f"A-{clock.today().year}-0001"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"valid_until": "2026-08-01"}, "The agreement has to end after it begins."),
        ({"notice_months": "-1"}, "greater than or equal to 0"),
        ({"valid_from": "soon"}, "Enter a valid date."),
        ({"renews_by_itself": "on", "valid_until": ""}, "needs a day on which it would end"),
        ({"unit": "no-unit"}, "is not a valid UUID"),
    ],
)
def test_bad_terms_come_back_as_typed(
    enter: Enter, partner: Partner, changed: dict[str, str], sentence: str
) -> None:
    typed = {**TERMS, **changed}
    html = html_of(enter(Role.OFFICE).post(f"/agreements/new/?partner={partner.uuid}&on=1", typed), 422)
    assert sentence in html
    for name in ("title", "programme", "valid_from", "valid_until", "notice_months"):
        if typed[name]:
            assert f'value="{typed[name]}"' in html, name
    assert not Agreement.objects.exists()


def test_coordinators_draft_for_their_own_units_only(
    enter: Enter, partner: Partner, faculty: Unit, university: Institution
) -> None:
    other = UnitFactory.create(institution=university, name="Law", code="LAW")
    url, coordinator = f"/agreements/new/?partner={partner.uuid}&on=1", enter(Role.COORDINATOR)
    html = html_of(coordinator.get(url))
    assert str(faculty.uuid) in html
    assert str(other.uuid) not in html
    assert "whole university" not in html
    assert coordinator.post(url, {**TERMS, "unit": str(other.uuid)}).status_code == 422
    assert coordinator.post(url, {**TERMS, "unit": ""}).status_code == 422
    assert coordinator.post(url, {**TERMS, "unit": str(faculty.uuid)}).status_code == 303
    assert Agreement.objects.get().unit == faculty


def test_terms_are_changed_while_they_are_open(enter: Enter, draft: Agreement) -> None:
    url, office = f"/agreements/{draft.uuid}/change/", enter(Role.OFFICE)
    assert 'value="Old programme"' in html_of(office.get(url))
    assert office.post(url, {**TERMS, "coordinator": ""}).status_code == 303
    draft.refresh_from_db()
    assert (draft.title, draft.valid_until) == ("Exchange of engineers", dt.date(2031, 9, 1))
    Agreement.objects.update(state=AgreementState.APPROVAL)
    assert "Only an idea or a draft in negotiation can be changed." in html_of(office.get(url), 403)
    assert office.post(url, TERMS).status_code == 403


def test_a_line_is_added_changed_and_taken_out(enter: Enter, draft: Agreement, partner: Partner) -> None:
    coordinator, page = enter(Role.COORDINATOR), f"/agreements/{draft.uuid}/"
    posted = {**LINE, "partner": str(partner.uuid), "language": "fr", "cefr": "B2", "year_from": "2026"}
    answer = coordinator.post(f"{page}lines/new/", posted)
    line = AgreementLine.objects.get()
    assert answer["Location"] == page
    assert (line.direction, line.places, line.months, line.cefr) == (
        LineDirection.OUTGOING,
        3,
        Decimal(5),
        "B2",
    )
    url = f"/agreements/lines/{line.uuid}/"
    html = html_of(coordinator.get(url))
    assert '<option value="0531" selected>' in html
    coordinator.post(url, {**posted, "places": "9"})
    line.refresh_from_db()
    assert line.places == 9
    coordinator.post(f"{url}remove/")
    assert not AgreementLine.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"places": "many"}, "Enter a whole number."),
        ({"places": "1001"}, "less than or equal to 1000"),
        ({"months": "0"}, "Months are more than 0"),
        ({"cefr": "B2"}, "A level of language needs a language."),
        ({"year_from": "2026", "year_until": "2025"}, "The last academic year lies before the first."),
        ({"partner": "rubbish"}, "is not a valid UUID"),
    ],
)
def test_a_bad_line_comes_back_as_typed(
    enter: Enter, draft: Agreement, partner: Partner, changed: dict[str, str], sentence: str
) -> None:
    typed = {**LINE, "partner": str(partner.uuid), "unit_name": "Génie", **changed}
    html = html_of(enter(Role.OFFICE).post(f"/agreements/{draft.uuid}/lines/new/", typed), 422)
    assert sentence in html
    assert 'value="Génie"' in html
    assert f'value="{typed["places"]}"' in html
    assert not AgreementLine.objects.exists()


def test_places_in_force_change_from_a_year_on(enter: Enter, held: Agreement, partner: Partner) -> None:
    line = AgreementLineFactory.create(agreement=held, partner=partner, places=3)
    url = f"/agreements/lines/{line.uuid}/places/"
    assert enter(Role.COORDINATOR).post(url, {"places": "5", "from_year": "2027"}).status_code == 403
    office = enter(Role.OFFICE)
    assert 'value="3"' in html_of(office.get(url))
    assert office.post(url, {"places": "5", "from_year": "2027"}).status_code == 303
    line.refresh_from_db()
    assert line.places == 5
    bad = html_of(office.post(url, {"places": "-5", "from_year": "2027"}), 422)
    assert 'value="-5"' in bad


def test_use_is_reported(enter: Enter, held: Agreement, partner: Partner) -> None:
    line = AgreementLineFactory.create(agreement=held, partner=partner, places=3)
    url = f"/agreements/lines/{line.uuid}/use/"
    assert enter(Role.COORDINATOR).post(url, {"year": "2024", "used": "2"}).status_code == 303
    year = LineYear.objects.get()
    assert (year.year, year.used, year.reported_on) == (2024, 2, clock.today())
    bad = html_of(enter(Role.OFFICE).post(url, {"year": "1066", "used": "2"}), 422)
    assert 'value="1066"' in bad
    assert enter(Role.TEACHER).post(url, {"year": "2024", "used": "1"}).status_code == 403
