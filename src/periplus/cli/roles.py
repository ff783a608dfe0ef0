"""Two roles in the database: the owner migrates, the application only reads and writes rows.

The application's role owns nothing, so it can neither change the tables nor switch off the
triggers that keep the ledger append-only; and it has no right to change ledger rows at all.
"""

from collections.abc import Sequence

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

APP_ROLE = "periplus_app"
LEDGER = ("core_event", "core_eventobject")


def prepare(server: str, database: str) -> None:
    """Makes the database and the application's role on a server of our own, if they are missing."""
    with psycopg.connect(server, autocommit=True) as connection:
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", APP_ROLE):
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APP_ROLE)))
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))


def grant(owner_url: str, role: str, ledger: Sequence[str] = LEDGER) -> None:
    """Gives the application's role its rights on all tables of today. Run it after every migration."""
    with psycopg.connect(owner_url) as connection:
        for statement in _GRANTS:
            connection.execute(statement.format(role=sql.Identifier(role), database=_current(connection)))
        for table in ledger:
            connection.execute(_REVOKE.format(table=sql.Identifier(table), role=sql.Identifier(role)))


def user_of(url: str) -> str:
    """The role that an address signs in with."""
    return str(conninfo_to_dict(url).get("user", ""))


_GRANTS = (
    sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}"),
    sql.SQL("GRANT USAGE ON SCHEMA public TO {role}"),
    sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"),
    sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"),
    sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}"),
)
_REVOKE = sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")


def _current(connection: psycopg.Connection) -> sql.Identifier:
    return sql.Identifier(connection.info.dbname)


def _exists(connection: psycopg.Connection, question: str, name: str) -> bool:
    return connection.execute(question, [name]).fetchone() is not None
