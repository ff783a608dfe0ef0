"""Procedures: their versions as charts, drafted, checked, enacted; running cases moved to another version."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field

from periplus.api.door import caller_of
from periplus.api.finding import demanded, found
from periplus.api.homes import home_of
from periplus.api.shapes import Day
from periplus.api.tokens import Token
from periplus.core import clock
from periplus.core.verdicts import Invalid
from periplus.paths import library, policies
from periplus.paths.chart import Chart, from_json, say, to_json
from periplus.paths.enums import VersionState
from periplus.paths.interchange import InterchangeError, read_bpmn, write_bpmn
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.gate import list_findings
from periplus.paths.queries.versions import list_versions, list_visible_versions
from periplus.paths.services import procedures as services
from periplus.paths.services.switching import preview_switch, switch_cases
from periplus.paths.tables import compile_table
from periplus.paths.types import Procedure, ProcedureVersion

router = Router(tags=["procedures"])

SEE, WRITE, ENACT = "paths.procedures.see", policies.WRITE, policies.ENACT
Words = dict[str, str]


class VersionRow(Schema):
    """One version, in short."""

    uuid: UUID
    number: int
    state: VersionState
    revision: int
    reason: str
    effective_from: dt.date | None
    effective_until: dt.date | None


class ProcedureShown(Schema):
    """A procedure and its versions, the newest first."""

    uuid: UUID
    key: str
    title: str
    subject_type: str
    versions: list[VersionRow]


class GateFindingShown(Schema):
    """What the gate says; a blocking one stands between the draft and its enactment."""

    code: str
    node_key: str
    flow_key: str
    table_key: str
    sentence: str
    repair: str
    blocking: bool


class VersionWhole(VersionRow):
    """A version with its chart, as `PUT …/chart` takes it back, and what the gate says of it."""

    procedure: UUID
    chart: dict[str, Any]
    findings: list[GateFindingShown]


class LibraryRow(Schema):
    """A ready procedure that can be taken over."""

    key: str
    title: str
    description: str
    subject_type: str


class ProcedureIn(Schema):
    """A new procedure: from the library by its key, or from a chart, or from BPMN 2.0."""

    library: str = ""
    chart: dict[str, Any] = {}
    bpmn: str = ""


class RemarkShown(Schema):
    """What an imported file has and a procedure cannot have, element by element."""

    element: str
    name: str
    sentence: str


class ProcedureMade(VersionWhole):
    remarks: list[RemarkShown]


class DraftIn(Schema):
    """A new draft, copied from the version `origin` of the same procedure."""

    origin: UUID
    reason: str = ""


class ChartIn(Schema):
    """`revision`: the one that was read; the draft is refused when it has changed since."""

    chart: dict[str, Any]
    revision: int


class EnactIn(Schema):
    effective_from: Day
    reason: str
    decision: UUID | None = None


class SwitchIn(Schema):
    """`mapping`: nodes that are called otherwise in the target, old key → new key."""

    target: UUID
    mapping: dict[str, str] = {}
    preview: bool = Field(default=True, description="Only tell what would happen.")
    decision: UUID | None = None


class FateShown(Schema):
    """What becomes of the work at one node; `sentence` says why it blocks."""

    node: str
    count: int
    target: str
    sentence: str
    deadline: bool


class SwitchShown(Schema):
    cases: int
    moved: bool
    fates: list[FateShown]


class ValuesIn(Schema):
    values: dict[str, Any]


class DecidedShown(Schema):
    """Which rules apply, counted from 1, and what comes out; `problem` says why nothing does."""

    rules: list[int]
    results: dict[str, Any]
    problem: str


def _row(version: ProcedureVersion) -> dict[str, Any]:
    return VersionRow.from_orm(version).model_dump()


def _procedure(procedure: Procedure) -> dict[str, Any]:
    return {
        "uuid": procedure.uuid,
        "key": procedure.key,
        "title": str(procedure),
        "subject_type": procedure.subject_type,
        "versions": [_row(version) for version in list_versions(procedure)],
    }


def _whole(version: ProcedureVersion) -> dict[str, Any]:
    return _row(version) | {
        "procedure": version.procedure.uuid,
        "chart": to_json(get_chart(version)),
        "findings": [GateFindingShown.from_orm(finding) for finding in list_findings(version)],
    }


def _version(request: HttpRequest, reference: UUID) -> ProcedureVersion:
    return found(list_visible_versions(caller_of(request)), reference)


_XML: dict[str, Any] = {
    "responses": {
        "200": {
            "description": "The process with its picture, as other tools read it.",
            "content": {"application/xml": {"schema": {"type": "string"}}},
        }
    }
}


def _chart(stored: dict[str, Any]) -> Chart:
    try:
        return from_json(stored)
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid({"chart": _("This is not a chart: %(why)s") % {"why": error}}) from error


@router.get("/procedures", auth=Token(SEE), response=list[ProcedureShown], summary="Procedures")
def list_procedures(request: HttpRequest) -> list[dict[str, Any]]:
    procedures = policies.visible_procedures(caller_of(request)).order_by("key")
    return [_procedure(procedure) for procedure in procedures]


@router.get(
    "/procedures/library", auth=Token(SEE), response=list[LibraryRow], summary="Ready procedures to take over"
)
def list_library(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 -- the same for everybody
    return [
        {
            "key": chart.key,
            "title": say(chart.title),
            "description": say(chart.description),
            "subject_type": chart.subject_type,
        }
        for chart in library.list_charts()
    ]


@router.get("/procedures/{reference}", auth=Token(SEE), response=ProcedureShown, summary="One procedure")
def get_procedure(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _procedure(found(policies.visible_procedures(caller_of(request)), reference))


@router.post("/procedures", auth=Token(WRITE), response={201: ProcedureMade}, summary="Add a procedure")
def add_procedure(request: HttpRequest, body: ProcedureIn) -> Status[dict[str, Any]]:
    person = caller_of(request)
    chart, remarks = _asked_for(body)
    version = services.add_procedure(actor=person, institution=home_of(person), chart=chart, at=clock.now())
    return Status(201, _whole(version) | {"remarks": remarks})


def _asked_for(body: ProcedureIn) -> tuple[Chart, list[dict[str, str]]]:
    if body.library:
        chart = library.find_chart(body.library)
        if chart is None:
            raise Invalid({"library": _("The library has no procedure of this key.")})
        return chart, []
    if body.bpmn:
        return _from_bpmn(body.bpmn)
    return _chart(body.chart), []


def _from_bpmn(text: str) -> tuple[Chart, list[dict[str, str]]]:
    try:
        imported = read_bpmn(text.encode())
    except InterchangeError as error:
        raise Invalid({"bpmn": str(error.sentence)}) from error
    remarks = [
        {"element": remark.element, "name": remark.name, "sentence": str(remark.sentence)}
        for remark in imported.remarks
    ]
    return imported.chart, remarks


@router.post(
    "/procedures/{reference}/versions",
    auth=Token(WRITE),
    response={201: VersionWhole},
    summary="Draft a new version",
)
def draft_version(request: HttpRequest, reference: UUID, body: DraftIn) -> Status[dict[str, Any]]:
    person = caller_of(request)
    procedure = found(policies.visible_procedures(person), reference)
    origin = demanded(list_visible_versions(person).filter(procedure=procedure), body.origin, field="origin")
    version = services.draft_version(actor=person, origin=origin, reason=body.reason, at=clock.now())
    return Status(201, _whole(version))


@router.get("/versions/{reference}", auth=Token(SEE), response=VersionWhole, summary="One version, whole")
def get_version(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    return _whole(_version(request, reference))


@router.get(
    "/versions/{reference}/bpmn", auth=Token(SEE), summary="A version as BPMN 2.0", openapi_extra=_XML
)
def get_bpmn(request: HttpRequest, reference: UUID) -> HttpResponse:
    return HttpResponse(write_bpmn(get_chart(_version(request, reference))), content_type="application/xml")


@router.put("/versions/{reference}/chart", auth=Token(WRITE), response=VersionWhole, summary="Change a draft")
def change_draft(request: HttpRequest, reference: UUID, body: ChartIn) -> dict[str, Any]:
    version = services.change_draft(
        actor=caller_of(request),
        version=_version(request, reference),
        chart=_chart(body.chart),
        revision=body.revision,
        at=clock.now(),
    )
    return _whole(version)


@router.post(
    "/versions/{reference}/discard", auth=Token(WRITE), response=VersionWhole, summary="Discard a draft"
)
def discard_draft(request: HttpRequest, reference: UUID) -> dict[str, Any]:
    version = _version(request, reference)
    return _whole(services.discard_draft(actor=caller_of(request), version=version, at=clock.now()))


@router.post("/versions/{reference}/enact", auth=Token(ENACT), response=VersionWhole, summary="Put in force")
def enact_version(request: HttpRequest, reference: UUID, body: EnactIn) -> dict[str, Any]:
    version = services.enact_version(
        actor=caller_of(request), version=_version(request, reference), at=clock.now(), **body.dict()
    )
    return _whole(version)


@router.post(
    "/versions/{reference}/switch",
    auth=Token(ENACT),
    response=SwitchShown,
    summary="Move running cases to another version, or tell what would happen",
)
def switch(request: HttpRequest, reference: UUID, body: SwitchIn) -> dict[str, Any]:
    source, target = _version(request, reference), _version(request, body.target)
    preview = preview_switch(source, target, body.mapping)
    if not body.preview:
        switch_cases(
            actor=caller_of(request),
            source=source,
            target=target,
            mapping=body.mapping,
            at=clock.now(),
            decision=body.decision,
        )
    fates = [FateShown.from_orm(fate) for fate in preview.fates]
    return {"cases": preview.cases, "moved": not body.preview, "fates": fates}


@router.post(
    "/versions/{reference}/tables/{key}/decide",
    auth=Token(SEE),
    response=DecidedShown,
    summary="Ask a decision table",
)
def decide(request: HttpRequest, reference: UUID, key: str, body: ValuesIn) -> dict[str, Any]:
    """Nothing is kept; it only tells which rules would apply."""
    table = get_chart(_version(request, reference)).table.get(key)
    if table is None:
        raise Invalid({"key": _("The version has no decision table of this key.")})
    decided = compile_table(table).decide(body.values)
    return {"rules": list(decided.rules), "results": dict(decided.results), "problem": str(decided.problem)}
