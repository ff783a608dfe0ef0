"""Server time and queries of the pages people open all day, with much in the database.

Data: the demo story, its stays multiplied to 50,000 and its ledger to 1,000,000 entries. Each page
is asked for as the vice-rector through Django's own client: everything from the URL to the last byte,
middleware included, without the network. The bare page beside it passes the same middleware and
renders one heading.
"""

import statistics
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import include, path

from bench.figures import Figure, machine, say, seconds
from periplus.demo.services import tell_story
from periplus.people.models import Person
from periplus.web.shell.doors import page

STAYS, ENTRIES, RUNS, TARGET_MS = 50_000, 1_000_000, 25, 100.0
PAGES = {
    "home": "/",
    "board": "/loop/",
    "list of partners": "/partners/",
    "list of agreements": "/agreements/",
    "list of stays": "/stays/",
    "list of stays, page 500": "/stays/?page=500",
    "ledger": "/ledger/",
}

_MORE_STAYS = """
    INSERT INTO mobility_stay (uuid, sending_id, receiving_id, country_from, country_to, unit_id, activity,
      mode, level, level_text, field, field_text, programme, starts_on, ends_on, precision, start_year,
      state, source, source_reference)
    SELECT gen_random_uuid(), sending_id, receiving_id, country_from, country_to, unit_id, activity,
      mode, level, level_text, field, field_text, programme, starts_on, ends_on, precision, start_year,
      state, 'bench', 'b' || row_number() OVER ()
    FROM mobility_stay CROSS JOIN generate_series(1, %s) LIMIT %s
"""
_MORE_ENTRIES = """
    INSERT INTO core_event (uuid, type, at, happened_on, actor_uuid, actor_label, attributes)
    SELECT gen_random_uuid(), 'mobility.stay.recorded', now() - n * interval '1 minute',
      current_date - (n / 1440), %s, '', '{}' FROM generate_series(1, %s) n
"""
_MORE_TOUCHED = """
    INSERT INTO core_eventobject (event_id, object_type, object_uuid, qualifier)
    SELECT e.id, 'mobility.stay', s.uuid, 'stay' FROM
      (SELECT id, row_number() OVER (ORDER BY id) AS n FROM core_event) e
      JOIN (SELECT uuid, row_number() OVER (ORDER BY id) AS n FROM mobility_stay) s
      ON s.n = 1 + e.n %% %s
"""


@page("signed_in")
def bare(_request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string("<!doctype html><title>Bare</title><h1>Bare page</h1>")
    return HttpResponse(template.render({}))


urlpatterns = [path("bare/", bare), path("", include("periplus.config.urls"))]


def run() -> None:
    tell_story()
    _fill()
    person = Person.objects.get(role_assignments__role="vice_rector")
    with override_settings(ROOT_URLCONF="bench.bench_pages", ALLOWED_HOSTS=["*"], DEBUG=False):
        client = Client()
        client.force_login(person)
        beside, _queries = _measure(client, "/bare/")
        for name, address in PAGES.items():
            _say(name, *_measure(client, address), beside)


def _fill() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mobility_stay")
        (stays,) = cursor.fetchone()
        cursor.execute(_MORE_STAYS, [1 + STAYS // max(stays, 1), STAYS - stays])
        person = Person.objects.values_list("uuid", flat=True).order_by("pk")[0]
        cursor.execute("SELECT count(*) FROM core_event")
        (entries,) = cursor.fetchone()
        cursor.execute(_MORE_ENTRIES, [person, ENTRIES - entries])
        cursor.execute(_MORE_TOUCHED, [STAYS])
        cursor.execute("VACUUM ANALYZE")


def _measure(client: Client, address: str) -> tuple[float, int]:
    """Median milliseconds and the number of queries of a page."""
    for _warm in range(3):
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
    asked = Asked()
    with connection.execute_wrapper(asked):
        client.get(address)
    taken = statistics.median(seconds(lambda: client.get(address)) for _ in range(RUNS))
    return taken * 1000, asked.times


class Asked:
    """Counts how often the database is asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, execute: Callable[..., Any], *call: Any) -> Any:
        self.times += 1
        return execute(*call)


def _say(name: str, taken: float, queries: int, beside: float) -> None:
    sizes = {"stays": STAYS, "ledger_entries": ENTRIES, "queries": queries, "runs": RUNS}
    say(
        Figure(
            f"page {name}",
            round(taken, 1),
            "ms",
            round(beside, 1),
            round(taken / beside, 1),
            sizes | machine(),
            f"at most {TARGET_MS:.0f} ms at the median",
            taken <= TARGET_MS,
        )
    )
