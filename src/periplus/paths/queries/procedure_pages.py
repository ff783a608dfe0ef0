"""Procedures and their versions, as their pages show them."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import override

from periplus.core import clock
from periplus.core.languages import BY_CODE, active_language, language_of
from periplus.paths import library
from periplus.paths.chart import Chart, ChartTable, TableColumn, Words, say
from periplus.paths.enums import ALIVE, ValueType, VersionState, WorkState
from periplus.paths.gate.types import known_types
from periplus.paths.gate.values import Ground
from periplus.paths.models import Case, Procedure, ProcedureVersion, WorkItem
from periplus.paths.policies import visible_procedures
from periplus.paths.queries.versions import holding_on
from periplus.paths.stepping import Fact, find_step, find_subject, list_steps
from periplus.people.models import Person

# ------------------------------------------------------------------ procedures


def list_procedures(person: Person) -> QuerySet[Any]:
    """The procedures a person may see, with the version in force, cases that run, those late, and drafts."""
    versions = ProcedureVersion.objects.filter(procedure=OuterRef("pk"))
    running = Case.objects.filter(version__procedure=OuterRef("pk"), state__in=ALIVE)
    late = WorkItem.objects.filter(case=OuterRef("pk"), state=WorkState.OPEN, due_at__lt=clock.now())
    rows: QuerySet[Any] = visible_procedures(person).annotate(
        number=Subquery(_in_force(versions).values("number")[:1]),
        since=Subquery(_in_force(versions).values("effective_from")[:1]),
        drafts=_counted(versions.filter(state=VersionState.DRAFT), "procedure"),
        running=_counted(running, "version__procedure"),
        late=_counted(running.filter(Exists(late)), "version__procedure"),
    )
    return rows


def _counted(rows: QuerySet[Any], by: str) -> Subquery:
    return Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n"))


def _in_force(versions: QuerySet[ProcedureVersion]) -> QuerySet[ProcedureVersion]:
    """By which new cases run today."""
    return versions.filter(holding_on(clock.today())).order_by("-effective_from", "-number")


def named(word: str) -> Q:
    """Filter: the procedure is called so."""
    column = language_of(active_language()).column
    return Q(**{f"title__{column}__icontains": word}) | Q(title__en__icontains=word) | Q(key__icontains=word)


def list_subject_types(person: Person) -> list[tuple[str, str | Promise]]:
    """What the procedures of a person's institution are about."""
    kinds = visible_procedures(person).order_by("subject_type").values_list("subject_type", flat=True)
    found = {kind: find_subject(kind) for kind in kinds.distinct() if kind}
    return [(key, kind.title) for key, kind in found.items() if kind]


def find_procedure(person: Person, reference: uuid.UUID) -> Procedure | None:
    return visible_procedures(person).select_related("institution").filter(uuid=reference).first()


def list_untaken(person: Person) -> list[Chart]:
    """The ready procedures that the person's institution has not taken over."""
    keys = set(visible_procedures(person).values_list("key", flat=True))
    return [chart for chart in library.list_charts() if chart.key not in keys]


# ------------------------------------------------------------------ versions


def list_versions_seen(person: Person) -> QuerySet[ProcedureVersion]:
    """All versions that a person may see."""
    versions = ProcedureVersion.objects.filter(procedure__in=visible_procedures(person))
    return versions.select_related("procedure__institution")


def find_version(person: Person, reference: uuid.UUID) -> ProcedureVersion | None:
    joined = ("origin", "drafted_by", "enacted_by")
    return list_versions_seen(person).select_related(*joined).filter(uuid=reference).first()


def list_versions(procedure: Procedure) -> QuerySet[Any]:
    """The versions of a procedure, the newest first, with how many cases ever ran by each and still do."""
    rows = procedure.versions.select_related("drafted_by", "enacted_by", "origin", "procedure__institution")
    cases = Case.objects.filter(version=OuterRef("pk"))
    counted: QuerySet[Any] = rows.annotate(
        all_cases=_counted(cases, "version"), running=_counted(cases.filter(state__in=ALIVE), "version")
    )
    return counted.order_by("-number")


def find_shown(procedure: Procedure) -> ProcedureVersion | None:
    """The version that stands for a procedure: in force today, else the one enacted last, else the newest."""
    versions = procedure.versions.select_related("procedure__institution")
    in_force = _in_force(ProcedureVersion.objects.filter(procedure=procedure)).first()
    chosen = in_force or versions.exclude(enacted_at=None).order_by("-number").first()
    chosen = chosen or versions.filter(state=VersionState.DRAFT).order_by("-number").first()
    found = chosen or versions.order_by("-number").first()
    if found is not None:
        found.procedure = procedure
    return found


def count_late(procedure: Procedure, *, at: dt.datetime) -> int:
    late = WorkItem.objects.filter(case=OuterRef("pk"), state=WorkState.OPEN, due_at__lt=at)
    return Case.objects.filter(Exists(late), version__procedure=procedure, state__in=ALIVE).count()


# ------------------------------------------------------------------ what a chart knows


@dataclass(frozen=True, slots=True)
class Known:
    """A value that conditions and decision tables may ask. `of_subject`: a fact, known from the beginning."""

    key: str
    words: Words
    type: ValueType
    choices: tuple[tuple[str, str | Promise], ...] = ()
    of_subject: bool = False

    @property
    def title(self) -> str:
        return say(self.words) or self.key

    def column(self) -> TableColumn:
        """As an input of a decision table; its values, if it has any, are those that may be chosen."""
        values = tuple(f'"{value}"' for value, _title in self.choices)
        return TableColumn(self.key, self.words, self.type, values)


def words_of(title: str | Promise) -> Words:
    """A text of the product in all languages."""
    found = {}
    for language in BY_CODE.values():
        with override(language.code):
            found[language.column] = str(title)
    return found


def list_known(chart: Chart) -> list[Known]:
    """Every value of a chart, facts of the subject first."""
    subject = find_subject(chart.subject_type)
    facts: Iterable[Fact] = subject.facts if subject else ()
    ground = Ground(chart, {step.key: step for step in list_steps()}, subject)
    titles = _titles(chart)
    found = [
        Known(fact.key, words_of(fact.title), fact.type, fact.choices, of_subject=True) for fact in facts
    ]
    given = {known.key for known in found}
    found += [
        Known(key, titles.get(key, {}), type_, _choices(chart, key))
        for key, type_ in known_types(ground).items()
        if key not in given
    ]
    return found


def _titles(chart: Chart) -> dict[str, Words]:
    columns = (each for table in chart.tables for each in (*table.inputs, *table.outputs))
    steps = (find_step(node.step) for node in chart.nodes if node.step)
    facts = {
        fact.key: words_of(fact.title) for step in steps if step for fact in (*step.inputs, *step.outputs)
    }
    named = {column.key: column.title for column in columns}
    return facts | named | {key: item.title for key, item in chart.item.items() if item.title}


def _choices(chart: Chart, key: str) -> tuple[tuple[str, str], ...]:
    if key in chart.item:
        return tuple((each.value, say(each.title) or each.value) for each in chart.item[key].choices)
    columns = [column for table in chart.tables for column in table.outputs if column.key == key]
    return tuple((text.strip('"'), text.strip('"')) for column in columns[:1] for text in column.values)


def list_askers(chart: Chart, table: ChartTable) -> list[str]:
    """Titles of the decisions that ask a table."""
    return [say(node.title) or node.key for node in chart.nodes if node.table == table.key]
