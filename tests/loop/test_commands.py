import json

import pytest

from periplus.cli.main import main
from periplus.loop.models import Measurement, Replay
from tests.factories.partners import PartnerFactory
from tests.factories.people import InstitutionFactory
from tests.loop.stretch import Tide

pytestmark = pytest.mark.django_db


def test_measure_says_what_it_wrote(tide: Tide, capsys: pytest.CaptureFixture[str]) -> None:
    InstitutionFactory.create(name="University of Porto Novo")
    tide.levels = {"2025": 4}
    assert main(["measure", "--today", "2026-03-02", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["institution"] == "University of Porto Novo"
    assert told["written"] == told["readings"] == Measurement.objects.count() > 0
    assert main(["measure", "--today", "2026-03-02", "--institution", "university of porto novo"]) == 0
    assert "0 new" in capsys.readouterr().out


def test_measure_fails_for_an_institution_nobody_serves(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", "--institution", "Atlantis"]) == 1
    assert "No such institution" in capsys.readouterr().err


def test_replay_tells_every_figure_and_finding(tide: Tide, capsys: pytest.CaptureFixture[str]) -> None:
    partner = PartnerFactory.create()
    tide.levels = {str(2005 + number): level for number, level in enumerate([10, 12, 10, 9, 9, 2])}
    years = ["--first", "2005", "--last", "2010"]
    assert main(["replay", "--institution", str(partner.uuid), *years, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    levels = [float(r["value"]) for r in told["readings"] if r["measure"] == "tests.tide"]
    assert levels == [10, 12, 10, 9, 9, 2]
    assert [(f["period_key"], f["sentence"]) for f in told["findings"]] == [("2010", "trend_below")]
    assert main(["replay", "--institution", str(partner.uuid), *years]) == 0
    assert "2010  Serious  Tide: 2 in 2010, below what is usual (7 to 13)." in capsys.readouterr().out
    assert Replay.objects.count() == 2


def test_replay_fails_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    partner = PartnerFactory.create()
    assert main(["replay", "--institution", "Atlantis", "--first", "2005", "--last", "2010"]) == 1
    assert "No institution is called so" in capsys.readouterr().err
    assert main(["replay", "--institution", str(partner.uuid), "--first", "2010", "--last", "2005"]) == 1
    assert "last year" in capsys.readouterr().err
