"""The real lists come in whole, come again without change, survive a kill, and go again to the byte."""

import csv
import gzip
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Sum

from periplus.exchange import services
from periplus.exchange.enums import ImportKind, Outcome, RunState
from periplus.exchange.models import ImportRun
from periplus.exchange.queries import is_stalled
from periplus.exchange.spreadsheets.running import carry_out
from periplus.mobility.models import Stay, StayFunding
from periplus.partners.enums import MatchState, PartnerState, Scheme
from periplus.partners.models import Identifier, LineYear, NameMatch, Partner
from tests.exchange.scene import TEST, TODAY, imported, outcomes, previewed, register_text, undone
from tests.exchange.test_running import CHILD
from tests.factories.people import InstitutionFactory
from tests.real_inputs import real_input

ROR = "institutions/ror_education_records.csv.gz"
DOMAINS = "institutions/world_universities_and_domains.json"
CHARTER = "institutions/eche_2025-12-19.xlsx"
CAPES = "mobility/capes_brazil_mobility_2005_2019.csv.gz"


def bring(kind: ImportKind, path: Path, source: str, **options: object) -> ImportRun:
    return imported(kind, path.read_bytes(), name=path.name, source=source, **options)


@pytest.mark.django_db
def test_three_lists_of_institutions_make_one_register() -> None:
    lists = [(real_input(ROR), "ROR"), (real_input(DOMAINS), "Domains"), (real_input(CHARTER), "Charter")]
    totals = {"ROR": 13_933, "Domains": 10_251, "Charter": 6_130}
    texts = [register_text()]
    runs = []
    for path, source in lists:
        run = bring(ImportKind.INSTITUTIONS, path, source)
        assert run.state == RunState.DONE
        assert sum(run.counts.values()) == run.rows_total == totals[source]
        assert run.counts[Outcome.REFUSED] == 0
        texts.append(register_text())
        runs.append(run)
    assert outcomes(runs[0]) == {"created": 13_933}
    assert Partner.objects.filter(state=PartnerState.WITHDRAWN).count() == 406 + 298
    assert Identifier.objects.filter(scheme=Scheme.ROR).count() == 13_933
    assert Identifier.objects.filter(scheme=Scheme.ERASMUS).count() == 6_128  # two rows have no whole code
    for path, source in lists:
        assert outcomes(bring(ImportKind.INSTITUTIONS, path, source)) == {"unchanged": totals[source]}
    assert register_text() == texts[-1]
    for run, before in zip(reversed(runs), reversed(texts[:-1]), strict=True):
        ImportRun.objects.filter(source=run.source).exclude(pk=run.pk).update(state=RunState.UNDONE)
        undone(run)
        assert register_text() == before


@pytest.mark.django_db
def test_two_years_of_agreements_of_a_university() -> None:
    home = InstitutionFactory.create(short_name="UNIZAR", country="ES")
    bring(ImportKind.INSTITUTIONS, real_input(ROR), "ROR")
    texts, runs = [register_text()], []
    for year, rows in (("17", 3_477), ("18", 3_784)):
        path = real_input(f"agreements/unizar_acuerdosMov{year}.csv")
        with path.open(encoding="utf-8", newline="") as file:
            told = list(csv.DictReader(file, delimiter=";"))
        run = bring(ImportKind.AGREEMENTS, path, "Zaragoza", institution=home)
        assert outcomes(run) == {"created": rows}
        assert sum(run.counts.values()) == run.rows_total == rows == len(told)
        over = [row for row in told if int(row[USED]) > int(row[OFFERED])]
        assert run.rows.filter(errors__contains=[{"sentence": "more_used_than_offered"}]).count() == len(over)
        stored = LineYear.objects.filter(year=2000 + int(year)).aggregate(Sum("places"), Sum("used"))
        assert stored["places__sum"] == sum(int(row[OFFERED]) for row in told)
        assert stored["used__sum"] == sum(int(row[USED]) for row in told)
        assert outcomes(bring(ImportKind.AGREEMENTS, path, "Zaragoza", institution=home)) == {
            "unchanged": rows
        }
        texts.append(register_text())
        runs.append(run)
    assert NameMatch.objects.filter(state=MatchState.OPEN).count() > 100
    for run, before in zip(reversed(runs), reversed(texts[:-1]), strict=True):
        undone(run)
        assert register_text() == before


USED, OFFERED = "PLAZAS_ASIGNADAS_ALUMNOS_OUT", "PLAZAS_OFERTADAS_ALUMNOS"


@pytest.mark.django_db(transaction=True)
def test_the_capes_stays_survive_a_kill_and_go_again_to_the_byte() -> None:
    path = real_input(CAPES)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    processes = {row["ID_PROCESSO"] for row in told}
    assert (len(told), len(processes)) == (146_036, 98_219)
    bring(ImportKind.INSTITUTIONS, real_input(ROR), "ROR")
    before = register_text()
    with path.open("rb") as file:
        run = services.start_import(
            actor=TEST, kind=ImportKind.STAYS, source="CAPES", institution=None, file=file, name=path.name
        )
    run = services.begin_import(actor=TEST, run=previewed(run, country_from={"fixed": "BR"}))
    _kill_half_way(run)
    run.refresh_from_db()
    assert 1 < run.next_row < len(told)
    assert sum(run.counts.values()) == run.rows.count() == run.next_row - 1
    run = carry_out(services.resume_import(actor=TEST, run=run), today=TODAY)
    assert outcomes(run) == {"created": len(processes), "merged": len(told) - len(processes)}
    assert run.rows_total == run.rows.count() == len(told)
    _compare_with_the_file(told)
    undone(run)
    assert register_text() == before
    assert not NameMatch.objects.exists()


def _kill_half_way(run: ImportRun) -> None:
    database = connection.settings_dict["NAME"]
    address = os.environ["PERIPLUS_DATABASE_URL"].replace("/postgres?", f"/{database}?")
    environment = {**os.environ, "PERIPLUS_DATABASE_URL": address}
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(run.pk)], env=environment)
    until = time.monotonic() + 120
    while time.monotonic() < until and ImportRun.objects.get(pk=run.pk).next_row < 40_000:
        time.sleep(0.05)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    while not is_stalled(run):
        run.refresh_from_db()
        time.sleep(0.05)


def _compare_with_the_file(told: list[dict[str, str]]) -> None:
    """Counts and money by hand, from the file alone."""
    by_year = Counter({row["ID_PROCESSO"]: row["AN_INICIO"] for row in told}.values())
    stored = Counter(map(str, Stay.objects.values_list("start_year", flat=True)))
    assert stored == by_year
    money: dict[str, Decimal] = {}
    for row in told:
        money[row["CD_MOEDA"]] = money.get(row["CD_MOEDA"], Decimal(0)) + Decimal(
            row["VL_TOTAL_RECEBIDO_MOEDA"]
        )
    sums = StayFunding.objects.values_list("currency").annotate(Sum("amount"))
    assert {currency: amount.quantize(Decimal(1)) for currency, amount in sums} == {
        currency: amount.quantize(Decimal(1)) for currency, amount in money.items()
    }
    unknown = {row["ID_PROCESSO"] for row in told if not row["NM_IES_ESTUDO_PRINCIPAL_DA"]}
    assert Stay.objects.filter(receiving=None).count() == len(unknown)
