"""Entering and correcting institutions, their identifiers and contacts."""

import datetime as dt

import pytest

from periplus.core.models import Event
from periplus.core.verdicts import Invalid, Refused
from periplus.partners import identifiers, services
from periplus.partners.enums import NameKind, PartnerState, Scheme, Watch
from periplus.partners.models import Partner
from periplus.partners.policies import visible_contacts, visible_partners
from periplus.partners.queries import (
    find_partner,
    find_partner_by_identifier,
    find_twin,
    list_candidates,
    list_contacts,
)
from periplus.people.enums import Role
from periplus.people.models import Person
from tests.factories.partners import PartnerFactory, agreement_with
from tests.factories.people import InstitutionFactory, person_as

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def alice() -> Person:
    return person_as(Role.OFFICE)


def register(alice: Person, name: str = "École de Lyon", **more: str) -> Partner:
    details = services.PartnerDetails(name=name, **({"country": "FR"} | more))
    return services.register_partner(actor=alice, details=details, on=TODAY)


def test_a_partner_is_registered_under_its_name(alice: Person) -> None:
    partner = register(alice, "  École   de Lyon ")
    assert (partner.name, partner.sort_key) == ("École de Lyon", "ecole de lyon")
    [name] = partner.names.all()
    assert (name.kind, name.normalised) == (NameKind.OFFICIAL, "ecole de lyon")
    event = Event.objects.get()
    assert (event.type, event.actor_uuid) == ("partners.partner.registered", alice.uuid)


def test_the_same_name_in_the_same_country_stands_once(alice: Person) -> None:
    register(alice)
    with pytest.raises(Invalid, match="in the register already"):
        register(alice, "ECOLE DE LYON")
    assert register(alice, country="CH").country == "CH"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "  "), ("name", "–"), ("name", "x" * 301), ("country", "ZZ"), ("website", "javascript:1")],
)
def test_each_mistake_is_named(alice: Person, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        register(alice, **{field: value})
    assert set(refusal.value.errors) == {field}


@pytest.mark.parametrize("role", [Role.VICE_RECTOR, Role.REVIEWER, Role.TEACHER, Role.STUDENT])
def test_only_the_office_registers(role: Role) -> None:
    with pytest.raises(Refused):
        register(person_as(role))


def test_a_renamed_partner_is_found_by_both_names(alice: Person) -> None:
    partner = register(alice)
    services.rename_partner(actor=alice, partner=partner, name="University of Lyon", on=TODAY)
    assert set(partner.names.values_list("name", "kind")) == {
        ("University of Lyon", NameKind.OFFICIAL),
        ("École de Lyon", NameKind.ALIAS),
    }
    for text in ("ecole", "UNIVERSITY OF"):
        assert list(list_candidates(alice, text=text)) == [partner]


def test_correcting_tells_what_changed(alice: Person) -> None:
    partner = register(alice)
    details = services.PartnerDetails(name=partner.name, country="FR", city="Lyon")
    services.correct_partner(actor=alice, partner=partner, details=details, on=TODAY)
    services.correct_partner(actor=alice, partner=partner, details=details, on=TODAY)
    [event] = Event.objects.filter(type="partners.partner.corrected")
    assert event.attributes["fields"] == ["city"]


def test_the_twin_of_a_served_institution_is_made_once_and_kept_up(alice: Person) -> None:
    institution = InstitutionFactory.create()
    twins = [
        services.register_served_institution(actor=alice, institution=institution, on=TODAY) for _ in range(2)
    ]
    assert twins[0] == twins[1] == find_twin(institution)
    assert (twins[0].uuid, twins[0].served_here) == (institution.uuid, True)
    institution.city = "Porto"
    services.register_served_institution(actor=alice, institution=institution, on=TODAY)
    types = Event.objects.order_by("id").values_list("type", flat=True)
    assert list(types) == ["partners.partner.registered", "partners.partner.corrected"]


@pytest.mark.parametrize(
    ("scheme", "written", "tidy"),
    [
        (Scheme.ROR, "https://ror.org/029brtt94", "029brtt94"),
        (Scheme.ERASMUS, "f  lyon01", "F LYON01"),
        (Scheme.ERASMUS, "E\u00a0ZARAGOZ01", "E ZARAGOZ01"),
        (Scheme.DOMAIN, "https://www.UNIV-Lyon.fr/", "univ-lyon.fr"),
        (Scheme.ISNI, "0000 0001 2150 7757", "0000000121507757"),
        (Scheme.OID, "e10209406", "E10209406"),
        (Scheme.PIC, " 999895789 ", "999895789"),
    ],
)
def test_identifiers_are_stored_in_one_way(alice: Person, scheme: Scheme, written: str, tidy: str) -> None:
    partner = register(alice)
    for value in (written, tidy):
        services.add_identifier(actor=alice, partner=partner, scheme=scheme, value=value, on=TODAY)
    assert partner.identifiers.get().value == tidy
    assert identifiers.tidy(scheme, tidy) == tidy
    expected = partner if scheme in identifiers.NAMES_ONE else None
    assert find_partner_by_identifier(scheme, written) == expected


def test_an_identifier_names_one_institution(alice: Person) -> None:
    lyon, bonn = register(alice), register(alice, "Bonn", country="DE")
    services.add_identifier(actor=alice, partner=lyon, scheme=Scheme.PIC, value="999895789", on=TODAY)
    with pytest.raises(Invalid, match="belongs to École de Lyon"):
        services.add_identifier(actor=alice, partner=bonn, scheme=Scheme.PIC, value="999895789", on=TODAY)
    with pytest.raises(Invalid, match="does not look like"):
        services.add_identifier(actor=alice, partner=bonn, scheme=Scheme.PIC, value="12", on=TODAY)


def test_a_merged_partner_leads_to_the_other_and_stays_as_it_is(alice: Person) -> None:
    kept = PartnerFactory.create()
    merged = PartnerFactory.create(state=PartnerState.MERGED, merged_into=kept)
    assert find_partner(merged.uuid) == kept
    assert list(visible_partners(alice)) == [kept]
    with pytest.raises(Refused, match="merged into another"):
        services.rename_partner(actor=alice, partner=merged, name="Other", on=TODAY)


def test_contacts_are_kept_by_the_office_and_the_guest_of_the_partner(alice: Person) -> None:
    lyon, bonn = PartnerFactory.create(), PartnerFactory.create()
    petra = person_as(Role.PARTNER, partner_uuid=lyon.uuid)
    details = services.ContactDetails("Petra Port", "Incoming students", "petra@lyon.example")
    contact = services.add_contact(actor=petra, partner=lyon, details=details, on=TODAY)
    with pytest.raises(Refused):
        services.add_contact(actor=petra, partner=bonn, details=details, on=TODAY)
    services.add_contact(actor=alice, partner=bonn, details=details, on=TODAY)
    assert list(visible_contacts(petra)) == [contact]
    assert list(visible_contacts(person_as(Role.STUDENT))) == []
    services.end_contact(actor=petra, contact=contact, on=dt.date(2026, 5, 1))
    assert list(list_contacts(alice, lyon, on=dt.date(2026, 4, 30))) == [contact]
    assert list(list_contacts(alice, lyon, on=dt.date(2026, 5, 1))) == []


@pytest.mark.parametrize("field", ["name", "role", "email"])
def test_each_mistake_of_a_contact_is_named(alice: Person, field: str) -> None:
    wrong = {"name": "Petra", "role": "All", "email": ""} | {field: " "}
    with pytest.raises(Invalid) as refusal:
        services.add_contact(
            actor=alice, partner=PartnerFactory.create(), details=services.ContactDetails(**wrong), on=TODAY
        )
    assert set(refusal.value.errors) == {field}


def test_who_sees_which_partners(alice: Person) -> None:
    institution = InstitutionFactory.create()
    partner, past, stranger = PartnerFactory.create_batch(3)
    agreement_with(partner, institution=institution)
    agreement_with(past, institution=institution, valid_until=dt.date(2020, 1, 1))
    agreement_with(stranger)
    student = person_as(Role.STUDENT, institution=institution)
    guest = person_as(Role.PARTNER, partner_uuid=past.uuid)
    assert set(visible_partners(alice)) == {partner, past, stranger}
    assert list(visible_partners(student)) == [partner]
    assert list(visible_partners(guest)) == [past]


def test_watches_last_until_a_day_to_come(alice: Person) -> None:
    partner = PartnerFactory.create()
    until = dt.date(2026, 9, 1)
    services.watch_partner(actor=alice, partner=partner, watch=Watch.CLOSE, until=until, on=TODAY)
    assert (partner.watch, partner.watch_until) == (Watch.CLOSE, until)
    for watch, day in ((Watch.RENEW, None), (Watch.RENEW, TODAY), (Watch.NONE, until)):
        with pytest.raises(Invalid):
            services.watch_partner(actor=alice, partner=partner, watch=watch, until=day, on=TODAY)
    services.watch_partner(actor=alice, partner=partner, watch=Watch.NONE, until=None, on=TODAY)
    assert (partner.watch, partner.watch_until) == (Watch.NONE, None)
