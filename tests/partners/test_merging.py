"""Two entries that turn out to be one institution; names that wait for a decision."""

import datetime as dt
import io
from decimal import Decimal

import pytest

from periplus.core.ledger.services import System
from periplus.core.models import Event
from periplus.core.verdicts import Invalid, Refused
from periplus.exchange.spreadsheets.export import export_register
from periplus.mobility.models import Enrolment, Stay
from periplus.partners.enums import MatchState, NameKind, PartnerState, Scheme
from periplus.partners.matching import Match, Register, Written
from periplus.partners.models import AgreementParty, Identifier, NameMatch, Partner
from periplus.partners.services import merging, naming
from periplus.people.enums import Role
from periplus.people.models import Person, RoleAssignment
from tests.factories.mobility import EnrolmentFactory, StayFactory
from tests.factories.partners import AgreementLineFactory, PartnerFactory, agreement_with, twin_of
from tests.factories.people import InstitutionFactory, person_as

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 1, 15)
TEST = System("test")


@pytest.fixture
def office() -> Person:
    return person_as(Role.OFFICE)


def register_text() -> str:
    stream = io.StringIO()
    export_register(stream)
    return stream.getvalue()


def doubtful(name: str = "Lost Academy", *candidates: Partner) -> NameMatch:
    """A name in the queue, with its stand-in and one stay that uses it."""
    written = Written(name, "FR")
    found = Register().match_names([written])[written] if candidates else Match()
    stood = naming.stand_in_for({written: found})
    match = NameMatch.objects.get(provisional_id=stood.partner_ids[written])
    StayFactory.create(receiving=match.provisional)
    return match


def test_everything_that_points_at_an_institution_moves(office: Person) -> None:
    kept, merged = PartnerFactory.create(name="Kept"), PartnerFactory.create(name="Merged", city="Lyon")
    Identifier.objects.create(partner=merged, scheme=Scheme.ROR, value="0001fmy77")
    stays = StayFactory.create(receiving=merged), StayFactory.create(sending=merged)
    line = AgreementLineFactory.create(agreement=agreement_with(merged), partner=merged)
    enrolment = EnrolmentFactory.create(partner=merged)
    guest = person_as(Role.PARTNER, partner_uuid=merged.uuid)
    merge = merging.merge_partners(actor=office, kept=kept, merged=merged, on=ON)
    assert (Stay.objects.get(pk=stays[0].pk).receiving, Stay.objects.get(pk=stays[1].pk).sending) == (
        kept,
        kept,
    )
    line.refresh_from_db()
    assert (line.partner, list(line.agreement.partners.all())) == (kept, [kept])
    assert Enrolment.objects.get(pk=enrolment.pk).partner == kept
    assert RoleAssignment.objects.get(person=guest).partner_uuid == kept.uuid
    assert set(kept.names.values_list("name", flat=True)) == {"Kept", "Merged"}
    assert (kept.identifiers.get().value, Partner.objects.get(pk=kept.pk).city) == ("0001fmy77", "Lyon")
    merged.refresh_from_db()
    assert (merged.state, merged.merged_into) == (PartnerState.MERGED, kept)
    event = Event.objects.get(type="partners.partner.merged")
    assert event.attributes["moved"] == {
        "partners.partnername": 1,
        "partners.identifier": 1,
        "partners.agreementparty": 1,
        "partners.agreementline": 1,
        "mobility.stay": 2,
        "mobility.enrolment": 1,
        "people.roleassignment": 1,
    }
    assert event.attributes["merge"] == str(merge.uuid)


def test_a_merge_is_undone_to_the_byte(office: Person) -> None:
    kept, merged = (
        PartnerFactory.create(name="Kept"),
        PartnerFactory.create(name="Merged", website="http://m"),
    )
    both = agreement_with(kept, merged)
    StayFactory.create(receiving=merged)
    StayFactory.create(receiving=kept)
    EnrolmentFactory.create(partner=kept, year=2020)
    EnrolmentFactory.create(partner=merged, year=2020)
    before = register_text()
    merge = merging.merge_partners(actor=office, kept=kept, merged=merged, on=ON)
    assert AgreementParty.objects.filter(agreement=both).count() == 1
    assert register_text() != before
    merging.undo_merge(actor=office, merge=merge, on=ON)
    assert register_text() == before
    with pytest.raises(Invalid):
        merging.undo_merge(actor=office, merge=merge, on=ON)


def test_what_came_to_the_kept_one_since_stays_there(office: Person) -> None:
    kept, merged = PartnerFactory.create(), PartnerFactory.create()
    merge = merging.merge_partners(actor=office, kept=kept, merged=merged, on=ON)
    later = StayFactory.create(receiving=kept)
    merging.undo_merge(actor=office, merge=merge, on=ON)
    assert Stay.objects.get(pk=later.pk).receiving == kept


def test_chains_of_merges_lead_to_the_last_and_are_undone_backwards(office: Person) -> None:
    first, second, third = PartnerFactory.create_batch(3)
    inner = merging.merge_partners(actor=office, kept=second, merged=first, on=ON)
    outer = merging.merge_partners(actor=office, kept=third, merged=second, on=ON)
    first.refresh_from_db()
    assert first.merged_into == third
    with pytest.raises(Invalid, match="was merged into another since"):
        merging.undo_merge(actor=office, merge=inner, on=ON)
    merging.undo_merge(actor=office, merge=outer, on=ON)
    first.refresh_from_db()
    assert first.merged_into == second
    merging.undo_merge(actor=office, merge=inner, on=ON)
    first.refresh_from_db()
    assert (first.merged_into, first.state) == (None, PartnerState.REGISTERED)


def test_what_a_merge_would_move_is_told_before() -> None:
    kept, merged = PartnerFactory.create(), PartnerFactory.create()
    StayFactory.create_batch(2, receiving=merged)
    assert merging.count_moves(kept=kept, merged=merged) == {"partners.partnername": 1, "mobility.stay": 2}
    assert merging.count_moves(kept=kept, merged=kept) == {}


def test_some_merges_make_no_sense(office: Person) -> None:
    partner, twin = PartnerFactory.create(), twin_of(InstitutionFactory.create())
    stand_in = doubtful().provisional
    for kept, merged in ((partner, partner), (partner, twin), (stand_in, partner)):
        with pytest.raises(Invalid) as invalid:
            merging.merge_partners(actor=office, kept=kept, merged=merged, on=ON)
        assert set(invalid.value.errors) == {"other"}
    assert Partner.objects.filter(state=PartnerState.MERGED).count() == 0


def test_only_the_office_merges() -> None:
    kept, merged = PartnerFactory.create(), PartnerFactory.create()
    with pytest.raises(Refused):
        merging.merge_partners(actor=person_as(Role.TEACHER), kept=kept, merged=merged, on=ON)
    merging.merge_partners(actor=person_as(Role.OFFICE), kept=kept, merged=merged, on=ON)
    with pytest.raises(Refused):
        merging.merge_partners(actor=person_as(Role.OFFICE), kept=merged, merged=kept, on=ON)


def test_a_decided_name_matches_by_itself_the_next_time(office: Person) -> None:
    tours = PartnerFactory.create(name="Université de Tours")
    match = doubtful("Tours Uni")
    naming.confirm_name(actor=office, match=match, chosen=tours, on=ON)
    match.refresh_from_db()
    assert (match.state, match.chosen, match.settled_on) == (MatchState.CONFIRMED, tours, ON)
    assert Stay.objects.get().receiving == tours
    assert tours.names.get(kind=NameKind.WRITTEN).name == "Tours Uni"
    written = Written("TOURS UNI", "FR")
    assert Register().match_names([written])[written].partner_id == tours.pk


def test_a_decision_is_taken_back(office: Person) -> None:
    tours = PartnerFactory.create(name="Université de Tours")
    match = doubtful("Tours Uni")
    before = register_text()
    naming.confirm_name(actor=office, match=match, chosen=tours, on=ON)
    reopened = naming.reopen_name(actor=office, match=match, on=ON)
    assert (reopened.state, reopened.chosen) == (MatchState.OPEN, None)
    assert register_text() == before
    naming.register_name(actor=office, match=match, on=ON)
    assert match.provisional.names.get().kind == NameKind.OFFICIAL
    naming.reopen_name(actor=office, match=match, on=ON)
    assert register_text() == before
    with pytest.raises(Invalid):
        naming.reopen_name(actor=office, match=match, on=ON)


def test_a_new_institution_is_added_from_the_queue(office: Person) -> None:
    match = doubtful()
    partner = naming.register_name(actor=office, match=match, on=ON)
    match.refresh_from_db()
    assert (partner.state, match.state) == (PartnerState.REGISTERED, MatchState.NEW)
    assert Stay.objects.get().receiving == partner
    with pytest.raises(Invalid, match="decided before"):
        naming.register_name(actor=office, match=match, on=ON)


def test_the_surest_are_accepted_at_once(office: Person) -> None:
    lyon = PartnerFactory.create(name="Institut Superieur de Lyon")
    PartnerFactory.create(name="Haven Academy of Marseille")
    near = doubtful("Institut Superieur de Chimie de Lyon", lyon)
    far = doubtful("Academy of Sailing", lyon)
    assert far.confidence < near.confidence < Decimal("0.95")
    assert naming.confirm_best(actor=office, at_least=near.confidence, on=ON) == 1
    near.refresh_from_db()
    far.refresh_from_db()
    assert (near.state, near.chosen, far.state) == (MatchState.CONFIRMED, lyon, MatchState.OPEN)


def test_waiting_names_are_compared_again_with_a_grown_register(office: Person) -> None:
    match = doubtful("Université de Tours")
    assert match.candidates == []
    tours = PartnerFactory.create(name="Université de Tours")
    other = doubtful("Somewhere else")
    assert naming.look_again(actor=office, on=ON) == 1
    match.refresh_from_db()
    other.refresh_from_db()
    assert (match.state, match.chosen, other.state) == (MatchState.CONFIRMED, tours, MatchState.OPEN)


def test_uses_are_counted() -> None:
    match = doubtful()
    StayFactory.create(sending=match.provisional)
    naming.recount_uses()
    match.refresh_from_db()
    assert match.uses == 2
