"""Typed readers of environment variables that fail loudly on a bad value."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class BadSetting(ImproperlyConfigured):
    """A setting cannot be read; the sentence names it and what is allowed."""


def text(name: str, default: str = "") -> str:
    """The value of `name`, or the content of the file named by `name`_FILE (for secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def switch(name: str, default: str = "0") -> bool:
    value = os.environ.get(name, default).strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    message = f"{name} is {value!r}; write 1 or 0."
    raise BadSetting(message)


def whole(name: str, default: int) -> int:
    value = os.environ.get(name, str(default)).strip()
    try:
        return int(value)
    except ValueError as error:
        message = f"{name} is {value!r}; write a whole number."
        raise BadSetting(message) from error


def words(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]
