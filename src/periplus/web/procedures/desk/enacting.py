"""A draft is put in force, by a decision; running cases are moved to another version."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core import clock
from periplus.core.verdicts import Invalid, require
from periplus.loop.enums import DecisionState
from periplus.loop.policies import visible_decisions
from periplus.paths import policies
from periplus.paths.comparing import Differing, describe_changes
from periplus.paths.forms.procedures import EnactForm, SwitchForm
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.gate import list_findings
from periplus.paths.queries.procedure_pages import list_versions
from periplus.paths.queries.versions import holds_on, list_targets
from periplus.paths.services.fates import SwitchPreview
from periplus.paths.services.procedures import enact_version
from periplus.paths.services.switching import preview_switch, switch_cases
from periplus.paths.types import Procedure, ProcedureVersion
from periplus.people.types import Person
from periplus.web.procedures.desk.procedures import seen
from periplus.web.procedures.drafting import seen_version
from periplus.web.procedures.editor import before_of
from periplus.web.procedures.shown import found_rows
from periplus.web.procedures.words import day, node_name, version_name
from periplus.web.shell.doors import (
    UNPROCESSABLE,
    Request,
    form_page,
    leave,
    require_to_ask,
    show_form,
    submit,
)
from periplus.web.work.words import role_name

MOST_DECISIONS = 200
MAP = "map-"


def decision_choices(person: Person) -> list[tuple[str, str]]:
    """Decisions that were taken, the newest first."""
    taken = visible_decisions(person).filter(state=DecisionState.TAKEN).order_by("-id")[:MOST_DECISIONS]
    return [(str(each.uuid), f"{each.reference} {each.title}") for each in taken]


@form_page("paths.procedures.enact")
def enact(request: Request, reference: UUID) -> HttpResponse:
    """From when, why, by which decision; beside it what changes, and what is still wrong."""
    version = seen_version(request, reference)
    require_to_ask(request, policies.may_enact_version(request.user, version))
    initial = {"effective_from": clock.today(), "reason": version.reason}
    initial["decision"] = request.GET.get("decision", "")
    form = EnactForm(request.POST or None, decisions=decision_choices(request.user), initial=initial)
    done = submit(request, form, lambda values: _enact(request, version, values))
    if done:
        return _enacted(request, done.result)
    chart, before = get_chart(version), before_of(version)
    found, noted = found_rows(version, chart, list_findings(version))
    return show_form(
        request,
        "versions/enact.html",
        form,
        version=version,
        version_name=version_name(version),
        procedure=version.procedure,
        title=str(version.procedure),
        found=found,
        noted=noted,
        blocking=len(found),
        before=before,
        before_name=version_name(before) if before else "",
        changes=[each for each in _changes(before, version) if each.told_first],
    )


def _changes(before: ProcedureVersion | None, version: ProcedureVersion) -> list[Differing]:
    return describe_changes(get_chart(before), get_chart(version)) if before else []


def _enact(request: Request, version: ProcedureVersion, values: dict[str, Any]) -> ProcedureVersion:
    decision = UUID(values["decision"]) if values["decision"] else None
    return enact_version(
        actor=request.user,
        version=version,
        effective_from=values["effective_from"],
        reason=values["reason"],
        decision=decision,
        at=clock.now(),
    )


def _enacted(request: Request, version: ProcedureVersion) -> HttpResponse:
    """On to the running cases, once it holds and where there are any by another version."""
    said = _("Version %(number)s is in force from %(day)s.") % {
        "number": version.number,
        "day": day(version.effective_from),
    }
    source = _most_running(version.procedure, version)
    if source is None or not holds_on(version, clock.today()):
        return leave(request, "procedures:detail", version.procedure.uuid, say=said)
    response = leave(request, "procedures:switch", version.procedure.uuid, say=said)
    response["Location"] += f"?source={source.number}&target={version.number}"
    return response


def _most_running(procedure: Procedure, version: ProcedureVersion) -> ProcedureVersion | None:
    others = [each for each in list_versions(procedure) if each.running and each.pk != version.pk]
    return max(others, key=lambda each: each.running or 0, default=None)


# ------------------------------------------------------------------ moving running cases


@form_page("paths.procedures.enact")
def switch(request: Request, reference: UUID) -> HttpResponse:
    """What becomes of the work at each step, before anything moves; then all cases at once."""
    procedure = seen(request, reference)
    require(policies.may_switch_cases(request.user, procedure))
    asked = request.POST if request.method == "POST" else request.GET
    source, target = _pair(procedure, asked.get("source", ""), asked.get("target", ""))
    if source is None or target is None:
        return render(request, "procedures/switch.html", _nothing(procedure))
    mapping = {key[len(MAP) :]: str(value) for key, value in asked.items() if key.startswith(MAP) and value}
    form = SwitchForm(request.POST or None, decisions=decision_choices(request.user))
    done = submit(request, form, lambda values: _switch(request, source, target, mapping, values))
    if done:
        said = ngettext(
            "%(number)s case runs by version %(version)s now. Its deadlines did not change.",
            "%(number)s cases run by version %(version)s now. Their deadlines did not change.",
            done.result,
        )
        words = said % {"number": done.result, "version": target.number}
        return leave(request, "procedures:detail", procedure.uuid, say=words)
    context = _context(procedure, source, target, mapping) | {"form": form}
    return render(request, "procedures/switch.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _pair(
    procedure: Procedure, wanted: str, goal: str
) -> tuple[ProcedureVersion | None, ProcedureVersion | None]:
    """As the address asks; else from the version by which most other cases run to the one enacted last."""
    versions = {str(each.number): each for each in list_versions(procedure) if each.enacted_at}
    numbers = [str(each.number) for each in list_targets(procedure, on=clock.today())]
    targets = {number: versions[number] for number in numbers}
    target = targets.get(goal) or next((each for key, each in targets.items() if key != wanted), None)
    source = versions.get(wanted)
    if target is not None and source is None:
        source = _most_running(procedure, target)
    if source is None or target is None or source.pk == target.pk:
        return None, None
    source.procedure = target.procedure = procedure
    return source, target


def _nothing(procedure: Procedure) -> dict[str, Any]:
    return {"procedure": procedure, "title": str(procedure), "preview": None}


def _switch(
    request: Request,
    source: ProcedureVersion,
    target: ProcedureVersion,
    mapping: dict[str, str],
    values: dict[str, Any],
) -> int:
    """What a colleague did meanwhile may block: then it is said, and nothing has moved."""
    decision = UUID(values["decision"]) if values["decision"] else None
    try:
        return switch_cases(
            actor=request.user,
            source=source,
            target=target,
            mapping=mapping,
            at=clock.now(),
            decision=decision,
        )
    except Invalid as invalid:
        raise Invalid(
            {"": " ".join(dict.fromkeys(str(each) for each in invalid.errors.values()))}
        ) from invalid


def _context(
    procedure: Procedure, source: ProcedureVersion, target: ProcedureVersion, mapping: dict[str, str]
) -> dict[str, Any]:
    preview = preview_switch(source, target, mapping)
    return {
        "procedure": procedure,
        "title": str(procedure),
        "source": source,
        "target": target,
        "source_name": version_name(source),
        "target_name": version_name(target),
        "targets": [
            (each.number, version_name(each))
            for each in list_targets(procedure, on=clock.today())
            if each.pk != source.pk
        ],
        "preview": preview,
        "fates": _fates(source, target, preview, mapping),
    }


def _fates(
    source: ProcedureVersion, target: ProcedureVersion, preview: SwitchPreview, mapping: dict[str, str]
) -> list[dict[str, Any]]:
    old, new = get_chart(source), get_chart(target)
    found = []
    for fate in preview.fates:
        node = old.node[fate.node]
        fitting = [(each.key, node_name(each)) for each in new.nodes if each.kind == node.kind]
        kept = fate.target == fate.node
        found.append(
            {
                "name": f"{MAP}{fate.node}",
                "node": node_name(node),
                "who": role_name(node.role) if node.role else "",
                "count": fate.count,
                "deadline": fate.deadline,
                "blocks": fate.blocks,
                "kept": kept,
                "sentence": fate.sentence,
                "target": node_name(new.node[fate.target]) if fate.target in new.node else "",
                "choices": [] if kept and fate.node not in mapping else fitting,
                "chosen": mapping.get(fate.node, ""),
            }
        )
    return found
