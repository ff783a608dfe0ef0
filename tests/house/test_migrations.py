"""The database's history: named, complete, and walked in both directions."""

import re
from collections.abc import Iterator, Sequence

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("periplus.")]
MIGRATIONS: dict[tuple[str, str], Migration] = {
    key: migration
    for key, migration in sorted(MigrationLoader(None).disk_migrations.items())
    if key[0] in OURS
}
UNNAMED = re.compile(r"^\d{4}_(auto|alter_|remove_|add_|rename_|delete_|and_more|.*_and_more$|.*_more$)")
NAMED = re.compile(r"^\d{4}_[a-z][a-z0-9]*(_[a-z0-9]+)*$")


def badly_named(name: str) -> bool:
    """Whether a name is Django's guess and says nothing of what changed in the world."""
    return bool(UNNAMED.match(name)) or not NAMED.match(name)


def operations(found: Sequence[Operation]) -> Iterator[Operation]:
    for operation in found:
        yield operation
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from operations(operation.database_operations)


def one_way(migration: Migration) -> list[str]:
    """What a migration does that cannot be taken back."""
    return [
        operation.describe() for operation in operations(migration.operations) if not operation.reversible
    ]


@pytest.mark.parametrize("key", MIGRATIONS, ids=".".join)
def test_a_migration_is_named(key: tuple[str, str]) -> None:
    assert not badly_named(key[1])


@pytest.mark.parametrize("key", MIGRATIONS, ids=".".join)
def test_a_migration_can_be_taken_back(key: tuple[str, str]) -> None:
    assert one_way(MIGRATIONS[key]) == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", *OURS, check=True, dry_run=True, verbosity=0)


def our_tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.partition("_")[0] in OURS}


def walk(targets: list[tuple[str, str | None]]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)


@pytest.mark.django_db
def test_from_nothing_to_now_and_back() -> None:
    """Down to nothing and up again, inside one transaction: the schema afterwards is the same."""
    latest = MigrationLoader(connection).graph.leaf_nodes()
    before = schema()
    assert all(before.values())
    walk([(label, None) for label in OURS])
    assert our_tables() == set()
    walk([*latest])
    assert schema() == before


def schema() -> dict[str, list[tuple[object, ...]]]:
    """Columns, constraints, indexes and triggers of our tables, whatever their internal numbers."""
    return {name: rows_of(sql) for name, sql in STATEMENTS.items()}


def rows_of(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row for row in cursor.fetchall() if str(row[0]).partition("_")[0] in OURS]


STATEMENTS = {
    "columns": (
        "SELECT table_name, column_name, data_type, is_nullable, character_maximum_length"
        " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
    ),
    "constraints": (
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
    ),
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
    "triggers": (
        "SELECT event_object_table, trigger_name, event_manipulation, action_statement"
        " FROM information_schema.triggers WHERE trigger_schema = 'public' ORDER BY 1, 2, 3"
    ),
}


# The rules turn red when they are broken on purpose.


@pytest.mark.parametrize(
    "name", ["0002_auto_20260101_1200", "0003_alter_plan_title", "0004_plan_x_and_more", "0005", "init"]
)
def test_a_guessed_name_is_seen(name: str) -> None:
    assert badly_named(name)
    assert not badly_named("0002_ledger_is_append_only")


def test_a_way_of_no_return_is_seen() -> None:
    class Forget(Migration):
        operations = [
            migrations.RunSQL("SELECT 1"),
            migrations.AddField("Event", "colour", models.TextField(default="")),
            migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop),
        ]

    assert len(one_way(Forget("0002_forget", "core"))) == 1


def test_a_changed_model_without_a_migration_is_seen() -> None:
    loader = MigrationLoader(None)
    state = loader.project_state()
    assert ("core", "event") in state.models
    state.remove_field("core", "event", "attributes")
    changes = MigrationAutodetector(state, ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert list(changes) == ["core"]
