"""What partners and agreements give to home, search, calendar, navigation and the ledger's sentences."""

import datetime as dt

import pytest

from periplus.core import clock
from periplus.core.text import normalise
from periplus.partners.enums import AgreementState, NameKind, PartnerState, Watch
from periplus.partners.models import Agreement, Contact, Identifier, Partner, PartnerName
from periplus.people.enums import Role
from periplus.people.models import Institution, Person
from periplus.web.partners.deadlines import deadlines_for
from periplus.web.partners.links import LINKS
from periplus.web.partners.registers import address_of
from periplus.web.partners.search import find_agreements, find_partners
from periplus.web.partners.turns import turns_for, waiting_for_others
from tests.factories.partners import AgreementLineFactory, PartnerFactory, agreement_with
from tests.web.cast import Enter, html_of
from tests.web.lists import count_queries

pytestmark = pytest.mark.django_db
S = AgreementState
People = dict[Role, Person]
TODAY = dt.date(2026, 11, 22)


def in_days(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


@pytest.fixture
def make(partner: Partner, university: Institution) -> object:
    def make(reference: str, **values: object) -> Agreement:
        return agreement_with(partner, institution=university, reference=reference, title="", **values)

    return make


def titles(person: Person) -> list[str]:
    return [str(turn.title).strip() for turn in turns_for(person, TODAY)]


def test_drafts_are_their_coordinators_turn(make: object, people: People) -> None:
    make("A-1", state=S.IDEA, coordinator=people[Role.COORDINATOR])  # type: ignore[operator]
    make("A-2", state=S.NEGOTIATION, coordinator=people[Role.COORDINATOR])  # type: ignore[operator]
    make("A-3", state=S.IDEA, coordinator=people[Role.TEACHER])  # type: ignore[operator]
    make("A-4", state=S.IN_FORCE, coordinator=people[Role.COORDINATOR])  # type: ignore[operator]
    assert titles(people[Role.COORDINATOR]) == ["A-1", "A-2"]
    assert titles(people[Role.TEACHER]) == ["A-3"]
    assert titles(people[Role.STUDENT]) == []


def test_approval_and_signature_are_the_turn_of_a_role(make: object, people: People) -> None:
    mine = people[Role.COORDINATOR]
    make("A-1", state=S.APPROVAL, coordinator=mine)  # type: ignore[operator]
    make("A-2", state=S.SIGNATURE, coordinator=mine)  # type: ignore[operator]
    make("A-3", state=S.SIGNATURE, coordinator=mine, signed_on=TODAY)  # type: ignore[operator]
    assert titles(people[Role.OFFICE]) == ["A-1"]
    assert titles(people[Role.VICE_RECTOR]) == ["A-2"]
    assert titles(mine) == []
    waiting = {str(one.title).strip(): str(one.who) for one in waiting_for_others(mine, TODAY)}
    assert waiting == {"A-1": "Coordination office", "A-2": "Vice-rector", "A-3": "the partners"}


def test_renewals_are_due_near_the_day_of_notice(make: object, people: People) -> None:
    mine = {"coordinator": people[Role.COORDINATOR], "notice_months": 6}
    make("near", valid_until=in_days(250), **mine)  # type: ignore[operator]
    make("past", valid_until=in_days(100), **mine)  # type: ignore[operator]
    make("far", valid_until=in_days(900), **mine)  # type: ignore[operator]
    make("itself", valid_until=in_days(250), renews_by_itself=True, **mine)  # type: ignore[operator]
    make("over", valid_until=in_days(-1), **mine)  # type: ignore[operator]
    renewed = make("renewed", valid_until=in_days(250), **mine)  # type: ignore[operator]
    make("successor", state=S.APPROVAL, renews=renewed)  # type: ignore[operator]
    make("ownerless", valid_until=in_days(250), notice_months=6)  # type: ignore[operator]
    said = "Decide on the renewal of "
    assert titles(people[Role.COORDINATOR]) == [f"{said}past", f"{said}near"]
    assert titles(people[Role.OFFICE]) == [f"{said}ownerless", "successor"]
    tones = [turn.tone for turn in turns_for(people[Role.COORDINATOR], TODAY)]
    assert tones == ["bad", "none"]


def test_watches_that_end_are_the_offices_turn(make: object, partner: Partner, people: People) -> None:
    Partner.objects.filter(pk=partner.pk).update(watch=Watch.CLOSE, watch_until=in_days(20))
    PartnerFactory.create(watch=Watch.RENEW, watch_until=in_days(200))
    make("A-1", watch=Watch.RENEW, watch_until=in_days(30))  # type: ignore[operator]
    assert titles(people[Role.OFFICE]) == ["Close Université de Nantes", "Renew A-1"]
    assert titles(people[Role.COORDINATOR]) == []


def test_turns_stand_on_the_home_page_and_ask_few_questions(
    enter: Enter, make: object, people: People
) -> None:
    serial = iter(range(99))

    def more() -> None:
        made = {"coordinator": people[Role.OFFICE], "valid_until": clock.today() + dt.timedelta(days=9)}
        make(f"A-{next(serial)}", **made)  # type: ignore[operator]
        make(f"B-{next(serial)}", state=S.APPROVAL)  # type: ignore[operator]

    office = enter(Role.OFFICE)
    more()
    assert "Decide on the renewal of A-0" in html_of(office.get("/"))
    one = count_queries(office, "/")
    more()
    more()
    assert count_queries(office, "/") == one


def test_the_calendar_has_the_dates_of_ones_agreements(make: object, people: People) -> None:
    make(  # type: ignore[operator]
        "A-1",
        coordinator=people[Role.COORDINATOR],
        valid_until=in_days(300),
        notice_months=6,
        watch=Watch.RENEW,
        watch_until=in_days(40),
    )
    make("A-2", valid_until=in_days(300), notice_months=6)  # type: ignore[operator]
    mine = deadlines_for(people[Role.COORDINATOR], TODAY)
    assert [one.uid.split("-")[1] for one in mine] == ["watch", "notice", "end"]
    first, _comma, name = str(mine[0].title).partition(": ")
    assert (first, name.startswith("A-1")) == ("To be renewed by this day", True)
    assert len({one.uid for one in deadlines_for(people[Role.OFFICE], TODAY)}) == 5
    assert deadlines_for(people[Role.STUDENT], TODAY) == []


def test_partners_are_found_under_all_names_but_only_where_they_may_be_seen(
    make: object, partner: Partner, people: People
) -> None:
    make("A-1")  # type: ignore[operator]
    PartnerName.objects.create(
        partner=partner, name="南特大学", normalised=normalise("南特大学"), kind=NameKind.LABEL
    )
    PartnerFactory.create(name="Nantes Business School")
    found = find_partners(people[Role.OFFICE], "南特", 10)
    assert [(hit.title, hit.note, hit.names) for hit in found] == [
        ("Université de Nantes", "Nantes, France", ("南特大学",))
    ]
    assert len(find_partners(people[Role.OFFICE], "nantes", 10)) == 2
    assert [hit.title for hit in find_partners(people[Role.PARTNER], "nantes", 10)] == [
        "Université de Nantes"
    ]
    assert [hit.title for hit in find_partners(people[Role.STUDENT], "nantes", 10)] == [
        "Université de Nantes"
    ]


def test_agreements_are_found_by_number_and_partner(make: object, people: People) -> None:
    make("A-2026-0007")  # type: ignore[operator]
    make("B-1", state=S.IDEA)  # type: ignore[operator]
    assert len(find_agreements(people[Role.OFFICE], "nantes", 10)) == 2
    assert [hit.note for hit in find_agreements(people[Role.OFFICE], "a 2026 0007", 10)] == [
        "In force · Université de Nantes"
    ]
    assert len(find_agreements(people[Role.PARTNER], "nantes", 10)) == 1
    assert find_agreements(people[Role.STUDENT], "nantes", 10) == []


def test_the_ledger_opens_each_thing_where_it_stands(make: object, partner: Partner, people: People) -> None:
    agreement = make("A-1")  # type: ignore[operator]
    things = {
        "partners.partner": (partner, f"/partners/{partner.uuid}/"),
        "partners.contact": (
            Contact.objects.create(partner=partner, name="Anne", role="all"),
            f"/partners/{partner.uuid}/",
        ),
        "partners.agreement": (agreement, f"/agreements/{agreement.uuid}/"),
        "partners.agreementline": (
            AgreementLineFactory.create(agreement=agreement, partner=partner),
            f"/agreements/{agreement.uuid}/#lines",
        ),
    }
    for link in LINKS:
        thing, address = things[link.object_type]
        seen = link.visible(people[Role.OFFICE]).get(uuid=thing.uuid)
        assert link.url_of(seen) == address
        assert not link.visible(people[Role.STUDENT]).filter(uuid=thing.uuid).exists() or thing == partner


def test_merged_ones_keep_their_name_and_ours_has_no_page(
    partner: Partner, twin: Partner, people: People
) -> None:
    merged = PartnerFactory.create(state=PartnerState.MERGED, merged_into=partner)
    link = next(one for one in LINKS if one.object_type == "partners.partner")
    seen = link.visible(people[Role.OFFICE])
    assert {partner, twin, merged} == set(seen)
    assert link.url_of(twin) == ""
    assert link.url_of(merged) == f"/partners/{merged.uuid}/"
    assert merged not in link.visible(people[Role.PARTNER])


def test_navigation_leads_each_to_what_is_theirs(enter: Enter, make: object) -> None:
    make("A-1")  # type: ignore[operator]
    expected = {
        Role.OFFICE: {"/partners/", "/agreements/"},
        Role.STUDENT: {"/partners/"},
        Role.PARTNER: {"/partners/ours/", "/agreements/"},
    }
    for role, addresses in expected.items():
        html = html_of(enter(role).get("/"))
        found = {one for one in ("/partners/", "/partners/ours/", "/agreements/") if f'href="{one}"' in html}
        assert found == addresses, role


@pytest.mark.parametrize(
    ("scheme", "value", "address"),
    [
        ("ror", "03gnr7b55", "https://ror.org/03gnr7b55"),
        ("wikidata", "Q1", "https://www.wikidata.org/wiki/Q1"),
        ("isni", "0000000121731281", "https://isni.org/isni/0000000121731281"),
        ("domain", "nantes.example", "https://nantes.example/"),
        ("erasmus", "F  NANTES01", ""),
    ],
)
def test_identifiers_open_their_register(scheme: str, value: str, address: str) -> None:
    assert address_of(Identifier(scheme=scheme, value=value)) == address
