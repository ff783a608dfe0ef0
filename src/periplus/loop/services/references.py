"""What people call things: the next “D-7” of an institution."""

from collections.abc import Iterable

from django.db import connection

from periplus.loop.models import Decision, Deviation, SignalRule
from periplus.people.models import Institution


def next_deviation_reference(institution: Institution) -> str:
    """The next free “D-7”."""
    _one_at_a_time(institution)
    taken = Deviation.objects.filter(institution=institution).values_list("reference", flat=True)
    return f"D-{_highest(taken) + 1}"


def next_rule_reference(institution: Institution) -> str:
    """The next free “R-7”; versions of a rule share theirs."""
    _one_at_a_time(institution)
    taken = SignalRule.objects.filter(institution=institution).values_list("reference", flat=True)
    return f"R-{_highest(taken) + 1}"


def next_decision_reference(institution: Institution) -> str:
    """The next free “DEC-7”."""
    _one_at_a_time(institution)
    taken = Decision.objects.filter(institution=institution).values_list("reference", flat=True)
    return f"DEC-{_highest(taken) + 1}"


def _highest(references: Iterable[str]) -> int:
    numbers = (reference.rpartition("-")[2] for reference in references)
    return max((int(number) for number in numbers if number.isdigit()), default=0)


def _one_at_a_time(institution: Institution) -> None:
    """Hold other transactions back until this one has its number."""
    with connection.cursor() as cursor:
        key = "SELECT pg_advisory_xact_lock(hashtext('periplus.loop.references'), %s)"
        cursor.execute(key, [institution.pk])
