"""What a real server must not have, and the two roles in the database."""

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import Settings

from periplus.cli import deployment
from periplus.cli.roles import APP_ROLE, LEDGER, grant, prepare, user_of


def test_the_role_is_read_from_the_address() -> None:
    assert user_of("postgresql://periplus_app:secret@db/periplus") == "periplus_app"
    assert user_of("postgresql://postgres@/periplus?host=/run/here") == "postgres"


@pytest.mark.parametrize("demo", [True, False])
def test_demo_mode_is_told(settings: Settings, demo: bool) -> None:  # noqa: FBT001 -- a setting
    settings.DEMO = demo
    assert bool(deployment.demo_is_off(None)) is demo


def test_the_secret_of_the_sources_is_told(settings: Settings) -> None:
    assert deployment.secret_is_own(None)[0].id == "periplus.W003"
    settings.SECRET_KEY = "x" * 60
    assert deployment.secret_is_own(None) == []


@pytest.mark.django_db(transaction=True)
def test_only_an_owner_could_rewrite_the_ledger() -> None:
    server = settings.DATABASES["default"]
    address = f"postgresql://{server['USER']}@/{server['NAME']}?host={server['HOST']}"
    prepare(address, server["NAME"])
    grant(address, APP_ROLE)
    assert deployment.ledger_belongs_to_somebody_else(None, databases=["default"])[0].id == "periplus.W002"
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APP_ROLE}")
        try:
            assert deployment.ledger_belongs_to_somebody_else(None, databases=["default"]) == []
            assert {right for table in LEDGER for right in rights(table)} == {"SELECT", "INSERT"}
            assert rights("django_session") == ["SELECT", "INSERT", "UPDATE", "DELETE"]
        finally:
            cursor.execute("RESET ROLE")


def rights(table: str) -> list[str]:
    """What the current role may do to the rows of a table."""
    asked = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT r FROM unnest(%s::text[]) r WHERE has_table_privilege(%s, r)", [asked, table])
        return [row[0] for row in cursor.fetchall()]
