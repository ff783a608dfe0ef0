"""`{% load people_tags %}`: tabs of people and rights, whether the reader may, who else may."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core import clock
from periplus.core.verdicts import Verdict
from periplus.people.permissions import Reach
from periplus.people.standing import standing_of
from periplus.web.shell.components import Tab
from periplus.web.shell.doors import Door

register = template.Library()

TABS = (
    ("people:persons", gettext_lazy("People"), "people.persons.see"),
    ("people:units", gettext_lazy("Units"), "people.units.see"),
    ("people:permissions", gettext_lazy("Permission matrix"), "people.permissions.see"),
    ("people:privacy", gettext_lazy("Personal data"), "people.privacy.see"),
)
STRETCHES = {
    "people": gettext_lazy("People and rights"),
    "ledger": gettext_lazy("Ledger"),
    "loop": gettext_lazy("The loop"),
    "partners": gettext_lazy("Partners and agreements"),
    "mobility": gettext_lazy("Mobility"),
    "resources": gettext_lazy("Resources"),
    "exchange": gettext_lazy("Imports"),
}


@register.inclusion_tag("shell/ui/tabs.html", takes_context=True)
def people_tabs(context: Context, current: str) -> dict[str, Any]:
    """The sibling pages of people and rights that the reader may open."""
    standing = standing_of(context["user"], on=clock.today())
    items = [
        Tab(label, reverse(name), current=name == current)
        for name, label, action in TABS
        if standing.reach(action) != Reach.NOTHING
    ]
    return {"items": items, "label": _("People and rights")}


@register.simple_tag(takes_context=True)
def may(context: Context, action: str) -> Verdict:
    """Whether the reader's role includes an action at all; for buttons that lead to a page of their own."""
    return Door(methods=("GET",), actions=(action,)).verdict(context["user"])


@register.simple_tag
def stretch_name(key: str) -> str:
    """The name of a stretch of the path, by the beginning of its actions."""
    return str(STRETCHES.get(key, key))


@register.inclusion_tag("people/who_sees.html")
def who_sees(action: str, thing: Any) -> dict[str, Any]:
    """A button whose popover tells who may do `action` (mostly: see) with this thing."""
    address = reverse("people:who", args=[thing._meta.label_lower, thing.uuid, action])
    return {"address": address, "id": SafeString(f"who-{thing.uuid}")}
