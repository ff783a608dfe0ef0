"""What runs in time: sparklines, meters, long work, steps, timelines."""

from collections.abc import Iterable

from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from periplus.web.shell import words
from periplus.web.shell.components import Moment, Number, Step, Words, Work
from periplus.web.shell.tags.library import register, render

SPARK_WIDTH, SPARK_HEIGHT = 72, 28
SPARK_GAP = 2
LEAST_BAR = 2.0


@register.simple_tag(takes_context=True)
def sparkline(
    context: Context,
    points: Iterable[tuple[Words, Number | None]],
    label: Words,
    *,
    unit: Words = "",
    tone: str = "",
) -> SafeString:
    """A row of bars, missing values as short dashes, with its values as text."""
    values = list(points)
    text = ", ".join(f"{name}: {_spoken(value, unit)}" for name, value in values)
    return render(
        context,
        "sparkline",
        bars=_bars([value for _name, value in values]),
        text=f"{label}. {text}",
        tone=tone,
    )


def _spoken(value: Number | None, unit: Words) -> str:
    if value is None:
        return _("no data")
    digits = 0 if value == int(value) else 2
    return f"{words.number_words(value, digits=digits)} {unit}".strip()


def _bars(values: list[Number | None]) -> list[dict[str, str]]:
    """Position and height of each bar, as text for SVG; the scale starts at nought."""
    step = SPARK_WIDTH / max(len(values), 1)
    top = max((float(value) for value in values if value is not None), default=0.0) or 1.0
    bars = []
    for index, value in enumerate(values):
        height = LEAST_BAR if value is None else max(LEAST_BAR, SPARK_HEIGHT * max(float(value), 0.0) / top)
        bars.append(
            {
                "kind": "gap" if value is None else "last" if index == len(values) - 1 else "",
                "x": f"{index * step:.1f}",
                "end": f"{(index + 1) * step - SPARK_GAP:.1f}",
                "y": f"{SPARK_HEIGHT - height:.1f}",
                "width": f"{max(step - SPARK_GAP, 1):.1f}",
                "height": f"{height:.1f}",
            }
        )
    return bars


@register.simple_tag(takes_context=True)
def progress(context: Context, value: Number, maximum: Number, label: Words) -> SafeString:
    """How much of something is done."""
    return _gauge(context, value, maximum, label, tone="")


@register.simple_tag(takes_context=True)
def meter(context: Context, value: Number, maximum: Number, label: Words, *, tone: str = "") -> SafeString:
    """How much of something is used."""
    return _gauge(context, value, maximum, label, tone=tone)


def _gauge(context: Context, value: Number, maximum: Number, label: Words, *, tone: str) -> SafeString:
    of = _("%(value)s of %(maximum)s") % {
        "value": words.number_words(value),
        "maximum": words.number_words(maximum),
    }
    return render(context, "gauge", value=value, maximum=maximum, label=label, tone=tone, of=of)


@register.simple_tag(takes_context=True)
def work_progress(context: Context, work: Work) -> SafeString:
    """Long work that may be left; asks for itself again until it is done."""
    share = _("%(done)s of %(total)s") % {
        "done": words.number_words(work.done),
        "total": words.number_words(work.total),
    }
    return render(context, "work_progress", work=work, share=share)


@register.simple_tag(takes_context=True)
def steps(context: Context, steps: Iterable[Step], *, label: Words = "") -> SafeString:
    """Where one stands in something done in order."""
    return render(context, "steps", steps=list(steps), label=label or _("Steps"))


@register.simple_tag(takes_context=True)
def timeline(context: Context, moments: Iterable[Moment]) -> SafeString:
    """What happened, newest first."""
    return render(context, "timeline", moments=list(moments))
