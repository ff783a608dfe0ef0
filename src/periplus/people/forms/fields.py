"""Fields that several forms share: days, units, long lists of choices."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from periplus.core.codes import code_list
from periplus.core.days import DayField
from periplus.core.languages import active_language
from periplus.people.models import Person, Unit
from periplus.people.policies import visible_units


class DayInput(forms.DateInput):
    """The browser's own calendar; it wants the day written as ISO 8601."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class LongSelect(forms.Select):
    """A select with hundreds of choices, written at once: Django's own renders a template for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = str("" if value is None else value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, SafeString(" selected") if str(key) == chosen else "", label)
                for key, label in self.choices
            ),
        )
        given = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", given, options)


def day_field(label: Any, **kwargs: Any) -> DayField:
    return DayField(label=label, widget=DayInput(), **kwargs)


class UnitField(forms.ModelChoiceField[Unit]):
    """A unit, shown with its place in the tree."""

    def label_from_instance(self, obj: Unit) -> str:
        return f"{'– ' * (obj.path.count('/') - 2)}{obj.name}"


@cache
def _zone_names() -> tuple[str, ...]:
    return tuple(
        sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    )


def zones() -> list[tuple[str, Any]]:
    names = ((name, name.replace("_", " ")) for name in _zone_names())
    return [("", _("That of my institution")), *names]


def countries() -> list[tuple[str, str]]:
    return code_list("country").choices(active_language())


class WithUnits(forms.Form):
    """Offers the units that the person who fills it in may see."""

    unit = UnitField(label=_("Unit"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: UnitField = self.fields["unit"]  # type: ignore[assignment]
        field.queryset = _open_units(person)


def _open_units(person: Person) -> QuerySet[Unit]:
    return visible_units(person).filter(valid_until__isnull=True).order_by("institution_id", "path")
