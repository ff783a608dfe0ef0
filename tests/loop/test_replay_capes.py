"""The replay of a real university against SQL written by hand on the raw file.

Brazil's CAPES published who went where from 2005 to 2019, one row for each payment currency of a stay.
The university with the most stays is found in the file; its rows go through the import, then through
the replay; the same file is copied as it is into a table of its own and asked in SQL.
"""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from periplus.exchange.enums import ImportKind, RunState
from periplus.loop.enums import ReplayState
from periplus.loop.models import Deviation, Measurement, Replay, Signal
from periplus.loop.scopes import Scope
from periplus.loop.services.replays import prepare_replay, run_replay
from periplus.loop.values import ReplayValues
from periplus.partners.models import Partner
from tests.exchange.scene import TEST, TODAY, imported
from tests.real_inputs import real_input

pytestmark = pytest.mark.django_db
FIRST, LAST = 2006, 2019
ORIGIN = "NM_IES_ORIGEM_PRINCIPAL_DA"
COLUMNS = [
    "processo",
    "nivel",
    "ano_inicio",
    "mes_inicio",
    "ano_fim",
    "mes_fim",
    "origem",
    "uf",
    "destino",
    "pais",
    "area",
    "conhecimento",
    "avaliacao",
    "programa",
    "moeda",
    "valor",
]

# One row for each process: the first of it in the file. Spellings of a name that differ only in accents
# and signs are one institution.
FLOWS = """
    CREATE TEMPORARY VIEW ida AS
    SELECT ano, destino || '|' || pais AS outra, pais
    FROM (SELECT DISTINCT ON (processo) ano_inicio::int AS ano, origem, {plain} AS destino, pais
          FROM capes ORDER BY processo, linha) estadia
    WHERE origem = {university} AND pais <> 'BRASIL';
"""
PLAIN = (
    "nullif(trim(regexp_replace(translate(destino, 'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ',"
    " 'AAAAAACEEEEIIIINOOOOOUUUUY'), '[^A-Z0-9]+', ' ', 'g')), '')"
)
BY_HAND = {
    "mobility.outgoing_stays": "SELECT ano, count(*) FROM ida GROUP BY ano",
    "mobility.country_concentration": """
        SELECT ano, sum(n * n) / (sum(n) * sum(n))
        FROM (SELECT ano, pais, count(*) AS n FROM ida GROUP BY ano, pais) c GROUP BY ano
    """,
    "mobility.partner_concentration": """
        SELECT ano, sum(n * n) / (sum(n) * sum(n))
        FROM (SELECT ano, outra, count(*) AS n FROM ida WHERE outra IS NOT NULL GROUP BY ano, outra) c
        GROUP BY ano
    """,
    "mobility.active_partners": "SELECT ano, count(DISTINCT outra) FROM ida GROUP BY ano",
    "mobility.link_survival": """
        SELECT antes.ano + 1, count(agora.outra)::numeric / count(*)
        FROM (SELECT DISTINCT ano, outra FROM ida WHERE outra IS NOT NULL) antes
        LEFT JOIN (SELECT DISTINCT ano, outra FROM ida) agora
          ON agora.ano = antes.ano + 1 AND agora.outra = antes.outra
        GROUP BY antes.ano
    """,
    "mobility.link_stability": """
        SELECT ano, count(*) FILTER (WHERE antes AND agora)::numeric / count(*)
        FROM (SELECT y.ano, l.outra, bool_or(l.ano = y.ano) AS agora, bool_or(l.ano = y.ano - 1) AS antes
              FROM generate_series(2007, 2019) AS y(ano)
              JOIN ida l ON l.ano IN (y.ano, y.ano - 1) AND l.outra IS NOT NULL
              GROUP BY y.ano, l.outra) seen
        GROUP BY ano
    """,
}


@pytest.fixture
def raw() -> str:
    path: Path = real_input("mobility/capes_brazil_mobility_2005_2019.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return stream.read()


def busiest(rows: Sequence[dict[str, str]]) -> str:
    """The university from which most processes set out."""
    seen: dict[str, str] = {}
    for row in rows:
        seen.setdefault(row["ID_PROCESSO"], row[ORIGIN])
    sent = Counter(origin for origin in seen.values() if origin)
    return sent.most_common(1)[0][0]


def rows_from(rows: Sequence[dict[str, str]], university: str) -> str:
    """All rows of the processes that set out from a university, as a file of their own.

    Those that came to it are left out: from which country, the file tells only by the name of a state.
    """
    seen: dict[str, str] = {}
    for row in rows:
        seen.setdefault(row["ID_PROCESSO"], row[ORIGIN])
    touched = {process for process, origin in seen.items() if origin == university}
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(row for row in rows if row["ID_PROCESSO"] in touched)
    return stream.getvalue()


def copy_raw(raw: str, university: str) -> None:
    """The whole file as a table, untouched, and what the university sent as a view on it."""
    columns = ", ".join(f"{name} text" for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE capes (linha bigserial, {columns})")
        names = ", ".join(COLUMNS)
        copy = f"COPY capes ({names}) FROM STDIN WITH (FORMAT csv, HEADER, FORCE_NOT_NULL ({names}))"
        with cursor.copy(copy) as target:
            target.write(raw)
        quoted = "'" + university.replace("'", "''") + "'"
        cursor.execute(FLOWS.format(university=quoted, plain=PLAIN))


def by_hand(measure: str) -> dict[str, Decimal]:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND[measure])
        return {str(year): Decimal(value) for year, value in cursor.fetchall()}


def replayed(replay: Replay, measure: str) -> dict[str, Decimal]:
    rows = replay.readings.filter(measure=measure, value__isnull=False)
    return {row.period_key: row.value for row in rows if row.value is not None}


@pytest.fixture
def replay(raw: str) -> Replay:
    rows = list(csv.DictReader(io.StringIO(raw)))
    university = busiest(rows)
    copy_raw(raw, university)
    run = imported(ImportKind.STAYS, rows_from(rows, university), source="CAPES")
    assert run.state == RunState.DONE
    twin = Partner.objects.get(names__name__iexact=university, country="BR")
    values = ReplayValues(Scope(institution=twin.uuid), FIRST, LAST, university)
    return run_replay(replay=prepare_replay(actor=TEST, values=values, on=TODAY))


def test_replay_equals_sql_by_hand_on_the_raw_file(replay: Replay) -> None:
    assert replay.state == ReplayState.DONE
    for measure in BY_HAND:
        expected = {y: v for y, v in by_hand(measure).items() if FIRST <= int(y) <= LAST}
        assert len(expected) > 10
        assert replayed(replay, measure) == pytest.approx(expected, abs=Decimal("0.000001")), measure
    check_findings(replay)


def check_findings(replay: Replay) -> None:
    """The boom of Science without Borders is outside what was usual; live tables stay empty."""
    findings = list(replay.findings.filter(measure="mobility.outgoing_stays").order_by("period_key"))
    told = {finding.period_key: finding.sentence for finding in findings}
    assert told["2014"] == "trend_above"
    boom = next(finding for finding in findings if finding.period_key == "2014")
    countries = [cause["key"] for cause in boom.causes if cause["axis"] == "country"]
    assert countries[0] == "US"
    assert [model.objects.count() for model in (Measurement, Signal, Deviation)] == [0, 0, 0]
