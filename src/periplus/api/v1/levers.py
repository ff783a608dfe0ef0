"""What a decision may change, and what a change would do."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from periplus.api.shapes import Day
from periplus.api.tokens import Token
from periplus.loop.levering import Lever, find_lever, list_levers
from periplus.loop.services import pulls
from periplus.loop.services.pulls import Order

router = Router(tags=["decisions and effects"])


class LeverShown(Schema):
    """Something that a decision may change."""

    key: str
    title: str
    subject_type: str


class SubjectShown(Schema):
    value: UUID
    title: str


class InputShown(Schema):
    """One thing to fill in: text, whole, decimal, date, choice, person or subject."""

    name: str
    label: str
    kind: str
    required: bool
    choices: list[str]
    hint: str


class PullIn(Schema):
    """Which lever, on what, to which values, from when."""

    lever: str
    subject: UUID
    change: dict[str, Any]
    effective_on: Day


class DifferenceShown(Schema):
    label: str
    before: str
    after: str


def _lever(key: str) -> Lever:
    lever = find_lever(key)
    if lever is None:
        raise Http404
    return lever


@router.get(
    "/levers", auth=Token("loop.goals.see"), response=list[LeverShown], summary="What a decision may change"
)
def list_all_levers(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 -- called so
    return [
        {"key": lever.key, "title": str(lever.title), "subject_type": lever.subject_type}
        for lever in list_levers()
    ]


@router.get(
    "/levers/{key}/subjects",
    auth=Token("loop.decisions.draft"),
    response=list[SubjectShown],
    summary="What it may be pulled on",
)
def list_subjects(request: HttpRequest, key: str, q: str = "") -> list[Any]:  # noqa: ARG001 -- called so
    return list(_lever(key).subjects(text=q, limit=50))


@router.get(
    "/levers/{key}/subjects/{reference}",
    auth=Token("loop.decisions.draft"),
    response=list[InputShown],
    summary="What to fill in",
)
def list_inputs(request: HttpRequest, key: str, reference: UUID) -> list[dict[str, Any]]:  # noqa: ARG001 -- called so
    lever = _lever(key)
    subject = lever.subject(reference)
    if subject is None:
        raise Http404
    return [
        {
            "name": one.name,
            "label": str(one.label),
            "kind": one.kind,
            "required": one.required,
            "choices": [choice.value for choice in one.choices],
            "hint": str(one.hint),
        }
        for one in lever.inputs(subject)
    ]


@router.post(
    "/levers/preview",
    auth=Token("loop.decisions.draft"),
    response=list[DifferenceShown],
    summary="What a pull would change",
)
def preview(request: HttpRequest, body: PullIn) -> list[Any]:  # noqa: ARG001 -- called so
    """Writes nothing; refuses like the pull itself would."""
    checked = pulls.check_order(Order(**body.dict()))
    return [
        {"label": str(one.label), "before": one.before, "after": one.after} for one in checked.differences
    ]
