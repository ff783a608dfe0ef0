"""How the loop speaks on its pages: scopes, figures, lights, severities in words."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from babel.dates import format_skeleton
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.codes import code_list
from periplus.core.languages import active_language
from periplus.loop.enums import Course, Severity
from periplus.loop.figures import in_unit
from periplus.loop.measuring import INDEX, Measure, Reading, Unit
from periplus.loop.scopes import AXES, Scope
from periplus.loop.sentences import period_words
from periplus.partners.queries.partners import find_partner
from periplus.paths.queries.naming import get_title
from periplus.people.queries.units import find_institution, find_unit
from periplus.web.shell.components import Figure, Tone, Words
from periplus.web.shell.words import reading_locale

AXIS_TITLES: Mapping[str, str | Promise] = {
    "institution": gettext_lazy("Institution"),
    "unit": gettext_lazy("Unit"),
    "country": gettext_lazy("Country"),
    "partner": gettext_lazy("Partner"),
    "field": gettext_lazy("Field of study"),
    "programme": gettext_lazy("Programme"),
    "procedure": gettext_lazy("Procedure"),
}
STATES: Mapping[str, str] = {
    Course.ON: "on_course",
    Course.DRIFTING: "drifting",
    Course.OFF: "off_course",
    Course.NO_DATA: "no_data",
}
COURSE_TONES: Mapping[str, Tone] = {
    Course.ON: "good",
    Course.DRIFTING: "warn",
    Course.OFF: "bad",
    Course.NO_DATA: "none",
}
SEVERITY_TONES: Mapping[int, Tone] = {
    Severity.NOTICE: "plain",
    Severity.SERIOUS: "warn",
    Severity.CRITICAL: "bad",
}


def unit_words(unit: Unit) -> Words:
    """The unit beside a number; an index says nothing by its unit."""
    return "" if unit.key == INDEX.key else unit.title


def figure_for(
    measure: Measure, reading: Reading | None, *, url: str = "", suppressed: bool = False, ident: str = ""
) -> Figure:
    """A reading as a number that explains itself."""
    return Figure(
        value=in_unit(measure.unit, reading.value) if reading else None,
        unit=unit_words(measure.unit),
        period=period_words(reading.period.key) if reading else "",
        source=measure.source,
        url=url,
        digits=measure.unit.digits,
        definition=measure.definition,
        suppressed=suppressed,
        id=ident,
    )


def plain_figure(measure: Measure, reading: Reading | None, *, suppressed: bool = False) -> Figure:
    """A number beside others that explain themselves already."""
    value = in_unit(measure.unit, reading.value) if reading else None
    return Figure(value, unit_words(measure.unit), digits=measure.unit.digits, suppressed=suppressed)


def plain_value(measure: Measure, value: Decimal | None) -> float | None:
    """A value for a drawing, as it is shown."""
    shown = in_unit(measure.unit, value)
    return None if shown is None else round(float(shown), 6)


def parts_of_scope(scope: Scope) -> list[tuple[str, str]]:
    """The axes that restrict a scope, each with the name of what it is restricted to."""
    return [(axis, name_on_axis(axis, str(getattr(scope, axis)))) for axis in AXES if getattr(scope, axis)]


def scope_words(scope: Scope) -> str:
    """What a scope is restricted to beyond its institution; “the whole institution” when to nothing."""
    named = [name for axis, name in parts_of_scope(scope) if axis != "institution"]
    return " · ".join(named) or _("the whole institution")


def name_on_axis(axis: str, key: str) -> str:
    """What a key on an axis is called; the key itself when nobody knows it."""
    match axis:
        case "country":
            return code_list("country").name(key, active_language())
        case "field":
            return code_list("isced_f").name(key, active_language())
        case "procedure":
            return get_title(key)
        case "partner" | "institution" | "unit":
            return _name_of_thing(axis, key)
    return key


def _name_of_thing(axis: str, key: str) -> str:
    reference = UUID(key)
    if axis == "unit":
        unit = find_unit(reference)
        return unit.name if unit else key
    institution = find_institution(reference) if axis == "institution" else None
    thing = institution or find_partner(reference)
    return thing.name if thing else key


def short_day(day: dt.date, *, today: dt.date) -> str:
    """A day as short as a port allows: “12 Mar”, with the year when it is another one."""
    skeleton = "MMMd" if day.year == today.year else "yMMM"
    return format_skeleton(skeleton, day, locale=reading_locale())


def signed(number: Decimal, *, digits: int) -> str:
    """A change with its sign: +7, −3."""
    rounded = round(number, digits)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return f"{sign}{abs(rounded):f}"
