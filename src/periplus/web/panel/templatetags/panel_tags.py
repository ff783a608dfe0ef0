"""`{% load panel_tags %}`: what finished cases let expect of a running one."""

from typing import Any

from django import template

from periplus.core import clock
from periplus.paths.queries.outlooks import LIKELY, find_forecast, find_quality
from periplus.paths.types import Case
from periplus.web.panel.words import forecast_words, quality_words

register = template.Library()


@register.inclusion_tag("panel/parts/forecast.html")
def forecast_of(case: Case) -> dict[str, Any]:
    """The hint on the page of a case, with how good it is; nothing where nothing can be said."""
    forecast = find_forecast(case, at=clock.now())
    if forecast is None:
        return {}
    likely = forecast.chance is not None and forecast.chance >= LIKELY
    return {
        "words": forecast_words(forecast),
        "quality": quality_words(find_quality(case.version.procedure)),
        "likely": likely,
    }
