"""Doubtful names are decided, and entries merged, on their pages."""

import pytest
from django.test import Client
from django.urls import reverse

from periplus.mobility.models import Stay
from periplus.partners.enums import MatchState, PartnerState
from periplus.partners.matching import Register, Written
from periplus.partners.models import Merge, NameMatch, Partner
from periplus.partners.services.naming import recount_uses, stand_in_for
from periplus.people.enums import Role
from tests.factories.mobility import StayFactory
from tests.factories.partners import PartnerFactory
from tests.factories.people import person_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(person_as(Role.OFFICE))
    return client


def doubtful(name: str, uses: int = 1) -> NameMatch:
    written = Written(name, "FR")
    stood = stand_in_for({written: Register().match_names([written])[written]})
    match = NameMatch.objects.get(provisional_id=stood.partner_ids[written])
    StayFactory.create_batch(uses, receiving=match.provisional)
    recount_uses()
    match.refresh_from_db()
    return match


def decide(client: Client, match: NameMatch, chosen: object) -> int:
    return client.post(reverse("names:decide", args=[match.uuid]), {"chosen": chosen}).status_code


def test_the_queue_shows_candidates_those_with_most_uses_first(office: Client) -> None:
    lyon = PartnerFactory.create(name="Institut Superieur de Lyon")
    doubtful("Somewhere else entirely")
    often = doubtful("Institut Superieur de Chimie de Lyon", uses=3)
    names = office.get(reverse("names:queue")).context["names"]
    assert [(each["match"].written, each["match"].uses, each["is_first"]) for each in names] == [
        ("Institut Superieur de Chimie de Lyon", 3, True),
        ("Somewhere else entirely", 1, False),
    ]
    assert names[0]["candidates"] == [(str(lyon.uuid), lyon.name, round(float(often.confidence) * 100))]


def test_a_candidate_is_chosen_taken_back_and_another_found(office: Client) -> None:
    lyon = PartnerFactory.create(name="Institut Superieur de Lyon")
    match = doubtful("Chimie Lyonnaise")
    query = {"find": str(match.uuid), "words": "superieur"}
    opened = office.get(reverse("names:queue"), query).context["names"][0]
    assert [partner for partner, _country in opened["found"]] == [lyon]
    assert decide(office, match, lyon.uuid) == 303
    assert Stay.objects.get().receiving == lyon
    assert "Chimie Lyonnaise" in office.get(reverse("names:settled")).content.decode()
    assert office.post(reverse("names:reopen", args=[match.uuid])).status_code == 303
    match.refresh_from_db()
    assert (match.state, Stay.objects.get().receiving) == (MatchState.OPEN, match.provisional)


def test_a_name_becomes_a_new_institution(office: Client) -> None:
    match = doubtful("New Academy")
    assert decide(office, match, "new") == 303
    assert Partner.objects.get(pk=match.provisional_id).state == PartnerState.REGISTERED
    assert office.get(reverse("names:queue")).context["waiting"] == 0


@pytest.mark.parametrize("chosen", ["", "nonsense", "00000000-0000-0000-0000-000000000009"])
def test_a_choice_that_is_none_is_not_found(office: Client, chosen: str) -> None:
    assert decide(office, doubtful("New Academy"), chosen) == 404


def test_many_are_decided_at_once(office: Client) -> None:
    PartnerFactory.create(name="Institut Superieur de Lyon")
    sure = doubtful("Institut Superieur de Chimie de Lyon")
    unlike = doubtful("Somewhere else entirely")
    office.post(reverse("names:accept"), {"at_least": "75"})
    office.post(reverse("names:add-unlike"))
    sure.refresh_from_db()
    unlike.refresh_from_db()
    assert (sure.state, unlike.state) == (MatchState.CONFIRMED, MatchState.NEW)


def test_the_queue_is_compared_again_with_the_register(office: Client) -> None:
    match = doubtful("Port College")
    college = PartnerFactory.create(name="Port College")
    office.post(reverse("names:look-again"))
    match.refresh_from_db()
    assert match.chosen == college


def test_two_entries_are_merged_after_a_look_and_taken_apart_again(office: Client) -> None:
    kept, other = PartnerFactory.create(name="Port College"), PartnerFactory.create(name="Academy of Port")
    StayFactory.create(receiving=other, sending=None)
    address = reverse("names:merge", args=[kept.uuid])
    found = office.get(address, {"words": "academy"}).context["found"]
    assert [partner for partner, _country in found] == [other]
    look = office.get(address, {"other": str(other.uuid)})
    assert [(str(fact.label), fact.value) for fact in look.context["moves"]] == [("Stays", 1), ("Names", 1)]
    assert office.post(address, {"other": str(other.uuid)}).status_code == 303
    assert Stay.objects.get().receiving == kept
    merge = Merge.objects.get()
    assert office.get(address).context["merges"] == [merge]
    assert office.post(reverse("names:undo-merge", args=[merge.uuid])).status_code == 303
    assert Stay.objects.get().receiving == other


def test_a_merge_needs_another_entry(office: Client) -> None:
    kept = PartnerFactory.create()
    address = reverse("names:merge", args=[kept.uuid])
    for other in ("", str(kept.uuid), "nonsense"):
        office.post(address, {"other": other})
    assert not Merge.objects.exists()


def test_others_do_not_decide(client: Client) -> None:
    match = doubtful("New Academy")
    client.force_login(person_as(Role.VICE_RECTOR))
    assert decide(client, match, "new") == 403
    assert client.get(reverse("names:queue")).status_code == 403
