"""What several operations take."""

import datetime as dt
from typing import Annotated, Final, TypeAlias

from ninja import Schema
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from periplus.core.days import TOO_FAR, is_usable

_TOO_FAR: Final = "too_far"


def _demand_usable(value: dt.date) -> dt.date:
    day = value.date() if isinstance(value, dt.datetime) else value
    if not is_usable(day):
        raise PydanticCustomError(_TOO_FAR, str(TOO_FAR))
    return value


Day: TypeAlias = Annotated[dt.date, AfterValidator(_demand_usable)]
Instant: TypeAlias = Annotated[dt.datetime, AfterValidator(_demand_usable)]


class TextIn(Schema):
    text: str


class ReasonIn(Schema):
    """Why; it is kept, and told to those whom it concerns."""

    reason: str
