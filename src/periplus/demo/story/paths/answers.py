"""What people fill in: what the script says, else something that fits the step."""

import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify

from periplus.core.tables import read_table
from periplus.demo.story.paths.scripts import Script
from periplus.partners.queries import find_agreement
from periplus.paths.chart import ChartItem, ChartNode, say
from periplus.paths.enums import ValueType
from periplus.paths.models import Case
from periplus.paths.services.files import keep_file
from periplus.people.models import Person

SOMETIMES: Final = 0.4  # how often something is written that need not be
_BETWEEN: Final = re.compile("[;,]")


@dataclass(frozen=True, slots=True)
class Moment:
    """Who fills something in, in which case, and when."""

    case: Case
    who: Person
    day: dt.date
    dice: random.Random


class Answers:
    """Says what scripts say, one after the other."""

    def __init__(self) -> None:
        self._said: Counter[tuple[int, str]] = Counter()

    def of_step(self, script: Script, node: ChartNode, now: Moment) -> dict[str, Any]:
        """Everything that a step produces."""
        return {item.key: self._of(script, item, now) for item in node.outputs}

    def _of(self, script: Script, item: ChartItem, now: Moment) -> Any:
        if item.key in script.says:
            said = script.says[item.key]
            place = self._said[now.case.pk, item.key]
            self._said[now.case.pk, item.key] += 1
            return value_of(item, said[min(place, len(said) - 1)], now)
        usual = usual_words().get(item.key, "")
        if not item.required and (not usual or now.dice.random() > SOMETIMES):
            return None
        return value_of(item, now.dice.choice(usual.split("|")) if usual else "", now)


def first_values(values: Mapping[str, str], items: Mapping[str, ChartItem], day: dt.date) -> dict[str, Any]:
    """What a case is begun with: dates are said as days from then."""
    return {key: _plain(items[key], text, day) for key, text in values.items()}


@cache
def usual_words() -> dict[str, str]:
    """What is usually said, by the key of the value; several with bars between."""
    return {row["key"]: row["said"] for row in read_table("periplus.demo.story", "tables/answers.csv")}


def value_of(item: ChartItem, text: str, now: Moment) -> Any:
    """A text of the tables as a value of the item's type."""
    text = _filled(text, now.case)
    match item.type:
        case ValueType.FILE:
            return str(keep_file(actor=now.who, case=now.case, file=_paper(item, now)).uuid)
        case ValueType.TABLE:
            return [_row(item, row) for row in text.split(";")]
        case ValueType.NUMBER:
            low, _sign, high = text.partition("~")
            return now.dice.randint(int(low), int(high)) if high else int(low)
        case _:
            return _plain(item, text, now.day)


def _filled(text: str, case: Case) -> str:
    """With the names of what the case is about."""
    text = text.replace("{unit}", case.unit.name if case.unit else "the university")
    if "{renewal}" in text and case.subject_uuid:
        agreement = find_agreement(case.subject_uuid)
        renewal = agreement.renewals.order_by("-id").first() if agreement else None
        text = text.replace("{renewal}", renewal.reference if renewal else "to be drafted")
    return text


def _plain(item: ChartItem, text: str, day: dt.date) -> Any:
    match item.type:
        case ValueType.CHOICE:
            return text or item.choices[0].value
        case ValueType.YES_NO:
            return text != "no"
        case ValueType.DATE:
            return (day + dt.timedelta(days=int(text or 0))).isoformat()
        case ValueType.LIST:
            return [each.strip() for each in _BETWEEN.split(text) if each.strip()]
        case _:
            return text


def _row(item: ChartItem, text: str) -> dict[str, str]:
    return {column.key: cell.strip() for column, cell in zip(item.columns, text.split("/"), strict=False)}


def _paper(item: ChartItem, now: Moment) -> SimpleUploadedFile:
    """A file as a colleague would hand it in: plain text."""
    title = say(item.title, "en")
    text = f"{title}\n{now.case.title}\nFarol, {now.day:%d %B %Y}\n\n{now.who.name}\n"
    return SimpleUploadedFile(f"{slugify(title)}.txt", text.encode(), content_type="text/plain")
