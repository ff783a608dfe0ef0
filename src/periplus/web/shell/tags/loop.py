"""The emblem: a goal's route with its six ports."""

from collections.abc import Iterable

from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from periplus.web.shell.components import Port, Words
from periplus.web.shell.tags.library import register, render

NAMES: dict[str, Words] = {
    "path": _("Path"),
    "signals": _("Signals"),
    "deviation": _("Deviation"),
    "review": _("Review"),
    "decision": _("Decision"),
    "effect": _("Effect"),
}
ROUND_DIGITS = 2


def _stops(ports: Iterable[Port]) -> list[dict[str, object]]:
    return [
        {"port": port, "name": NAMES[port.key], "round": len(str(port.text)) <= ROUND_DIGITS, "place": place}
        for port, place in zip(ports, ("first", "", "", "", "", "last"), strict=True)
    ]


@register.simple_tag(takes_context=True)
def loop_row(context: Context, ports: Iterable[Port], *, named: bool = False) -> SafeString:
    """The route on its own; `named` writes the names of the ports above it."""
    return render(context, "loop_row", stops=_stops(ports), named=named)


@register.simple_tag(takes_context=True)
def loop_heads(context: Context) -> SafeString:
    """The six column headings of a board."""
    return render(context, "loop_heads", names=NAMES.values())


@register.simple_tag(takes_context=True)
def loop_cells(context: Context, ports: Iterable[Port]) -> SafeString:
    """The route as six cells of a board's row."""
    return render(context, "loop_cells", stops=_stops(ports))
