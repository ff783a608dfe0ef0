"""`periplus replay`: runs the loop over the years of an institution's history, beside the live figures."""

import json
import sys
import uuid
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

import django

from periplus.cli.failures import Failure

if TYPE_CHECKING:
    from periplus.loop.models import Replay

NAME = "replay"
HELP = "runs the loop over past years, “as if it were the end of 2011”, and shows what it would have raised"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--institution", required=True, help="name or uuid, as in the partner register")
    parser.add_argument("--first", type=int, required=True, metavar="YEAR", help="first year")
    parser.add_argument("--last", type=int, required=True, metavar="YEAR", help="last year")
    parser.add_argument("--academic", action="store_true", help="academic years instead of calendar years")
    parser.add_argument("--json", action="store_true", help="answer as JSON, with every figure and finding")


def run(options: Namespace) -> int:
    django.setup()
    from periplus.core import clock  # noqa: PLC0415 -- after Django is set up
    from periplus.core.ledger.services import System  # noqa: PLC0415 -- after Django is set up
    from periplus.core.verdicts import Invalid  # noqa: PLC0415 -- after Django is set up
    from periplus.loop.enums import PeriodKind  # noqa: PLC0415 -- after Django is set up
    from periplus.loop.scopes import Scope  # noqa: PLC0415 -- after Django is set up
    from periplus.loop.services import replays  # noqa: PLC0415 -- after Django is set up
    from periplus.loop.values import ReplayValues  # noqa: PLC0415 -- after Django is set up

    partner = _institution(options.institution)
    values = ReplayValues(
        scope=Scope(institution=partner.uuid),
        first_year=options.first,
        last_year=options.last,
        title=f"{partner.name} {options.first}–{options.last}",
        period_kind=PeriodKind.ACADEMIC_YEAR if options.academic else PeriodKind.CALENDAR_YEAR,
    )
    try:
        replay = replays.prepare_replay(actor=System("periplus replay"), values=values, on=clock.today())
    except Invalid as invalid:
        raise Failure(str(invalid)) from invalid
    replays.run_replay(replay=replay)
    sys.stdout.write(_as_json(replay) if options.json else _as_text(replay))
    return 0


def _institution(text: str) -> Any:
    """The institution of this uuid or name; a name that several have is a failure."""
    from django.db.models import Q  # noqa: PLC0415 -- after Django is set up

    from periplus.core.text import normalise  # noqa: PLC0415 -- after Django is set up
    from periplus.partners.models import Partner  # noqa: PLC0415 -- after Django is set up

    try:
        condition = Q(uuid=uuid.UUID(text))
    except ValueError:
        condition = Q(names__normalised=normalise(text), merged_into=None)
    found = list(Partner.objects.filter(condition).distinct()[:2])
    if len(found) != 1:
        known = "Several institutions are called so" if found else "No institution is called so"
        message = f"{known}: {text}. Give its uuid from the partner register."
        raise Failure(message)
    return found[0]


def _as_text(replay: "Replay") -> str:
    lines = [replay.title]
    readings: dict[str, dict[str, str]] = {}
    for row in replay.readings.order_by("measure", "starts_on"):
        text = "–" if row.value is None else f"{row.value.normalize():f}"
        readings.setdefault(row.measure, {})[row.period_key] = text
    for measure, values in readings.items():
        told = "  ".join(f"{key}: {value}" for key, value in values.items())
        lines.append(f"{measure}  {told}")
    lines += [
        f"{finding.period_key}  {finding.get_severity_display()}  {_sentence(finding)}"
        for finding in replay.findings.order_by("period_key", "-severity", "id")
    ]
    return "\n".join(lines) + "\n"


def _sentence(finding: Any) -> str:
    from periplus.loop.measuring import find_measure  # noqa: PLC0415 -- after Django is set up
    from periplus.loop.sentences import fill  # noqa: PLC0415 -- after Django is set up

    return fill(finding.sentence, finding.facts, measure=find_measure(finding.measure))


def _as_json(replay: "Replay") -> str:
    columns = ("measure", "period_key", "value", "numerator", "denominator", "count", "coverage")
    told = ("period_key", "rule_title", "measure", "severity", "course", "sentence", "facts", "causes")
    answer = {
        "replay": str(replay.uuid),
        "title": replay.title,
        "readings": list(replay.readings.order_by("measure", "starts_on").values(*columns)),
        "findings": list(replay.findings.order_by("period_key", "id").values(*told)),
    }
    return json.dumps(answer, default=str) + "\n"
