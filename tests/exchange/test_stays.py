"""Lists of stays come in, come again, and come changed."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from periplus.core.models import Event
from periplus.exchange.enums import ImportKind, Outcome, RunState
from periplus.exchange.models import ImportRow
from periplus.mobility.enums import Precision, StayState
from periplus.mobility.models import Stay, StayFunding
from periplus.partners.enums import PartnerState
from periplus.partners.models import NameMatch, Partner
from tests.exchange.scene import hand_in, imported, outcomes, previewed, register_text, remarks
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db

HEADINGS = "Reference,Sending institution,Country from,Receiving institution,Country to,Level,Field,Year,Month,End year,End month,Currency,Amount"  # noqa: E501 -- one line of a file
MAPPING: dict[str, Any] = {
    "start_year": "Year",
    "start_month": "Month",
    "end_year": "End year",
    "end_month": "End month",
    "country_from": "Country from",
    "country_to": "Country to",
}
FIRST = "P1,Home College,BR,Porto University,Portugal,Master,0531-Chemistry,2012,8,2013,5,EUR,1000.50"


def sheet(*rows: str) -> str:
    return "\n".join([HEADINGS, *rows]) + "\n"


@pytest.fixture(autouse=True)
def _register() -> None:
    PartnerFactory.create(name="Home College", country="BR")
    PartnerFactory.create(name="Porto University", country="PT")


def test_a_stay_comes_in_with_all_that_the_row_says() -> None:
    run = imported(ImportKind.STAYS, sheet(FIRST), mapping=MAPPING)
    assert (run.state, outcomes(run)) == (RunState.DONE, {"created": 1})
    stay = Stay.objects.get()
    assert (stay.sending and stay.sending.name, stay.receiving and stay.receiving.name) == (
        "Home College",
        "Porto University",
    )
    assert (stay.country_from, stay.country_to, stay.level, stay.field, stay.field_text) == (
        *("BR", "PT", "7", "0531", "Chemistry"),
    )
    assert (stay.starts_on, stay.ends_on, stay.precision) == (
        *(dt.date(2012, 8, 1), dt.date(2013, 5, 31), Precision.MONTH),
    )
    assert (stay.start_year, stay.state, stay.source, stay.source_reference) == (
        *(2012, StayState.ENDED, "List", "P1"),
    )
    assert list(stay.funding.values_list("currency", "amount")) == [("EUR", Decimal("1000.50"))]


def test_rows_of_the_same_reference_are_one_stay_and_their_money_adds_up() -> None:
    rows = [FIRST, FIRST.replace("EUR,1000.50", "USD,7"), FIRST.replace("1000.50", "500")]
    run = imported(ImportKind.STAYS, sheet(*rows), mapping=MAPPING)
    assert outcomes(run) == {"created": 1, "merged": 2}
    assert dict(StayFunding.objects.values_list("currency", "amount")) == {
        "EUR": Decimal("1500.50"),
        "USD": Decimal("7.00"),
    }
    assert run.rows.values("target_uuid").distinct().count() == 1


def test_the_same_list_again_changes_nothing() -> None:
    rows = [FIRST, FIRST.replace("EUR", "USD"), FIRST.replace("P1", "P2").replace("Porto", "Lost")]
    imported(ImportKind.STAYS, sheet(*rows), mapping=MAPPING)
    before, events = register_text(), Event.objects.filter(type="mobility.stays.imported").count()
    again = imported(ImportKind.STAYS, sheet(*rows), mapping=MAPPING)
    assert outcomes(again) == {"unchanged": 3}
    assert register_text() == before
    assert Event.objects.filter(type="mobility.stays.imported").count() == events


def test_white_space_is_no_change_but_another_value_is() -> None:
    imported(ImportKind.STAYS, sheet(FIRST), mapping=MAPPING)
    spaced = FIRST.replace("Porto University", " Porto\u00a0 University ").replace("Chemistry", "Chemistry ")
    assert outcomes(imported(ImportKind.STAYS, sheet(spaced), mapping=MAPPING)) == {"unchanged": 1}
    later = FIRST.replace("2013,5", "2013,7").replace("1000.50", "900")
    preview = previewed(hand_in(ImportKind.STAYS, sheet(later)), **MAPPING).preview
    assert preview["counts"]["changed"] == 1
    assert preview["rows"][0]["changes"] == [
        {"field": "ends_on", "before": "2013-05-31", "after": "2013-07-31"},
        {"field": "amount", "before": "1000.50", "after": "900.00"},
    ]
    assert outcomes(imported(ImportKind.STAYS, sheet(later), mapping=MAPPING)) == {"changed": 1}
    assert Stay.objects.get().ends_on == dt.date(2013, 7, 31)


def test_a_preview_writes_nothing() -> None:
    before = register_text()
    run = previewed(hand_in(ImportKind.STAYS, sheet(FIRST, FIRST.replace("Porto", "Lost"))), **MAPPING)
    assert (run.state, run.preview["counts"]["created"], run.preview["names"]) == ("previewed", 1, 1)
    assert register_text() == before
    assert not ImportRow.objects.exists()
    assert not Event.objects.filter(type="mobility.stays.imported").exists()


def test_unknown_ends_and_dates_stay_empty() -> None:
    row = "P3,,,,France,,,,,,,,"
    assert outcomes(imported(ImportKind.STAYS, sheet(row), mapping=MAPPING)) == {"created": 1}
    stay = Stay.objects.get()
    assert (stay.sending, stay.receiving, stay.country_to, stay.starts_on) == (None, None, "FR", None)


def test_a_row_in_which_nobody_moved_is_refused_with_the_reason() -> None:
    run = imported(ImportKind.STAYS, sheet("P4,,,,,Master,,2012,8,,,,", FIRST), mapping=MAPPING)
    assert outcomes(run) == {"created": 1, "refused": 1}
    assert remarks(run) == {1: ["Neither an institution nor a country is named, so nobody went anywhere."]}


def test_cells_not_understood_are_told_and_left_out() -> None:
    row = FIRST.replace("Portugal", "Atlantis").replace(",8,", ",13,").replace("EUR", "Euros")
    run = imported(ImportKind.STAYS, sheet(row), mapping=MAPPING)
    assert remarks(run) == {
        1: [
            "We do not know the country “Atlantis”. Write its name or its two letters.",
            "“13” is not a month. Write a number from 1 to 12.",
            "“Euros” is not a currency. Write its three letters.",
            "There is an amount but no currency. The amount was left out.",
        ]
    }
    assert (Stay.objects.get().country_to, Stay.objects.get().precision) == ("PT", Precision.YEAR)


def test_an_end_before_the_start_is_left_out() -> None:
    run = imported(ImportKind.STAYS, sheet(FIRST.replace("2013,5", "2012,5")), mapping=MAPPING)
    assert Stay.objects.get().ends_on is None
    assert remarks(run) == {1: ["It ends before it starts. The end was left out."]}


def test_a_row_with_more_cells_than_headings_is_refused() -> None:
    run = imported(ImportKind.STAYS, sheet(f"{FIRST},stray"), mapping=MAPPING)
    assert remarks(run) == {1: ["The row has 14 cells under 13 headings. Check for a stray delimiter."]}


def test_later_rows_that_disagree_are_merged_with_a_remark() -> None:
    run = imported(ImportKind.STAYS, sheet(FIRST, FIRST.replace("2013,5", "2013,6")), mapping=MAPPING)
    assert outcomes(run) == {"created": 1, "merged": 1}
    assert remarks(run) == {2: ["An earlier row of P1 says otherwise: Last day. That one was kept."]}


def test_a_doubtful_name_gets_one_stand_in_and_waits_in_the_queue() -> None:
    rows = [FIRST.replace("P1", f"P{n}").replace("Porto University", "Portto Academy") for n in range(3)]
    imported(ImportKind.STAYS, sheet(*rows), mapping=MAPPING)
    match = NameMatch.objects.get()
    assert (match.written, match.country, match.uses) == ("Portto Academy", "PT", 3)
    assert match.provisional.state == PartnerState.PROVISIONAL
    assert Stay.objects.filter(receiving=match.provisional).count() == 3


def test_rows_without_reference_are_recognised_by_their_content() -> None:
    rows = [FIRST.replace("P1", ""), FIRST.replace("P1", ""), FIRST.replace("P1", "").replace("2012", "2011")]
    assert outcomes(imported(ImportKind.STAYS, sheet(*rows), mapping=MAPPING)) == {"created": 3}
    assert outcomes(imported(ImportKind.STAYS, sheet(*rows), mapping=MAPPING)) == {"unchanged": 3}


def test_the_ledger_names_every_stay_of_a_batch_in_one_entry() -> None:
    rows = [FIRST.replace("P1", f"P{n}") for n in range(5)]
    run = imported(ImportKind.STAYS, sheet(*rows), mapping=MAPPING)
    event = Event.objects.get(type="mobility.stays.imported")
    touched = event.objects_touched.filter(qualifier="stay", object_type="mobility.stay")
    assert set(touched.values_list("object_uuid", flat=True)) == set(
        Stay.objects.values_list("uuid", flat=True)
    )
    assert event.attributes == {
        "run": str(run.uuid),
        "source": "List",
        "rows": [1, 5],
        "created": 5,
        "changed": 0,
    }


def test_an_identifier_outweighs_the_name() -> None:
    porto = Partner.objects.get(name="Porto University")
    porto.identifiers.create(scheme="erasmus", value="P PORTO02")
    content = "Receiving institution,Receiving Erasmus code,Start date\nWhatever,P  PORTO02,2024-09-01\n"
    imported(ImportKind.STAYS, content)
    assert Stay.objects.get().receiving == porto
    assert not NameMatch.objects.exists()


def test_a_region_tells_the_country_of_those_from_elsewhere() -> None:
    content = (
        "ID,Sending institution,UF origem,Receiving institution,País de destino,Year\n"
        "1,Home College,SÃO PAULO,Porto University,Portugal,2012\n"
        "2,Some College,DISTRITO DO PORTO,Porto University,Portugal,2012\n"
        "3,Home College,,Porto University,Portugal,2012\n"
    )
    imported(ImportKind.STAYS, content, mapping={"country_from": {"fixed": "BR"}, "start_year": "Year"})
    countries = Stay.objects.order_by("source_reference").values_list("country_from", flat=True)
    assert list(countries) == ["BR", "PT", "BR"]


def test_every_row_ends_somehow() -> None:
    rows = [FIRST, FIRST, "P9,,,,,,,2012,,,,,", FIRST.replace("P1", "P2")]
    run = imported(ImportKind.STAYS, sheet(*rows), mapping=MAPPING)
    assert sum(run.counts.values()) == run.rows_total == run.rows.count() == 4
    assert set(run.counts) == set(Outcome.values)
