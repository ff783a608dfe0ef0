"""Stays: the list and what narrows it, one stay, recording, correcting, cancelling, one's own."""

import datetime as dt
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.test import Client

from periplus.mobility.enums import Precision, StayMode, StayState
from periplus.mobility.models import Stay, StayFunding
from periplus.partners.enums import Activity
from periplus.partners.models import Partner
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from periplus.web.mobility.deadlines import deadlines_for
from periplus.web.mobility.links import LINKS
from tests.factories.mobility import StayFactory
from tests.factories.partners import AgreementLineFactory, PartnerFactory, agreement_with
from tests.factories.people import UnitFactory
from tests.web.cast import Enter, html_of, main_of
from tests.web.lists import assert_constant_queries, rows_of_csv

pytestmark = pytest.mark.django_db
URL = "/stays/"
TODAY = dt.date(2026, 11, 22)


def table(client: Client, columns: list[str], **query: object) -> list[list[str]]:
    address = urlencode({"format": "csv", "col": columns, **query}, doseq=True)
    return rows_of_csv(client, f"{URL}?{address}")[1:]


def found(client: Client, **query: object) -> set[str]:
    return {row[1] for row in table(client, ["partner", "reference"], **query)}


@pytest.fixture
def stays(partner: Partner, twin: Partner, faculty: Unit, university: Institution) -> dict[str, Stay]:
    law = UnitFactory.create(institution=university, parent=faculty.parent, name="Law", code="LAW")
    cuenca = PartnerFactory.create(name="Universidad de Cuenca", country="EC")
    common = {"source": "test"}
    return {
        "out": StayFactory.create(
            sending=twin,
            receiving=partner,
            unit=faculty,
            field="0531",
            level="6",
            programme="Erasmus+",
            source_reference="out",
            **common,
        ),
        "in": StayFactory.create(
            sending=cuenca,
            receiving=twin,
            unit=law,
            field="0421",
            starts_on=dt.date(2024, 2, 1),
            source_reference="in",
            **common,
        ),
        "undated": StayFactory.create(
            sending=twin,
            receiving=None,
            country_to="BR",
            starts_on=None,
            source_reference="undated",
            **common,
        ),
        "cancelled": StayFactory.create(
            sending=twin,
            receiving=partner,
            state=StayState.CANCELLED,
            activity=Activity.TEACHING,
            source_reference="cancelled",
            **common,
        ),
    }


@pytest.mark.usefixtures("stays")
def test_the_newest_come_first_and_undated_ones_last(enter: Enter) -> None:
    rows = table(enter(Role.OFFICE), ["partner", "way", "country", "starts"])
    assert rows == [
        ["Universidad de Cuenca", "Incoming", "Ecuador", "2024-02-01"],
        ["Université de Nantes", "Outgoing", "France", "2020-09-15"],
        ["not known", "Outgoing", "Brazil", ""],
    ]


@pytest.mark.usefixtures("stays")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"out", "in", "undated"}),
        ({"show": "all"}, {"out", "in", "undated", "cancelled"}),
        ({"year": "2024"}, {"in"}),
        ({"year": ["2020", "2024"]}, {"in", "out"}),
        ({"since": "2021"}, {"in"}),
        ({"since": "rubbish"}, {"out", "in", "undated"}),
        ({"way": "in"}, {"in"}),
        ({"way": "out"}, {"out", "undated"}),
        ({"country": "BR"}, {"undated"}),
        ({"country": "EC"}, {"in"}),
        ({"field": "05"}, {"out"}),
        ({"field": ["05", "04"]}, {"out", "in"}),
        ({"level": "6"}, {"out"}),
        ({"activity": "teaching", "show": "all"}, {"cancelled"}),
        ({"state": "cancelled"}, set()),
        ({"begin": "2021-01-01"}, {"in"}),
        ({"before": "2021-01-01"}, {"out"}),
        ({"q": "cuenca"}, {"in"}),
        ({"q": "erasmus"}, {"out"}),
    ],
)
def test_it_is_narrowed(enter: Enter, query: dict[str, object], expected: set[str]) -> None:
    assert found(enter(Role.OFFICE), **query) == expected


def test_links_from_other_pages_narrow_it(
    enter: Enter, stays: dict[str, Stay], partner: Partner, university: Institution
) -> None:
    line = AgreementLineFactory.create(
        agreement=agreement_with(partner, institution=university), partner=partner
    )
    Stay.objects.filter(pk=stays["out"].pk).update(line=line)
    cuenca = stays["in"].sending
    assert cuenca is not None
    office = enter(Role.OFFICE)
    assert found(office, partner=partner.uuid) == {"out"}
    assert found(office, to=partner.uuid) == {"out"}
    assert found(office, **{"from": partner.uuid}) == set()
    assert found(office, **{"from": cuenca.uuid}) == {"in"}
    assert found(office, agreement=line.agreement.uuid) == {"out"}
    assert "Partner: Université de Nantes" in html_of(office.get(f"{URL}?partner={partner.uuid}"))


def test_everybody_sees_theirs(enter: Enter, stays: dict[str, Stay], people: dict[Role, Person]) -> None:
    Stay.objects.filter(pk=stays["in"].pk).update(person=people[Role.STUDENT])
    assert found(enter(Role.COORDINATOR)) == {"out"}
    assert found(enter(Role.STUDENT)) == {"in"}
    assert found(enter(Role.PARTNER)) == {"out"}
    assert found(enter(Role.TEACHER)) == set()
    assert enter(Role.ADMINISTRATOR).get(URL).status_code == 404


def test_names_are_for_those_who_organise(
    enter: Enter, stays: dict[str, Stay], people: dict[Role, Person]
) -> None:
    Stay.objects.filter(pk=stays["out"].pk).update(person=people[Role.STUDENT])
    name = people[Role.STUDENT].name
    assert table(enter(Role.OFFICE), ["partner", "person"], year="2020")[0][1] == name
    assert table(enter(Role.PARTNER), ["partner", "person"]) == [["Université de Nantes"]]
    assert name not in main_of(enter(Role.PARTNER).get(f"/stays/{stays['out'].uuid}/"))
    assert name in main_of(enter(Role.OFFICE).get(f"/stays/{stays['out'].uuid}/"))


def test_the_page_tells_what_is_known(enter: Enter, stays: dict[str, Stay], partner: Partner) -> None:
    StayFunding.objects.create(stay=stays["out"], currency="EUR", amount=Decimal("1200.50"))
    html = main_of(enter(Role.OFFICE).get(f"/stays/{stays['out'].uuid}/"))
    for part in ("University of Porto → Université de Nantes", "Chemistry", "Erasmus+", "1200.50 EUR"):
        assert part in html, part
    assert f'<a href="/partners/{partner.uuid}/">' in html
    undated = main_of(enter(Role.OFFICE).get(f"/stays/{stays['undated'].uuid}/"))
    assert "It is not known when." in undated
    assert "→ not known" in undated


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        (Precision.DAY, "15 September 2020"),
        (Precision.MONTH, "September 2020"),
        (Precision.YEAR, '<p class="lead"> 2020 </p>'),
    ],
)
def test_dates_are_told_as_exactly_as_they_are_known(
    enter: Enter, stays: dict[str, Stay], precision: Precision, words: str
) -> None:
    Stay.objects.filter(pk=stays["out"].pk).update(precision=precision)
    html = main_of(enter(Role.OFFICE).get(f"/stays/{stays['out'].uuid}/"))
    assert words in html
    assert (precision == Precision.DAY) == ("15 September" in html)


def test_a_stay_that_is_not_theirs_does_not_exist(enter: Enter, stays: dict[str, Stay]) -> None:
    for role in (Role.STUDENT, Role.TEACHER):
        assert enter(role).get(f"/stays/{stays['out'].uuid}/").status_code == 404
    assert enter(Role.COORDINATOR).get(f"/stays/{stays['in'].uuid}/").status_code == 404


def test_dates_are_changed(enter: Enter, stays: dict[str, Stay]) -> None:
    url, office = f"/stays/{stays['out'].uuid}/dates/", enter(Role.OFFICE)
    assert 'value="2020-09-15"' in html_of(office.get(url))
    bad = html_of(office.post(url, {"starts_on": "2021-02-01", "ends_on": "2021-01-01"}), 422)
    assert "The stay ends before it begins." in bad
    assert 'value="2021-01-01"' in bad
    assert office.post(url, {"starts_on": "2021-02-01", "ends_on": ""}).status_code == 303
    stays["out"].refresh_from_db()
    assert (stays["out"].starts_on, stays["out"].start_year) == (dt.date(2021, 2, 1), 2021)


def test_a_stay_is_cancelled_with_a_reason_and_counts_no_more(enter: Enter, stays: dict[str, Stay]) -> None:
    Stay.objects.filter(pk=stays["out"].pk).update(state=StayState.PLANNED)
    office, page = enter(Role.OFFICE), f"/stays/{stays['out'].uuid}/"
    assert f'action="{page}cancel/"' in main_of(office.get(page))
    assert office.post(f"{page}cancel/", {"reason": "Ill."}).status_code == 303
    assert found(office) == {"in", "undated"}
    assert office.post(f"{page}cancel/", {"reason": "Again"}).status_code == 403
    assert enter(Role.STUDENT).post(f"{page}cancel/", {"reason": "x"}).status_code == 403


POSTED = {
    "direction": "out",
    "activity": "study",
    "mode": "blended",
    "starts_on": "2026-09-10",
    "ends_on": "2027-01-31",
    "email": "",
    "level": "6",
    "field": "0531",
    "programme": "Erasmus+",
    "amount": "500.50",
    "currency": "eur",
}


def test_a_stay_is_recorded(
    enter: Enter, partner: Partner, twin: Partner, faculty: Unit, people: dict[Role, Person]
) -> None:
    office = enter(Role.OFFICE)
    assert f"?partner={partner.uuid}" in main_of(office.get("/stays/new/?find=nantes"))
    url = f"/stays/new/?partner={partner.uuid}&on=1"
    student = people[Role.STUDENT]
    answer = office.post(url, {**POSTED, "unit": str(faculty.uuid), "email": student.email.upper()})
    stay = Stay.objects.get()
    assert answer["Location"] == f"/stays/{stay.uuid}/"
    assert (stay.sending, stay.receiving, stay.person, stay.unit) == (twin, partner, student, faculty)
    assert (stay.mode, stay.field, stay.start_year) == (StayMode.BLENDED, "0531", 2026)
    assert [(money.currency, money.amount) for money in stay.funding.all()] == [("EUR", Decimal("500.50"))]
    office.post(url, {**POSTED, "direction": "in", "amount": "", "currency": ""})
    incoming = Stay.objects.latest("pk")
    assert (incoming.sending, incoming.receiving, incoming.funding.count()) == (partner, twin, 0)


@pytest.mark.usefixtures("twin")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"starts_on": ""}, "This field is required."),
        ({"ends_on": "2026-01-01"}, "The stay ends before it begins."),
        ({"email": "nobody@port.example"}, "Nobody here whom you may see has this address."),
        ({"currency": ""}, "Say in which currency."),
        ({"currency": "euros"}, "at most 3 characters"),
        ({"currency": "1â"}, "A currency has three letters"),
        ({"amount": "-1"}, "greater than or equal to 0"),
    ],
)
def test_a_bad_stay_comes_back_as_typed(
    enter: Enter, partner: Partner, changed: dict[str, str], sentence: str
) -> None:
    typed = {**POSTED, **changed}
    html = html_of(enter(Role.OFFICE).post(f"/stays/new/?partner={partner.uuid}&on=1", typed), 422)
    assert sentence in html
    for name in ("starts_on", "ends_on", "email", "programme", "amount", "currency"):
        if typed[name]:
            assert f'value="{typed[name]}"' in html, name
    assert not Stay.objects.exists()


def test_coordinators_record_for_their_units_only(
    enter: Enter, partner: Partner, twin: Partner, faculty: Unit, university: Institution
) -> None:
    law = UnitFactory.create(institution=university, name="Law", code="LAW")
    url, coordinator = f"/stays/new/?partner={partner.uuid}&on=1", enter(Role.COORDINATOR)
    assert coordinator.post(url, {**POSTED, "unit": str(law.uuid)}).status_code == 422
    assert coordinator.post(url, {**POSTED, "unit": ""}).status_code == 422
    assert coordinator.post(url, {**POSTED, "unit": str(faculty.uuid)}).status_code == 303
    assert Stay.objects.get().sending == twin


def test_a_university_outside_the_register_is_told_so(enter: Enter, partner: Partner) -> None:
    answer = enter(Role.OFFICE).get(f"/stays/new/?partner={partner.uuid}&on=1")
    assert "does not stand in the register" in html_of(answer, 403)


def test_students_find_their_own_stays(
    enter: Enter, stays: dict[str, Stay], people: dict[Role, Person]
) -> None:
    student = enter(Role.STUDENT)
    assert "No stay is recorded for you" in html_of(student.get("/stays/mine/"))
    Stay.objects.filter(pk=stays["out"].pk).update(person=people[Role.STUDENT])
    html = html_of(student.get("/stays/mine/"))
    assert f'href="/stays/{stays["out"].uuid}/"' in html
    assert "Universidad de Cuenca" not in html
    assert 'href="/stays/mine/"' in html
    page = main_of(student.get(f"/stays/{stays['out'].uuid}/"))
    assert "Change the dates" not in page


def test_the_calendar_has_begin_and_end_of_ones_own(
    stays: dict[str, Stay], people: dict[Role, Person]
) -> None:
    Stay.objects.filter(pk=stays["out"].pk).update(
        person=people[Role.STUDENT],
        starts_on=dt.date(2027, 2, 1),
        ends_on=dt.date(2027, 6, 30),
        start_year=2027,
    )
    mine = deadlines_for(people[Role.STUDENT], TODAY)
    assert [(one.on, str(one.title).partition(":")[0]) for one in mine] == [
        (dt.date(2027, 2, 1), "The stay begins"),
        (dt.date(2027, 6, 30), "The stay ends"),
    ]
    assert len(deadlines_for(people[Role.STUDENT], dt.date(2027, 3, 1))) == 1
    assert deadlines_for(people[Role.OFFICE], TODAY) == []


def test_the_ledger_names_a_stay_by_its_partner_and_year(
    stays: dict[str, Stay], people: dict[Role, Person]
) -> None:
    link = LINKS[0]
    seen = link.visible(people[Role.OFFICE]).get(uuid=stays["out"].uuid)
    assert link.title(seen) == "stay with Université de Nantes, 2020"
    assert link.title(stays["undated"]) == "stay with not known, not dated"
    assert not link.visible(people[Role.TEACHER]).filter(uuid=stays["out"].uuid).exists()


def test_more_stays_ask_no_more_questions(enter: Enter, twin: Partner, faculty: Unit) -> None:
    def make() -> None:
        StayFactory.create(sending=twin, unit=faculty)

    for role in (Role.OFFICE, Role.COORDINATOR):
        assert_constant_queries(enter(role), URL, make)
