"""Cases that ran and ended, moved through the services at the times a test sets."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from periplus.core import clock
from periplus.paths.chart import Chart
from periplus.paths.models import Case, ProcedureVersion
from periplus.paths.services.cases import CaseTerms, start_case
from periplus.paths.services.work import complete_work
from tests.paths.scene import AT, Scene, work


@contextmanager
def moment(at: dt.datetime) -> Iterator[None]:
    """The product believes that it is this instant."""
    before = clock.shift()
    clock.set_shift(at - timezone.now())
    try:
        yield
    finally:
        clock.set_shift(before)


def finished(scene: Scene, version: ProcedureVersion, days: Mapping[str, float], start: dt.datetime) -> Case:
    """A case whose steps take so many days each, one after the other."""
    at = start
    with moment(at):
        terms = CaseTerms(title="Exchange with Turin", unit=scene.faculty)
        case = start_case(actor=scene.alice, procedure=version.procedure, terms=terms, at=at)
    for node, took in days.items():
        at += dt.timedelta(days=took)
        with moment(at):
            done(scene, case, node, at)
    return Case.objects.get(pk=case.pk)


def done(scene: Scene, case: Case, node: str, at: dt.datetime, **outputs: Any) -> None:
    complete_work(actor=scene.alice, item=work(case, node), outputs=outputs, at=at)


def many_finished(scene: Scene, chart: Chart, days: Mapping[str, float], *, number: int) -> ProcedureVersion:
    """So many cases, begun day after day, the last of them ended before the tests begin."""
    version = scene.version(chart)
    first = AT - dt.timedelta(days=number + sum(days.values()) + 1)
    for place in range(number):
        finished(scene, version, days, first + dt.timedelta(days=place))
    return version
