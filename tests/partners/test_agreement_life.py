"""An agreement from idea to force and to its end."""

import datetime as dt

import pytest

from periplus.core.ledger.services import System
from periplus.core.models import Event
from periplus.core.verdicts import Invalid, Refused
from periplus.partners import lives, services
from periplus.partners.enums import AgreementKind, AgreementState, LineDirection
from periplus.partners.models import Agreement, Partner
from periplus.partners.policies import visible_agreements
from periplus.people.enums import Role
from periplus.people.models import Unit
from tests.factories.partners import PartnerFactory, agreement_with, twin_of
from tests.factories.people import InstitutionFactory, UnitFactory, person_as

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
STATES = AgreementState


class Cast:
    """Alice is in the office, Victor signs, Carla coordinates the unit, Petra is a guest from Lyon."""

    def __init__(self) -> None:
        self.unit: Unit = UnitFactory.create()
        institution = self.unit.institution
        self.lyon: Partner = PartnerFactory.create(name="Lyon")
        self.bonn: Partner = PartnerFactory.create(name="Bonn", country="DE")
        self.alice = person_as(Role.OFFICE, institution=institution)
        self.victor = person_as(Role.VICE_RECTOR, institution=institution)
        self.carla = person_as(Role.COORDINATOR, unit=self.unit)
        self.tom = person_as(Role.TEACHER, institution=institution)
        self.petra = person_as(Role.PARTNER, partner_uuid=self.lyon.uuid)

    def draft(self, **more: object) -> Agreement:
        usual: dict[str, object] = {
            "actor": self.carla,
            "institution": self.unit.institution,
            "unit": self.unit,
            "partners": [self.lyon],
            "coordinator": self.carla,
            "terms": services.AgreementTerms("Exchange with Lyon", AgreementKind.STUDENT_EXCHANGE),
            "on": TODAY,
        }
        return services.draft_agreement(**(usual | more))  # type: ignore[arg-type]

    def bring_to_signature(self, agreement: Agreement) -> None:
        services.send_to_negotiation(actor=self.carla, agreement=agreement, on=TODAY)
        services.send_to_approval(actor=self.carla, agreement=agreement, on=TODAY)
        services.send_to_signature(actor=self.alice, agreement=agreement, on=TODAY)


@pytest.fixture
def cast() -> Cast:
    return Cast()


def test_from_idea_to_force(cast: Cast) -> None:
    agreement = cast.draft()
    assert (agreement.reference, agreement.state) == ("A-2026-0001", STATES.IDEA)
    cast.bring_to_signature(agreement)
    services.sign_agreement(actor=cast.victor, agreement=agreement, on=TODAY)
    assert agreement.state == STATES.SIGNATURE  # Lyon has not signed yet
    services.record_partner_signature(actor=cast.alice, agreement=agreement, partner=cast.lyon, on=TODAY)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.valid_from) == (STATES.IN_FORCE, TODAY)
    told = list(Event.objects.order_by("id").values_list("type", flat=True))
    assert [event.removeprefix("partners.agreement.") for event in told] == [
        "drafted",
        "sent_to_negotiation",
        "sent_to_approval",
        "approved",
        "signed_by_us",
        "signed_by_partner",
        "signed",
    ]


def test_the_last_signature_may_be_ours(cast: Cast) -> None:
    agreement = cast.draft(partners=[cast.lyon, cast.bonn])
    cast.bring_to_signature(agreement)
    for partner in (cast.lyon, cast.bonn):
        services.record_partner_signature(actor=cast.alice, agreement=agreement, partner=partner, on=TODAY)
    assert agreement.state == STATES.SIGNATURE
    services.sign_agreement(actor=cast.victor, agreement=agreement, on=TODAY)
    assert agreement.state == STATES.IN_FORCE


def test_nobody_signs_twice_or_for_a_stranger(cast: Cast) -> None:
    agreement = cast.draft()
    cast.bring_to_signature(agreement)
    services.sign_agreement(actor=cast.victor, agreement=agreement, on=TODAY)
    with pytest.raises(Invalid, match="signed already"):
        services.sign_agreement(actor=cast.victor, agreement=agreement, on=TODAY)
    with pytest.raises(Invalid, match="not a party"):
        services.record_partner_signature(actor=cast.alice, agreement=agreement, partner=cast.bonn, on=TODAY)


def test_sent_back_signatures_no_longer_count(cast: Cast) -> None:
    agreement = cast.draft()
    cast.bring_to_signature(agreement)
    services.sign_agreement(actor=cast.victor, agreement=agreement, on=TODAY)
    services.return_to_negotiation(actor=cast.alice, agreement=agreement, reason="Wrong level", on=TODAY)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.signed_on) == (STATES.NEGOTIATION, None)
    assert not agreement.parties.filter(signed_on__isnull=False).exists()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", sorted(lives.BY_VERB))
def test_only_the_moves_of_the_table_are_possible(state: AgreementState, verb: str) -> None:
    """Whoever asks: what the table does not have, nobody may do."""
    agreement = agreement_with(state=state)
    moved = _attempt(verb, agreement)
    assert moved == ((state.value, verb, lives.BY_VERB[verb].to.value) in lives.TRANSITIONS)


def _attempt(verb: str, agreement: Agreement) -> bool:
    actor = System("test")
    named = {
        "sign": "sign_agreement",
        "drop": "drop_agreement",
        "terminate": "terminate_agreement",
    }
    reasons = {"drop", "terminate", "return_to_negotiation"}
    if verb == "expire":
        agreement.valid_until = TODAY
        agreement.save()
        return services.expire_agreements(today=TODAY) == 1
    service = getattr(services, named.get(verb, verb))
    try:
        service(actor=actor, agreement=agreement, on=TODAY, **({"reason": "-"} if verb in reasons else {}))
    except Refused:
        return False
    agreement.refresh_from_db()
    return agreement.state == lives.BY_VERB[verb].to


def test_who_may_take_which_step(cast: Cast) -> None:
    agreement = cast.draft()
    stranger = person_as(Role.COORDINATOR, unit=UnitFactory.create())
    for person in (stranger, cast.tom, cast.petra, cast.victor):
        with pytest.raises(Refused):
            services.send_to_negotiation(actor=person, agreement=agreement, on=TODAY)
    cast.bring_to_signature(agreement)
    for person in (cast.alice, cast.carla, cast.petra):
        with pytest.raises(Refused):
            services.sign_agreement(actor=person, agreement=agreement, on=TODAY)


def test_a_teacher_answers_for_the_ideas_of_their_own(cast: Cast) -> None:
    mine = cast.draft(actor=cast.tom, coordinator=cast.tom)
    theirs = cast.draft()
    terms = services.AgreementTerms("Another title", AgreementKind.MOU)
    services.change_agreement(actor=cast.tom, agreement=mine, terms=terms, coordinator=cast.tom, on=TODAY)
    with pytest.raises(Refused):
        services.change_agreement(
            actor=cast.tom, agreement=theirs, terms=terms, coordinator=cast.tom, on=TODAY
        )


def test_a_guest_sees_an_agreement_once_it_is_talked_about(cast: Cast) -> None:
    agreement = cast.draft()
    other = agreement_with(cast.bonn)
    assert list(visible_agreements(cast.petra)) == []
    services.send_to_negotiation(actor=cast.carla, agreement=agreement, on=TODAY)
    assert list(visible_agreements(cast.petra)) == [agreement]
    assert list(visible_agreements(person_as(Role.STUDENT))) == []
    assert set(visible_agreements(cast.tom)) == {agreement, other}


def test_references_count_on_within_institution_and_year(cast: Cast) -> None:
    assert [cast.draft().reference for _ in range(2)] == ["A-2026-0001", "A-2026-0002"]
    assert cast.draft(on=dt.date(2027, 1, 1)).reference == "A-2027-0001"
    assert cast.draft(reference=" ES  ZARAGOZ01 ").reference == "ES ZARAGOZ01"
    with pytest.raises(Invalid, match="has this reference"):
        cast.draft(reference="ES ZARAGOZ01")


def test_what_cannot_be_drafted(cast: Cast) -> None:
    twin = twin_of(cast.unit.institution)
    wrong: dict[str, list[dict[str, object]]] = {
        "partners": [{"partners": []}, {"partners": [twin]}, {"partners": [cast.lyon, cast.lyon]}],
        "unit": [{"unit": UnitFactory.create(), "actor": cast.alice}],
    }
    for field, attempts in wrong.items():
        for attempt in attempts:
            with pytest.raises(Invalid) as refusal:
                cast.draft(**attempt)
            assert set(refusal.value.errors) == {field}


def line_terms(partner: Partner, **more: object) -> services.LineTerms:
    usual: dict[str, object] = {"partner": partner, "direction": LineDirection.OUTGOING, "places": 3}
    return services.LineTerms(**(usual | more))  # type: ignore[arg-type]


def test_lines_are_written_until_approval(cast: Cast) -> None:
    agreement = cast.draft()
    line = services.add_line(actor=cast.carla, agreement=agreement, terms=line_terms(cast.lyon), on=TODAY)
    changed = line_terms(cast.lyon, places=5, field="0412", level="6", language="fr", cefr="B2")
    services.change_line(actor=cast.carla, line=line, terms=changed, on=TODAY)
    line.refresh_from_db()
    assert (line.places, line.cefr) == (5, "B2")
    cast.bring_to_signature(agreement)
    line.refresh_from_db()
    with pytest.raises(Refused, match="Send it back to negotiation"):
        services.change_line(actor=cast.carla, line=line, terms=changed, on=TODAY)
    with pytest.raises(Refused):
        services.remove_line(actor=cast.carla, line=line, on=TODAY)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("places", -1),
        ("places", 1001),
        ("months", 0),
        ("field", "9x"),
        ("level", "9"),
        ("language", "xx"),
        ("cefr", "B2"),
        ("year_until", 2020),
    ],
)
def test_each_mistake_of_a_line_is_named(cast: Cast, field: str, value: object) -> None:
    agreement = cast.draft()
    more = {field: value} | ({"year_from": 2020} if field == "year_until" else {})
    with pytest.raises(Invalid) as refusal:
        services.add_line(
            actor=cast.carla, agreement=agreement, terms=line_terms(cast.lyon, **more), on=TODAY
        )
    assert set(refusal.value.errors) == {field}


def test_a_renewal_takes_everything_over(cast: Cast) -> None:
    agreement = agreement_with(
        cast.lyon,
        institution=cast.unit.institution,
        unit=cast.unit,
        valid_from=dt.date(2021, 9, 1),
        valid_until=dt.date(2026, 9, 1),
    )
    agreement.lines.create(
        partner=cast.lyon, direction="out", places=4, field="0412", year_from=2021, year_until=2026
    )
    successor = services.renew_agreement(
        actor=cast.carla, agreement=agreement, valid_until=dt.date(2031, 9, 1), on=TODAY
    )
    [line] = successor.lines.all()
    assert (successor.state, successor.valid_from, successor.renews) == (
        STATES.IDEA,
        dt.date(2026, 9, 1),
        agreement,
    )
    assert (line.places, line.field, line.year_from, line.year_until) == (4, "0412", 2026, 2031)
    assert line.uuid != agreement.lines.get().uuid
    with pytest.raises(Invalid, match="under way already"):
        services.renew_agreement(
            actor=cast.carla, agreement=agreement, valid_until=dt.date(2032, 9, 1), on=TODAY
        )


def test_notice_ends_with_the_academic_year(cast: Cast) -> None:
    agreement = agreement_with(cast.lyon, institution=cast.unit.institution, notice_months=12)
    services.terminate_agreement(
        actor=cast.alice, agreement=agreement, reason="No stays in four years.", on=TODAY
    )
    agreement.refresh_from_db()
    assert (agreement.state, agreement.valid_until) == (STATES.TERMINATED, dt.date(2027, 9, 1))


def test_what_is_over_runs_out_or_renews_itself(cast: Cast) -> None:
    over = agreement_with(cast.lyon, valid_until=dt.date(2026, 3, 2))
    renewing = agreement_with(cast.lyon, valid_until=dt.date(2024, 9, 1), renews_by_itself=True)
    lasting = agreement_with(cast.lyon, valid_until=dt.date(2026, 3, 3))
    assert services.expire_agreements(today=TODAY) == 2
    assert services.expire_agreements(today=TODAY) == 0
    for agreement in (over, renewing, lasting):
        agreement.refresh_from_db()
    assert [each.state for each in (over, renewing, lasting)] == ["expired", "in_force", "in_force"]
    assert renewing.valid_until == dt.date(2026, 9, 1)
    assert set(Event.objects.values_list("type", "actor_label")) == {
        ("partners.agreement.expired", "calendar"),
        ("partners.agreement.renewed_by_itself", "calendar"),
    }


def test_reasons_are_demanded(cast: Cast) -> None:
    agreement = cast.draft()
    with pytest.raises(Invalid, match="Say why"):
        services.drop_agreement(actor=cast.carla, agreement=agreement, reason=" ", on=TODAY)
    in_force = agreement_with(cast.lyon, institution=InstitutionFactory.create())
    with pytest.raises(Invalid, match="Say why"):
        services.terminate_agreement(actor=cast.alice, agreement=in_force, reason="", on=TODAY)
