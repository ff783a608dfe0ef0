"""Reads a PostgreSQL address into Django's connection settings."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from periplus.config.environment import BadSetting


def from_url(url: str) -> dict[str, Any]:
    """`postgresql://user:secret@host:port/name?host=/socket/folder` as Django settings.

    Raises `BadSetting` for anything that is not PostgreSQL.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        message = "PERIPLUS_DATABASE_URL must start with postgresql://; Periplus runs on PostgreSQL only."
        raise BadSetting(message)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "periplus",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | {"prepare_threshold": _threshold(options.get("prepare_threshold", "1"))},
    }


def _threshold(text: str) -> int | None:
    """Whether statements may be prepared; `none` where a pooler gives each transaction another session."""
    if text == "none":
        return None
    if text.isdecimal():
        return int(text)
    message = f"prepare_threshold in PERIPLUS_DATABASE_URL is {text!r}; write a whole number or none."
    raise BadSetting(message)
