"""Procedures are found by search and named in the ledger; their pages ask a settled number of times."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from periplus.paths.models import ProcedureVersion
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.web.procedures.search import find_procedures
from periplus.web.shell.links import name_things
from tests.web.cast import Enter, html_of, main_of
from tests.web.procedures.conftest import draft_of

pytestmark = pytest.mark.django_db
ENOUGH = 30


def test_a_procedure_is_found_by_a_word_of_its_name(
    agreements: ProcedureVersion, people: dict[Role, Person]
) -> None:
    (hit,) = find_procedures(people[Role.TEACHER], "idea signature", 5)
    assert hit.url == reverse("procedures:detail", args=[agreements.procedure.uuid])
    assert str(hit.note) == "version 1 is in force"
    assert find_procedures(people[Role.STUDENT], "idea", 5) == []


def test_the_ledger_names_procedures_and_versions(
    office: Client, agreements: ProcedureVersion, people: dict[Role, Person]
) -> None:
    things = [("paths.procedure", agreements.procedure.uuid), ("paths.procedureversion", agreements.uuid)]
    named = name_things(people[Role.REVIEWER], things)
    assert named[agreements.uuid].title.startswith("version 1 of Agreement")
    assert named[agreements.uuid].url == reverse("versions:detail", args=[agreements.uuid])
    assert name_things(people[Role.STUDENT], things) == {}
    assert "put version 1 of" in main_of(
        office.get(reverse("procedures:detail", args=[agreements.procedure.uuid]))
    )


@pytest.mark.parametrize("role", [Role.OFFICE, Role.STUDENT])
def test_the_side_leads_to_them_where_they_may_be_read(enter: Enter, role: Role) -> None:
    assert ('href="/procedures/"' in html_of(enter(role).get("/"))) == (role == Role.OFFICE)


def test_a_page_asks_no_more_for_a_long_procedure(
    office: Client, agreements: ProcedureVersion, alice: Person
) -> None:
    draft = draft_of(agreements, alice)
    urls = [
        reverse("versions:step", args=[draft.uuid, "negotiate"]),
        reverse("versions:detail", args=[agreements.uuid]),
        reverse("procedures:detail", args=[agreements.procedure.uuid]),
        reverse("versions:table", args=[draft.uuid, "approval_level"]),
    ]
    for url in urls:
        office.get(url)
        with CaptureQueriesContext(connection) as queries:
            office.get(url)
        assert len(queries) <= ENOUGH, f"{url}: {len(queries)}"
