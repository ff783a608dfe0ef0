"""What may stand in a rule's parameters, by kind; and what each of them means in words."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.days import read_day
from periplus.loop.enums import Direction, RuleKind
from periplus.loop.methods.natural_range import LEAST_VALUES
from periplus.loop.terms import ABOVE, BELOW, BOTH, CUSUM, EWMA, WORSE, XMR

COMMON: Final = ("persistence", "of")
BY_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    RuleKind.STAGE: ("at",),
    RuleKind.TIME: ("days",),
    RuleKind.THRESHOLD: ("past", "side"),
    RuleKind.TREND: ("method", "baseline", "since", "side", "season"),
}
BY_METHOD: Final[Mapping[str, tuple[str, ...]]] = {
    XMR: ("run",),
    EWMA: ("weight", "width"),
    CUSUM: ("slack", "interval"),
}
TITLES: Final[Mapping[str, Any]] = {
    "at": gettext_lazy("Tolerances behind the way"),
    "days": gettext_lazy("Days without a new figure"),
    "past": gettext_lazy("Limit"),
    "side": gettext_lazy("Side"),
    "method": gettext_lazy("Method"),
    "baseline": gettext_lazy("Readings that show what is usual"),
    "since": gettext_lazy("Count from"),
    "season": gettext_lazy("Periods in a season"),
    "run": gettext_lazy("Readings in a row on one side"),
    "weight": gettext_lazy("Weight of the newest reading"),
    "width": gettext_lazy("Width of the limits"),
    "slack": gettext_lazy("Slack"),
    "interval": gettext_lazy("Decision interval"),
    "persistence": gettext_lazy("Readings past the limit"),
    "of": gettext_lazy("of the latest"),
}
METHODS: Final[Mapping[str, str | Promise]] = {
    XMR: gettext_lazy("XmR: natural range of yearly figures"),
    EWMA: gettext_lazy("EWMA: slow changes in monthly figures"),
    CUSUM: gettext_lazy("CUSUM: small lasting shifts in monthly figures"),
}
SIDES: Final[Mapping[str, str | Promise]] = {
    ABOVE: gettext_lazy("above the limit"),
    BELOW: gettext_lazy("below the limit"),
    WORSE: gettext_lazy("for the worse only"),
    BOTH: gettext_lazy("both ways"),
}
# Numbers and the range each may lie in, ends included.
RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "at": (0, 100),
    "days": (1, 10_000),
    "baseline": (LEAST_VALUES, 120),
    "season": (0, 60),
    "run": (0, 60),
    "weight": (0.01, 1),
    "width": (0.5, 6),
    "slack": (0, 3),
    "interval": (0.5, 20),
    "persistence": (1, 24),
    "of": (1, 24),
}


# What a new rule starts from. The limits of the charts give a false alarm in about 500 readings.
USUAL: Final[Mapping[str, float]] = {
    "at": 1,
    "days": 400,
    "weight": 0.2,
    "width": 2.962,
    "slack": 0.5,
    "interval": 5,
    "persistence": 1,
    "of": 1,
}
USUAL_BASELINE: Final[Mapping[str, int]] = {XMR: 5, EWMA: 24, CUSUM: 24}


def usual_of(kind: str, method: str = "") -> dict[str, float]:
    """The usual values of the parameters of this kind, as far as there are any."""
    names = names_of(kind, method)
    baseline = {"baseline": USUAL_BASELINE[method or XMR]} if "baseline" in names else {}
    return {name: USUAL[name] for name in names if name in USUAL} | baseline


def names_of(kind: str, method: str = "") -> tuple[str, ...]:
    """The parameters that a rule of this kind has."""
    own = BY_KIND[kind] + (BY_METHOD.get(method or XMR, ()) if kind == RuleKind.TREND else ())
    return own if kind == RuleKind.TIME else own + COMMON


def errors_of(kind: str, parameters: Mapping[str, Any], direction: Direction) -> dict[str, str]:
    """A sentence for each parameter that cannot be used."""
    method = str(parameters.get("method") or XMR)
    if kind == RuleKind.TREND and method not in METHODS:
        return {"method": _("There is no such method.")}
    names = names_of(kind, method)
    errors = {name: said for name in names if (said := _error_of(name, parameters.get(name)))}
    if kind == RuleKind.THRESHOLD:
        errors |= _errors_of_threshold(parameters, direction)
    needed, among = parameters.get("persistence") or 1, parameters.get("of") or 1
    if not errors and "of" in parameters and int(needed) > int(among):
        errors["of"] = _("This has to be at least the number of readings past the limit.")
    return errors


def _error_of(name: str, value: Any) -> str:
    if value in {None, ""}:
        return ""
    if name == "since":
        return _error_of_date(str(value))
    if name not in RANGES:
        return ""
    lowest, highest = RANGES[name]
    number = _number(value)
    if number is None or not lowest <= number <= highest:
        return _("Give a number from %(lowest)s to %(highest)s.") % {"lowest": lowest, "highest": highest}
    return ""


def _error_of_date(text: str) -> str:
    try:
        read_day(text)
    except ValueError:
        return _("Give a date.")
    return ""


def _errors_of_threshold(parameters: Mapping[str, Any], direction: Direction) -> dict[str, str]:
    errors: dict[str, str] = {}
    if _number(parameters.get("past")) is None:
        errors["past"] = _("Give the limit as a number.")
    if direction is Direction.BAND and parameters.get("side") not in {ABOVE, BELOW}:
        errors["side"] = _("Say on which side of the limit the signal is raised.")
    return errors


def _number(value: Any) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None
