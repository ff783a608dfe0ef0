"""Putting a change together, step by step, in the address of the page: lever, subject, values, date."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from periplus.core.days import read_day
from periplus.loop.forms.deciding import INPUT, PullForm
from periplus.loop.queries.decisions import Building, build
from periplus.loop.services.pulls import Order
from periplus.loop.types import Decision

SHOW = "show"  # the button was pressed: what is missing is said, too


@dataclass(frozen=True, slots=True)
class Builder:
    """A change being put together on a page: `base` is the page's address, `at` its kind."""

    decision: Decision
    building: Building
    form: PullForm
    base: str
    at: str
    text: str
    subject: str

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Everything filled in, for the form that adds the change."""
        return [
            (name, str(value)) for name, value in self.form.data.items() if name.startswith((INPUT, "eff"))
        ]


def builder_of(query: QueryDict, decision: Decision, *, today: dt.date, base: str, at: str) -> Builder:
    """What the address asks for. Nothing is written."""
    subject = query.get("subject", "")
    pressed = SHOW in query
    order = order_of(query) if pressed or raw_inputs(query) else None
    building = build(lever=query.get("lever", ""), subject=subject, text=query.get("text", ""), order=order)
    filled = {name: value for name, value in query.items() if name.startswith((INPUT, "effective_on"))}
    data = filled if pressed or order else None
    form = PullForm(data, inputs=building.inputs, initial={"effective_on": today})
    if data is not None and form.is_valid():
        form.explain(building.errors)
    return Builder(decision, building, form, base, at, query.get("text", ""), subject)


def order_of(values: QueryDict) -> Order | None:
    """The order in a form or an address; None as long as its lever, subject or date is missing."""
    try:
        subject = UUID(values.get("subject", ""))
        effective_on = read_day(values.get("effective_on", ""))
    except ValueError:
        return None
    return Order(values.get("lever", ""), subject, raw_inputs(values), effective_on)


def raw_inputs(values: QueryDict) -> Mapping[str, str]:
    """What is filled in for the lever's own inputs; None of them when nothing is."""
    inputs = {
        name.removeprefix(INPUT): str(value) for name, value in values.items() if name.startswith(INPUT)
    }
    return inputs if any(value.strip() for value in inputs.values()) else {}
