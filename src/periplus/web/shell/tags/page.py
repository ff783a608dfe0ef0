"""What the head of a page says: where am I, whose turn is it; and charts."""

import datetime as dt

from django.template import Context
from django.utils.safestring import SafeString

from periplus.core.clock import today as clock_today
from periplus.core.languages import active_language, language_of
from periplus.web.shell.charts import Chart, option_of, table_of
from periplus.web.shell.components import Words
from periplus.web.shell.tags.library import register, render


@register.simple_tag
def page_language() -> str:
    """The value of the `lang` attribute of the page."""
    return language_of(active_language()).html


@register.simple_tag(takes_context=True)
def crumb(context: Context, label: Words, url: str = "") -> SafeString:
    """One step of "where am I"; the page itself has no address."""
    return render(context, "crumb", label=label, url=url)


@register.simple_tag(takes_context=True)
def turn(
    context: Context,
    who: Words,
    what: Words,
    *,
    until: dt.date | None = None,
    mine: bool = False,
    today: dt.date | None = None,
) -> SafeString:
    """Whose turn it is, what for, and until when."""
    return render(
        context, "turn", who=who, what=what, until_day=until, mine=mine, today=today or clock_today()
    )


@register.simple_tag(takes_context=True)
def chart(context: Context, chart: Chart, *, low: str = "") -> SafeString:
    """A drawing and its table, both from the same description."""
    values = {"option": option_of(chart), "option_id": f"{chart.id}-option", "table": table_of(chart)}
    return render(context, "chart", chart=chart, low=low, **values)
