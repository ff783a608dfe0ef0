"""Words that a list says thousands of times, each looked up once for each language."""

from functools import cache

from django.db.models import TextChoices

from periplus.core.codes import code_list
from periplus.core.languages import active_language


def label_of(choices: type[TextChoices], value: str) -> str:
    """What a choice is called; an export asks this for every row, so it must cost nothing."""
    return _label(choices, value, active_language())


def name_of(key: str, code: str) -> str:
    """The name of a code in the list `key`; empty for no code."""
    return _name(key, code, active_language()) if code else ""


@cache
def _label(choices: type[TextChoices], value: str, _language: str) -> str:
    return str(choices(value).label)


@cache
def _name(key: str, code: str, language: str) -> str:
    return code_list(key).name(code, language)
