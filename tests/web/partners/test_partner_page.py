"""The page of a partner: everything about it, every number opening its records."""

import datetime as dt
import re

import pytest

from periplus.core import clock
from periplus.core.documents.queries import may_read_document
from periplus.core.enums import Confidentiality
from periplus.core.models import Document
from periplus.exchange.enums import ImportKind, Outcome, RunState
from periplus.exchange.models import ImportRow, ImportRun, ImportSource
from periplus.loop.enums import DeviationState, Severity
from periplus.loop.models import Deviation
from periplus.partners import services
from periplus.partners.enums import NameKind, PartnerState, Scheme, Watch
from periplus.partners.models import Contact, Identifier, Partner, PartnerName
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, Unit
from tests.factories.mobility import StayFactory
from tests.factories.partners import (
    AgreementLineFactory,
    LineYearFactory,
    PartnerFactory,
    agreement_with,
)
from tests.web.cast import Enter, main_of
from tests.web.lists import count_queries, rows_of_csv

pytestmark = pytest.mark.django_db
THIS_YEAR = clock.today().year


def url_of(partner: Partner) -> str:
    return f"/partners/{partner.uuid}/"


def test_it_says_in_one_sentence_what_the_partnership_is(
    enter: Enter, partner: Partner, university: Institution
) -> None:
    office = enter(Role.OFFICE)
    assert "Nantes, France: nothing agreed, no stays yet." in main_of(office.get(url_of(partner)))
    agreement_with(partner, institution=university)
    StayFactory.create(receiving=partner, starts_on=dt.date(THIS_YEAR - 1, 9, 1))
    html = main_of(office.get(url_of(partner)))
    assert f"Nantes, France: 1 agreement in force, last stay {THIS_YEAR - 1}." in html


def test_stays_by_year_open_their_records_and_their_chart_has_the_same_table(
    enter: Enter, partner: Partner
) -> None:
    for _ in range(3):
        StayFactory.create(receiving=partner, starts_on=dt.date(THIS_YEAR - 1, 9, 1))
    StayFactory.create(sending=partner, receiving=None, starts_on=dt.date(THIS_YEAR - 3, 9, 1))
    office = enter(Role.OFFICE)
    html = main_of(office.get(url_of(partner)))
    address = f"/stays/?to={partner.uuid}&year={THIS_YEAR - 1}"
    assert f'<td class="num"><a href="{address.replace("&", "&amp;")}">3</a></td>' in html
    assert len(rows_of_csv(office, address + "&format=csv")) == 4
    drawn = re.findall(
        r'<tr><th scope="row">(\d{4})</th><td class="num">(\d)</td><td class="num">(\d)</td>', html
    )
    assert drawn == [
        (str(THIS_YEAR - 3), "0", "1"),
        (str(THIS_YEAR - 2), "0", "0"),
        (str(THIS_YEAR - 1), "3", "0"),
    ]
    assert '<span class="value">50</span><span class="unit">per cent' in html  # 1 - |3 - 1| / 4


def test_stays_are_counted_only_for_those_who_see_more_than_their_own(
    enter: Enter, partner: Partner, faculty: Unit
) -> None:
    StayFactory.create(receiving=partner, starts_on=dt.date(THIS_YEAR, 1, 15))
    StayFactory.create(receiving=partner, starts_on=dt.date(THIS_YEAR, 1, 15), unit=faculty)
    teacher = main_of(enter(Role.TEACHER).get(url_of(partner)))
    for hidden in ("last stay", "No stays yet", "Outgoing stays", "Reciprocity"):
        assert hidden not in teacher, hidden
    address = f"/stays/?to={partner.uuid}&amp;since={THIS_YEAR - 4}"
    for role, number in ((Role.OFFICE, 2), (Role.COORDINATOR, 1)):
        client = enter(role)
        html = main_of(client.get(url_of(partner)))
        assert f'<a class="value" href="{address}">{number}<' in html
        assert len(rows_of_csv(client, address.replace("&amp;", "&") + "&format=csv")) == number + 1
    assert "Stays of your units" in html


def test_agreements_and_use_of_places_stand_there(
    enter: Enter, partner: Partner, university: Institution
) -> None:
    agreement = agreement_with(partner, institution=university, reference="A-1", title="Exchange of students")
    line = AgreementLineFactory.create(agreement=agreement, partner=partner)
    LineYearFactory.create(line=line, year=2024, places=3, used=2, reported_on=dt.date(2025, 10, 1))
    LineYearFactory.create(line=line, year=2025, places=3)
    html = main_of(enter(Role.TEACHER).get(url_of(partner)))
    assert f'<a href="/agreements/{agreement.uuid}/">A-1</a>' in html
    assert '2024/25</th><td>outgoing</td><td class="num">3</td><td class="num">2</td>' in html
    assert "not reported" in html


def test_names_and_identifiers_lead_to_their_registers(enter: Enter, partner: Partner) -> None:
    PartnerName.objects.create(
        partner=partner, name="南特大学", normalised="南特大学", kind=NameKind.LABEL, language="zh"
    )
    for scheme, value in (
        (Scheme.ROR, "03gnr7b55"),
        (Scheme.DOMAIN, "nantes.example"),
        (Scheme.PIC, "999900000"),
    ):
        Identifier.objects.create(partner=partner, scheme=scheme, value=value)
    html = main_of(enter(Role.OFFICE).get(url_of(partner)))
    assert '南特大学 <span class="small quiet">Name in another language · Chinese</span>' in html
    assert '<a href="https://ror.org/03gnr7b55" rel="noopener noreferrer">03gnr7b55</a>' in html
    assert '<a href="https://nantes.example/"' in html
    assert "999900000</li>" in html


def test_what_the_loop_says_of_it_stands_there(
    enter: Enter, partner: Partner, university: Institution, people: dict[Role, Person]
) -> None:
    common = {
        "institution": university,
        "severity": Severity.SERIOUS,
        "opened_on": clock.today(),
        "owner": people[Role.OFFICE],
    }
    Deviation.objects.create(
        reference="D1", title="Too few stays there", scope={"partner": str(partner.uuid)}, **common
    )
    cause = [{"axis": "partner", "key": str(partner.uuid), "title": partner.name, "share": "0.5"}]
    Deviation.objects.create(reference="D2", title="Too few stays at all", causes=cause, **common)
    Deviation.objects.create(
        reference="D3",
        title="Over and done with",
        scope={"partner": str(partner.uuid)},
        state=DeviationState.CLOSED,
        **common,
    )
    Deviation.objects.create(
        reference="D4", title="Of another", scope={"partner": str(PartnerFactory.create().uuid)}, **common
    )
    html = main_of(enter(Role.OFFICE).get(url_of(partner)))
    assert "D1 Too few stays there" in html
    assert "D2 Too few stays at all" in html
    assert "Over and done with" not in html
    assert "Of another" not in html


def test_a_watch_says_whose_turn_it_is(enter: Enter, partner: Partner) -> None:
    until = clock.today() + dt.timedelta(days=4)
    Partner.objects.filter(pk=partner.pk).update(watch=Watch.CLOSE, watch_until=until)
    html = main_of(enter(Role.OFFICE).get(url_of(partner)))
    assert "Your turn:" in html
    assert "To be closed" in html
    assert "in 4 days" in html
    assert "Waiting for Coordination office" in main_of(enter(Role.TEACHER).get(url_of(partner)))


def test_what_happened_is_told_from_the_ledger(
    enter: Enter, partner: Partner, people: dict[Role, Person]
) -> None:
    services.add_contact(
        actor=people[Role.OFFICE],
        partner=partner,
        details=services.ContactDetails(name="Anne", role="incoming"),
        on=clock.today(),
    )
    html = main_of(enter(Role.OFFICE).get(url_of(partner)))
    assert "What happened" in html
    assert people[Role.OFFICE].name in html[html.index("What happened") :]


def test_each_role_gets_the_buttons_it_may_press(enter: Enter, partner: Partner) -> None:
    office = main_of(enter(Role.OFFICE).get(url_of(partner)))
    for label in ("Correct", "Set the watch", "Draft an agreement", "Add a contact", "Add an identifier"):
        assert label in office, label
    reviewer = main_of(enter(Role.REVIEWER).get(url_of(partner)))
    for label in ("Correct", "Set the watch", "Draft an agreement", "Add a contact", "Add an identifier"):
        assert label not in reviewer, label
    assert office.count("btn primary") == 1


def test_a_name_not_yet_matched_says_so(enter: Enter, partner: Partner) -> None:
    Partner.objects.filter(pk=partner.pk).update(state=PartnerState.PROVISIONAL)
    html = main_of(enter(Role.OFFICE).get(url_of(partner)))
    assert "It is not decided yet which institution it is." in html
    assert 'href="/names/"' in html
    assert f'href="/partners/{partner.uuid}/merge/"' in html
    assert 'href="/names/"' not in main_of(enter(Role.TEACHER).get(url_of(partner)))


def test_imports_that_brought_it_stand_there_for_those_who_import(
    enter: Enter, partner: Partner, university: Institution
) -> None:
    source = ImportSource.objects.create(name="National register", kind=ImportKind.INSTITUTIONS)
    document = Document.objects.create(
        name="list.csv", content_type="text/csv", size=1, sha256="0" * 64, uploaded_at=clock.now()
    )
    run = ImportRun.objects.create(
        source=source, institution=university, document=document, state=RunState.DONE, created_at=clock.now()
    )
    ImportRow.objects.create(run=run, number=7, outcome=Outcome.CREATED, target_uuid=partner.uuid)
    html = main_of(enter(Role.OFFICE).get(url_of(partner)))
    assert f'<a href="/imports/{run.uuid}/">National register</a>' in html
    assert "row 7: Imported as new" in html
    assert "National register" not in main_of(enter(Role.TEACHER).get(url_of(partner)))


@pytest.mark.parametrize(
    ("confidentiality", "readers"),
    [
        (Confidentiality.PUBLIC, {Role.OFFICE, Role.TEACHER}),
        (Confidentiality.INTERNAL, {Role.OFFICE, Role.TEACHER}),
        (Confidentiality.CONFIDENTIAL, {Role.OFFICE}),
    ],
)
def test_files_are_shown_to_those_who_may_read_them(
    enter: Enter, partner: Partner, confidentiality: Confidentiality, readers: set[Role]
) -> None:
    document = Document.objects.create(
        name="after-the-talks.txt",
        content_type="text/plain",
        size=1,
        sha256="0" * 64,
        uploaded_at=clock.now(),
        subject_type="partners.partner",
        subject_uuid=partner.uuid,
        confidentiality=confidentiality,
    )
    for role in (Role.OFFICE, Role.TEACHER):
        html = main_of(enter(role).get(url_of(partner)))
        assert ("after-the-talks.txt" in html) == (role in readers), role
    everybody = {role for role in (Role.PARTNER, Role.STUDENT) if may_read(role, enter, document)}
    assert everybody == ({Role.PARTNER} if confidentiality == Confidentiality.PUBLIC else set())


def may_read(role: Role, enter: Enter, document: Document) -> bool:
    person = enter(role).session["_auth_user_id"]
    return bool(may_read_document(Person.objects.get(pk=person), document))


def test_an_old_address_of_a_merged_one_leads_on(enter: Enter, partner: Partner) -> None:
    old = PartnerFactory.create(state=PartnerState.MERGED, merged_into=partner)
    answer = enter(Role.OFFICE).get(url_of(old))
    assert (answer.status_code, answer["Location"]) == (302, url_of(partner))


def test_more_of_everything_asks_no_more_questions(
    enter: Enter, partner: Partner, university: Institution
) -> None:
    office = enter(Role.OFFICE)

    def more() -> None:
        agreement = agreement_with(partner, institution=university)
        line = AgreementLineFactory.create(agreement=agreement, partner=partner)
        LineYearFactory.create(line=line)
        StayFactory.create(receiving=partner, line=line)
        Contact.objects.create(partner=partner, name="Anne", role="all")
        PartnerName.objects.create(
            partner=partner, name=f"N{Contact.objects.count()}", normalised="n", kind=NameKind.ALIAS
        )

    more()
    office.get(url_of(partner))
    one = count_queries(office, url_of(partner))
    more()
    more()
    assert count_queries(office, url_of(partner)) == one
