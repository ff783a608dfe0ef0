"""What a real server needs beyond Django's own deployment checks."""

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags
from django.core.checks import Warning as Advice
from django.core.checks import register as register_check
from django.db import connections

from periplus.cli.roles import LEDGER

OWNER_OF_LEDGER = """
SELECT bool_or(pg_has_role(current_user, c.relowner, 'USAGE'))
FROM pg_class c WHERE c.oid = ANY(%s::regclass[])
"""


def register() -> None:
    """Adds these checks to `check --deploy`."""
    register_check(demo_is_off, Tags.security, deploy=True)
    register_check(secret_is_own, Tags.security, deploy=True)
    register_check(ledger_belongs_to_somebody_else, Tags.database, deploy=True)


def demo_is_off(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """In demo mode anybody becomes anyone with one click."""
    if not settings.DEMO:
        return []
    return [
        Advice("Demo mode is on: anybody can take any role.", hint="Unset PERIPLUS_DEMO.", id="periplus.W001")
    ]


def secret_is_own(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:  # noqa: ARG001
    """The secret of demo and tests stands in the sources for all to read."""
    if not settings.SECRET_KEY.startswith("unsafe-"):
        return []
    hint = "Set PERIPLUS_SECRET_KEY, or PERIPLUS_SECRET_KEY_FILE to a file that holds it."
    return [Advice("Everybody knows the secret that signs sessions.", hint=hint, id="periplus.W003")]


def ledger_belongs_to_somebody_else(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 -- Django's signature
    databases: Sequence[str] | None = None,
    **_: Any,
) -> list[CheckMessage]:
    """Whoever owns the ledger's tables could switch off what keeps them append-only."""
    if not databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(OWNER_OF_LEDGER, [list(LEDGER)])
        (owns,) = cursor.fetchone()
    if not owns:
        return []
    sentence = "The application's database role owns the ledger and could rewrite it."
    hint = (
        "Set PERIPLUS_DATABASE_OWNER_URL to the owner, PERIPLUS_DATABASE_URL to another role; then migrate."
    )
    return [Advice(sentence, hint=hint, id="periplus.W002")]
