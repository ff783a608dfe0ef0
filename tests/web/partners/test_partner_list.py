"""The list of partners: what it counts opens its records, and nobody sees what is not theirs to see."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.test import Client

from periplus.core import clock
from periplus.core.text import normalise
from periplus.mobility.enums import StayState
from periplus.partners.enums import AgreementState, NameKind, PartnerState, Watch
from periplus.partners.models import Identifier, Partner, PartnerName
from periplus.people.enums import Role
from periplus.people.models import Institution
from tests.factories.mobility import StayFactory
from tests.factories.partners import PartnerFactory, agreement_with
from tests.web.cast import Enter, html_of, main_of, rows_of
from tests.web.lists import assert_constant_queries, rows_of_csv

pytestmark = pytest.mark.django_db
URL = "/partners/"
THIS_YEAR = clock.today().year


def names(client: Client, **query: object) -> list[str]:
    return rows_of(html_of(client.get(f"{URL}?{urlencode(query, doseq=True)}")))


def table(client: Client, columns: list[str], **query: object) -> list[list[str]]:
    address = urlencode({"format": "csv", "col": columns, **query}, doseq=True)
    return rows_of_csv(client, f"{URL}?{address}")[1:]


def going_to(partner: Partner, year: int = THIS_YEAR, **more: object) -> None:
    StayFactory.create(receiving=partner, starts_on=dt.date(year, 1, 15), **more)


def coming_from(partner: Partner, year: int = THIS_YEAR, **more: object) -> None:
    StayFactory.create(sending=partner, starts_on=dt.date(year, 1, 15), **more)


@pytest.fixture
def register(partner: Partner, university: Institution) -> dict[str, Partner]:
    """One with an agreement, one with stays, one on watch, one that is only in the register."""
    agreement_with(partner, institution=university)
    stays = PartnerFactory.create(name="Universidad de Cuenca", country="EC")
    going_to(stays, sending=None)
    going_to(stays, sending=None)
    coming_from(stays, THIS_YEAR - 4, receiving=None)
    watched = PartnerFactory.create(name="Akademia Gdańska", country="PL", watch=Watch.CLOSE)
    silent = PartnerFactory.create(name="Zürich School", country="CH")
    return {"agreed": partner, "stays": stays, "watched": watched, "silent": silent}


@pytest.mark.usefixtures("register")
def test_at_first_those_stand_there_with_whom_something_is(enter: Enter) -> None:
    office = enter(Role.OFFICE)
    assert names(office) == ["Akademia Gdańska", "Universidad de Cuenca", "Université de Nantes"]
    assert names(office, show="all") == [
        "Akademia Gdańska",
        "Universidad de Cuenca",
        "Université de Nantes",
        "Zürich School",
    ]


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"country": "EC"}, ["Universidad de Cuenca"]),
        ({"country": ["EC", "PL"]}, ["Akademia Gdańska", "Universidad de Cuenca"]),
        ({"region": "150"}, ["Akademia Gdańska", "Université de Nantes"]),
        ({"region": "005"}, ["Universidad de Cuenca"]),
        ({"agreement": "with"}, ["Université de Nantes"]),
        ({"agreement": "without"}, ["Akademia Gdańska", "Universidad de Cuenca"]),
        ({"activity": "active"}, ["Universidad de Cuenca"]),
        ({"activity": "quiet"}, ["Akademia Gdańska", "Université de Nantes"]),
        ({"watch": "close"}, ["Akademia Gdańska"]),
        ({"q": "gdanska"}, ["Akademia Gdańska"]),
        ({"sort": "country"}, ["Universidad de Cuenca", "Université de Nantes", "Akademia Gdańska"]),
        ({"sort": "-out"}, ["Universidad de Cuenca", "Akademia Gdańska", "Université de Nantes"]),
    ],
)
def test_it_is_narrowed_and_sorted(enter: Enter, query: dict[str, object], expected: list[str]) -> None:
    found = names(enter(Role.OFFICE), **query)
    assert found[: len(expected)] == expected
    assert "sort" in query or found == expected


def test_a_partner_is_found_under_any_name_and_identifier(enter: Enter, partner: Partner) -> None:
    name = "南特大学"
    PartnerName.objects.create(
        partner=partner, name=name, normalised=normalise(name), kind=NameKind.LABEL, language="zh"
    )
    Identifier.objects.create(partner=partner, scheme="domain", value="univ-nantes.example")
    Identifier.objects.create(partner=partner, scheme="ror", value="03gnr7b55")
    PartnerFactory.create(name="Another one")
    office = enter(Role.OFFICE)
    for words in ("南特", "univ-nantes.example", "03GNR7B55", "nantes universite"):
        assert names(office, show="all", q=words) == ["Université de Nantes"], words


def test_counts_are_those_of_the_records_they_open(enter: Enter, register: dict[str, Partner]) -> None:
    partner = register["stays"]
    going_to(partner, sending=None, state=StayState.CANCELLED)
    going_to(partner, THIS_YEAR - 5, sending=None)
    office = enter(Role.OFFICE)
    row = next(
        each for each in table(office, ["name", "out", "in", "stays", "last"]) if each[0] == partner.name
    )
    assert row == ["Universidad de Cuenca", "2", "1", "4", str(THIS_YEAR)]
    html = main_of(office.get(URL))
    for address, number in (
        (f"/stays/?to={partner.uuid}&amp;since={THIS_YEAR - 4}", 2),
        (f"/stays/?from={partner.uuid}&amp;since={THIS_YEAR - 4}", 1),
        (f"/stays/?partner={partner.uuid}&amp;year={THIS_YEAR}", 2),
    ):
        assert f'href="{address}"' in html
        listed = rows_of_csv(office, address.replace("&amp;", "&") + "&format=csv")
        assert len(listed) == number + 1, address
    all_of_them = rows_of_csv(office, f"/stays/?partner={partner.uuid}&format=csv")
    assert len(all_of_them) == 4 + 1


def test_agreements_in_force_are_those_that_hold_today(
    enter: Enter, partner: Partner, university: Institution
) -> None:
    today, year = clock.today(), dt.timedelta(days=365)
    agreement_with(partner, institution=university, valid_until=today + year)
    agreement_with(partner, institution=university, state=AgreementState.NEGOTIATION)
    agreement_with(partner, institution=university, state=AgreementState.TERMINATED, valid_until=today + year)
    agreement_with(partner, institution=university, valid_from=today + year)
    office = enter(Role.OFFICE)
    assert table(office, ["name", "agreements"]) == [["Université de Nantes", "2"]]
    address = f"/agreements/?partner={partner.uuid}&holds=now"
    assert address.replace("&", "&amp;") in html_of(office.get(URL))
    assert len(rows_of_csv(office, address + "&format=csv")) == 3


def test_merged_and_served_institutions_do_not_stand_there(
    enter: Enter, partner: Partner, twin: Partner
) -> None:
    PartnerFactory.create(name="Nantes bis", state=PartnerState.MERGED, merged_into=partner)
    assert names(enter(Role.OFFICE), show="all") == ["Université de Nantes"]
    assert twin.served_here


@pytest.mark.usefixtures("register")
def test_guests_and_students_see_their_own_and_nothing_of_our_intentions(
    enter: Enter, partner: Partner
) -> None:
    Partner.objects.filter(pk=partner.pk).update(watch=Watch.CLOSE)
    for role in (Role.PARTNER, Role.STUDENT):
        client = enter(role)
        html = main_of(client.get(URL))
        assert rows_of(html) == ["Université de Nantes"]
        assert "To be closed" not in html
        assert "Whole register" not in html
        assert names(client, watch="renew", show="all", agreement="without") == ["Université de Nantes"]
        assert table(client, ["name", "watch", "agreements"]) == [["Université de Nantes"]]
    assert table(enter(Role.STUDENT), ["name", "out", "last"]) == [["Université de Nantes"]]


def test_many_are_put_on_watch_at_once(enter: Enter, register: dict[str, Partner]) -> None:
    day = clock.today() + dt.timedelta(days=30)
    chosen = [register["agreed"].pk, register["stays"].pk]
    posted = {"bulk": "watch", "row": chosen, "confirmed": "1", "watch": "renew", "until": day.isoformat()}
    answer = enter(Role.OFFICE).post(URL, posted, follow=True)
    assert "2 partners: To be renewed." in html_of(answer)
    found = Partner.objects.filter(watch=Watch.RENEW, watch_until=day)
    assert set(found.values_list("pk", flat=True)) == set(chosen)


def test_a_day_that_is_past_is_refused_for_all_of_them(enter: Enter, register: dict[str, Partner]) -> None:
    posted = {
        "bulk": "watch",
        "row": [register["agreed"].pk, register["stays"].pk],
        "confirmed": "1",
        "watch": "renew",
        "until": "2020-01-01",
    }
    html = html_of(enter(Role.OFFICE).post(URL, posted), 422)
    assert "Give a day after today" in html
    assert 'value="2020-01-01"' in html
    assert not Partner.objects.filter(watch=Watch.RENEW).exists()


@pytest.mark.usefixtures("register")
def test_who_may_not_watch_is_not_offered_it(enter: Enter) -> None:
    assert "Set the watch" not in html_of(enter(Role.TEACHER).get(URL))
    assert "Set the watch" in html_of(enter(Role.VICE_RECTOR).get(URL))
    assert enter(Role.TEACHER).post(URL, {"bulk": "watch", "all": "1"}).status_code == 404


def test_an_empty_register_says_what_to_do(enter: Enter) -> None:
    Partner.objects.all().delete()
    html = html_of(enter(Role.OFFICE).get(URL))
    assert "No partner yet" in html
    assert main_of(enter(Role.TEACHER).get(URL)).count('href="/partners/new/"') == 0


def test_more_partners_ask_no_more_questions(enter: Enter, university: Institution) -> None:
    def make() -> None:
        partner = PartnerFactory.create()
        agreement_with(partner, institution=university)
        going_to(partner, sending=None)

    assert_constant_queries(enter(Role.OFFICE), URL, make)
    assert_constant_queries(enter(Role.COORDINATOR), URL, make)
