"""Everything the page of a procedure shows, and that of a version which is no longer written."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.languages import active_language
from periplus.loop.policies import visible_decisions
from periplus.paths import policies
from periplus.paths.chart import say
from periplus.paths.drawing import draw
from periplus.paths.enums import VersionState
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.gate import list_findings
from periplus.paths.queries.procedure_pages import (
    count_late,
    find_shown,
    list_versions,
)
from periplus.paths.queries.versions import holds_on, list_targets
from periplus.paths.types import Procedure, ProcedureVersion
from periplus.people.types import Person
from periplus.web.procedures.shown import found_rows, rows_of, unit_names
from periplus.web.procedures.words import span_words, state_of, subject_words, version_name
from periplus.web.shell.components import Fact, Tone
from periplus.web.work.words import may_at_all

START = "paths.cases.start"


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the table of them."""

    version: ProcedureVersion
    name: str
    url: str
    tone: Tone
    state: str
    span: str
    reason: str
    running: int
    all_cases: int
    cases_url: str
    switch_url: str = ""


def page_of_procedure(person: Person, procedure: Procedure) -> dict[str, Any]:
    """The context of the page. The version shown is that in force, else the newest."""
    shown = find_shown(procedure)
    versions = version_rows(procedure)
    draft = next((row for row in versions if row.version.state == VersionState.DRAFT), None)
    return {
        "procedure": procedure,
        "title": str(procedure),
        "versions": versions,
        "draft": draft,
        "about": subject_words(procedure.subject_type),
        "running": sum(row.running for row in versions),
        "late": count_late(procedure, at=clock.now()),
        "cases_url": f"{reverse('cases:list')}?procedure={procedure.uuid}",
        "may_write": policies.may_write_procedures(person),
        "may_switch": policies.may_switch_cases(person, procedure),
        "may_start": bool(shown and holds_on(shown, clock.today()) and may_at_all(person, START)),
        **(shown_version(person, shown) if shown else {}),
    }


def shown_version(person: Person, version: ProcedureVersion) -> dict[str, Any]:
    """A version to be read: its drawing, its steps, its tables, and what is wrong with it today."""
    chart = get_chart(version)
    tone, state = state_of(version, on=clock.today())
    findings = list_findings(version) if version.state in {VersionState.DRAFT, VersionState.ENACTED} else []
    wrong, noted = found_rows(version, chart, findings)
    return {
        "version": version,
        "version_name": version_name(version),
        "tone": tone,
        "state": state,
        "chart": chart,
        "description": say(chart.description),
        "drawing": draw(chart, language=active_language()),
        "rows": rows_of(chart, unit_names(person)),
        "tables": [
            (say(table.title) or table.key, reverse("versions:table", args=[version.uuid, table.key]))
            for table in chart.tables
        ],
        "found": wrong + noted,
        "facts": facts_of(person, version),
    }


def version_rows(procedure: Procedure) -> list[VersionRow]:
    today = clock.today()
    targets = {each.number for each in list_targets(procedure, on=today)}
    cases = f"{reverse('cases:list')}?procedure={procedure.uuid}"
    return [_version_row(each, state_of(each, on=today), targets, cases) for each in list_versions(procedure)]


def _version_row(row: Any, told: tuple[Tone, str], targets: set[int], cases: str) -> VersionRow:
    running = row.running or 0
    elsewhere = targets - {row.number}
    switch = reverse("procedures:switch", args=[row.procedure.uuid]) + f"?source={row.number}"
    return VersionRow(
        version=row,
        name=version_name(row),
        url=reverse("versions:detail", args=[row.uuid]),
        tone=told[0],
        state=told[1],
        span=span_words(row),
        reason=row.reason,
        running=running,
        all_cases=row.all_cases or 0,
        cases_url=cases,
        switch_url=switch if running and elsewhere else "",
    )


def facts_of(person: Person, version: ProcedureVersion) -> list[Fact]:
    facts = [
        Fact(_("Version"), version.number),
        Fact(_("Holds"), span_words(version)),
        Fact(_("Reason"), version.reason),
        _decision(person, version),
        Fact(_("Written by"), version.drafted_by.name if version.drafted_by else _("the product itself")),
        _origin(version),
    ]
    if version.enacted_at:
        facts.append(
            Fact(_("Put in force by"), version.enacted_by.name if version.enacted_by else _("a decision"))
        )
    return [fact for fact in facts if fact is not None and fact.value != ""]


def _decision(person: Person, version: ProcedureVersion) -> Fact | None:
    if version.decision_uuid is None:
        return None
    found = visible_decisions(person).filter(uuid=version.decision_uuid).first()
    if found is None:
        return Fact(_("Decision"), _("one that you may not see"))
    return Fact(_("Decision"), found.title, url=reverse("decisions:detail", args=[found.uuid]))


def _origin(version: ProcedureVersion) -> Fact | None:
    if version.origin is None:
        return None
    url = reverse("versions:detail", args=[version.origin.uuid])
    return Fact(_("Copied from"), version_name(version.origin), url=url)
