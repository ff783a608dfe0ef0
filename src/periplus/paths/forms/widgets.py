"""How values of procedures are filled in: written at once as HTML, usable without scripts."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

FEW = 6  # so many choices are shown at once
KEPT = "-kept"  # after the name of a file: the one that is kept already
DO = "do"  # the name of the buttons of a step's form

Attributes = Mapping[str, Any] | None


def as_written(value: Any) -> Any:
    """A stored value as the widgets take it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return [as_written(each) for each in value]
    if isinstance(value, dict):
        return {key: as_written(each) for key, each in value.items()}
    return value


class YesNo(forms.RadioSelect):
    """Yes, no, and nothing where nothing need be said."""

    def __init__(self, *, optional: bool) -> None:
        choices = [("true", _("Yes")), ("false", _("No"))]
        super().__init__(choices=[*choices, ("", _("Not said"))] if optional else choices)


class LineList(forms.Textarea):
    """A list, one entry in each line."""

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 5})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, list):
            return "\n".join(str(each) for each in value)
        return super().format_value(value)


class Grouped(forms.Widget):
    """Several inputs under one label; pages put a fieldset around it."""

    use_fieldset = True

    def id_for_label(self, id_: str, index: str | None = None) -> str:  # noqa: ARG002 -- Django's signature
        return id_


class Pick(Grouped):
    """One thing out of many: found by name, then chosen. `find` as a button shows what fits."""

    def __init__(self, picker: Any) -> None:
        super().__init__()
        self.picker = picker

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:  # noqa: ARG002 -- Django's
        picked = {"chosen": data.get(name) or "", "find": (data.get(f"{name}-find") or "").strip()}
        return picked if any(picked.values()) else None

    def render(self, name: str, value: Any, attrs: Attributes = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 -- Django's
        chosen, find = _pick_parts(value)
        offered = self._offered(chosen, find)
        ids = (attrs or {}).get("id", f"id_{name}")
        options = format_html_join(
            "",
            '<label><input type="radio" name="{}" value="{}"{}> {}</label>',
            ((name, key, SafeString(" checked") if key == chosen else "", label) for key, label in offered),
        )
        key = name.partition("-")[2] or name
        described = flatatt({k: v for k, v in (attrs or {}).items() if k.startswith("aria-")})
        return format_html(
            '<div class="choices pick">{}</div><div class="row pick-find">'
            '<input type="search" class="control" id="{}" name="{}-find" value="{}" aria-label="{}"'
            ' autocomplete="off"{}>'
            '<button class="btn" type="submit" name="{}" value="find:{}">{}</button></div>',
            options,
            ids,
            name,
            find,
            _("Find by name"),
            described,
            DO,
            key,
            _("Find"),
        )

    def _offered(self, chosen: str, find: str) -> list[tuple[str, str]]:
        if self.picker is None:
            return []
        known = self.picker.names([chosen]) if chosen else {}
        first = [(key, name) for key, name in known.items()]
        found = [pair for pair in self.picker.find(find) if pair[0] != chosen] if find else []
        nothing = [("", _("nobody, or nothing of these"))] if first or found else []
        return [*first, *found, *nothing]


def _pick_parts(value: Any) -> tuple[str, str]:
    if isinstance(value, Mapping):
        return str(value.get("chosen") or ""), str(value.get("find") or "")
    return str(value or ""), ""


class KeptFile(Grouped):
    """A file: the one that was kept already, and another one instead."""

    needs_multipart_form = True

    def __init__(self, picker: Any) -> None:
        super().__init__()
        self.picker = picker

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:  # noqa: ARG002 -- kept before
        return data.get(f"{name}{KEPT}") or None

    def render(self, name: str, value: Any, attrs: Attributes = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 -- Django's
        known = self.picker.names([value]) if self.picker and value else {}
        kept = SafeString("")
        if value in known:
            kept = format_html(
                '<label class="kept"><input type="checkbox" name="{}" value="{}" checked> {}</label>',
                f"{name}{KEPT}",
                value,
                known[value],
            )
        given = {"aria-label": _("Choose a file"), **(attrs or {})}
        return format_html('{}<input type="file" name="{}"{}>', kept, name, flatatt(given))
