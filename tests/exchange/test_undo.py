"""A whole import is taken back, to the byte, unless something stands in the way."""

import pytest

from periplus.core.models import Event
from periplus.core.verdicts import Refused
from periplus.exchange import services
from periplus.exchange.enums import ImportKind, RunState
from periplus.exchange.models import ImportRun
from periplus.exchange.spreadsheets import undoing
from periplus.exchange.spreadsheets.kinds import kind_of
from periplus.exchange.spreadsheets.obstacles import list_obstacles
from periplus.mobility.models import Stay
from periplus.partners.enums import MatchState, PartnerState
from periplus.partners.models import Merge, NameMatch, Partner
from periplus.partners.services.merging import merge_partners, undo_merge
from periplus.partners.services.naming import confirm_name, register_name
from periplus.people.models import Institution
from tests.exchange.scene import TEST, TODAY, imported, register_text, undone
from tests.exchange.test_agreements import ROW as LINE
from tests.exchange.test_agreements import sheet as lines_of
from tests.factories.mobility import StayFactory
from tests.factories.partners import PartnerFactory
from tests.factories.people import InstitutionFactory

pytestmark = pytest.mark.django_db


def stays(*rows: str, source: str = "Stays") -> ImportRun:
    head = "Reference,Sending institution,Sending country,Receiving institution,Receiving country,Start date,Currency,Amount"  # noqa: E501 -- one line of a file
    return imported(ImportKind.STAYS, "\n".join([head, *rows]) + "\n", source=source)


ONE = "P1,Home College,BR,Porto University,PT,2012-08-01,EUR,10"
LOST = "P2,Home College,BR,Lost Academy,PT,2012-08-01,EUR,10"


@pytest.fixture
def home() -> Institution:
    PartnerFactory.create(name="Home College", country="BR")
    PartnerFactory.create(name="Porto University", country="PT")
    home: Institution = InstitutionFactory.create()
    return home


@pytest.mark.usefixtures("home")
def test_stays_money_and_stand_ins_go() -> None:
    before = register_text()
    run = stays(ONE, ONE.replace("EUR", "USD"), LOST)
    assert NameMatch.objects.count() == 1
    run = undone(run)
    assert (run.state, run.next_row, NameMatch.objects.count()) == (RunState.UNDONE, 1, 0)
    assert register_text() == before


@pytest.mark.usefixtures("home")
def test_changed_values_and_removed_money_come_back() -> None:
    stays(ONE, ONE.replace("EUR", "USD"))
    before = register_text()
    run = stays(ONE.replace("2012-08-01", "2013-08-01").replace("EUR,10", "GBP,99"))
    assert Stay.objects.get().start_year == 2013
    undone(run)
    assert register_text() == before


def test_agreements_lines_and_years_go_and_places_come_back(home: Institution) -> None:
    empty = register_text()
    first = imported(ImportKind.AGREEMENTS, lines_of(LINE), institution=home)
    before = register_text()
    later = lines_of(LINE.replace("2017", "2018").replace(";2;1;", ";9;0;"), LINE.replace("OUT", "IN"))
    second = imported(ImportKind.AGREEMENTS, later, institution=home)
    undone(second)
    assert register_text() == before
    undone(first)
    assert register_text() == empty


@pytest.mark.usefixtures("home")
def test_institutions_go_with_their_names() -> None:
    before = register_text()
    run = imported(ImportKind.INSTITUTIONS, "Name,Country,Domain\nA,FR,a.fr\nB,FR,b.fr\nA,FR,a2.fr\n")
    undone(run)
    assert register_text() == before


@pytest.mark.usefixtures("home")
def test_a_decision_on_a_name_is_undone_with_the_import_that_asked() -> None:
    before = register_text()
    run = stays(LOST)
    match = NameMatch.objects.get()
    confirm_name(actor=TEST, match=match, chosen=Partner.objects.get(name="Porto University"), on=TODAY)
    undone(run)
    assert register_text() == before
    assert not Merge.objects.exists()


@pytest.mark.usefixtures("home")
def test_a_name_that_another_import_uses_too_keeps_its_stand_in_and_its_decision() -> None:
    first = stays(LOST)
    stays(LOST.replace("P2", "P3"), source="Other stays")
    porto = Partner.objects.get(name="Porto University")
    confirm_name(actor=TEST, match=NameMatch.objects.get(), chosen=porto, on=TODAY)
    undone(first)
    assert NameMatch.objects.get().state == MatchState.CONFIRMED
    assert list(Stay.objects.values_list("source_reference", "receiving")) == [("P3", porto.pk)]


@pytest.mark.usefixtures("home")
def test_a_name_added_to_the_register_stays_there() -> None:
    run = stays(LOST)
    register_name(actor=TEST, match=NameMatch.objects.get(), on=TODAY)
    undone(run)
    assert Partner.objects.get(name="Lost Academy").state == PartnerState.REGISTERED
    assert not Stay.objects.exists()


@pytest.mark.usefixtures("home")
def test_an_institution_in_use_stands_in_the_way() -> None:
    run = imported(ImportKind.INSTITUTIONS, "Name,Country\nNew College,FR\n")
    StayFactory.create(receiving=Partner.objects.get(name="New College"))
    before = register_text()
    with pytest.raises(Refused) as refused:
        undone(run)
    assert str(refused.value.verdict.sentence) == (
        "It cannot be undone yet. 1 entry (stay) uses what it brought in: New College, row 1. "
        "Remove or merge that first."
    )
    run.refresh_from_db()
    assert (run.state, register_text()) == (RunState.DONE, before)


@pytest.mark.usefixtures("home")
def test_a_later_import_stands_in_the_way_until_it_is_undone() -> None:
    first = stays(ONE)
    second = stays(ONE.replace("2012-08-01", "2013-08-01"))
    (obstacle,) = list_obstacles(first)
    assert obstacle.sentence == (
        "Something was done since to what row 1 brought in (mobility.stays.imported). Undo that first."
    )
    undone(second)
    assert list_obstacles(first) == []
    assert undone(first).state == RunState.UNDONE


@pytest.mark.usefixtures("home")
def test_a_merge_stands_in_the_way_until_it_is_undone() -> None:
    run = imported(ImportKind.INSTITUTIONS, "Name,Country\nNew College,FR\n")
    new = Partner.objects.get(name="New College")
    kept = PartnerFactory.create(name="Old College")
    merge = merge_partners(actor=TEST, kept=kept, merged=new, on=TODAY)
    assert list_obstacles(run)
    undo_merge(actor=TEST, merge=merge, on=TODAY)
    assert list_obstacles(run) == []
    assert undone(run).state == RunState.UNDONE
    assert not Partner.objects.filter(name="New College").exists()


@pytest.mark.usefixtures("home")
def test_an_interrupted_undo_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    before = register_text()
    run = stays(*(ONE.replace("P1", f"P{n}") for n in range(10)))
    monkeypatch.setattr(undoing, "BATCH", 4)
    services.begin_undo(actor=TEST, run=run)
    run.refresh_from_db()
    undoing._undo_batch(run, kind_of(run.source.kind))  # as if the worker died after this one
    ImportRun.objects.filter(pk=run.pk).update(next_row=7)
    assert Stay.objects.count() == 6
    assert undoing.carry_out_undo(run, today=TODAY).state == RunState.UNDONE
    assert register_text() == before


@pytest.mark.usefixtures("home")
def test_every_batch_of_an_undo_is_in_the_ledger() -> None:
    run = undone(stays(ONE))
    types = Event.objects.filter(attributes__run=str(run.uuid)).order_by("id").values_list("type", flat=True)
    assert list(types) == [
        "exchange.import.uploaded",
        "exchange.import.begun",
        "mobility.stays.imported",
        "exchange.import.finished",
        "exchange.import.undo_begun",
        "exchange.import.rows_undone",
        "exchange.import.undone",
    ]


@pytest.mark.usefixtures("home")
def test_only_what_is_done_or_stopped_can_be_undone() -> None:
    run = undone(stays(ONE))
    with pytest.raises(Refused):
        services.begin_undo(actor=TEST, run=run)
    assert run.undone_at is not None
