"""Sentences that the panel, the facts and the page of a case share."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.paths.queries.outlooks import Forecast
from periplus.web.shell.words import day_words, number_words

GUESSING, GOOD = 0.6, 0.8
FEW = 10  # finished cases from which nobody should conclude anything


def is_too_early(quality: Any | None) -> bool:
    """Whether too few cases have ended to warn of any."""
    return quality is None or quality.learnt_from < FEW


def quality_words(quality: Any | None) -> str:
    """How far a hint can be trusted, in words with its numbers."""
    if quality is None:
        return _("Nothing has been worked out yet. It is done every night, from finished cases.")
    learnt = ngettext(
        "Learnt from %(number)s finished case.", "Learnt from %(number)s finished cases.", quality.learnt_from
    ) % {"number": number_words(quality.learnt_from)}
    if quality.learnt_from < FEW:
        few = _("That is too few to trust.")
        return f"{learnt} {few}"
    if quality.error_days is None:
        untried = _("Too few have been begun since to say how good that is.")
        return f"{learnt} {untried}"
    tried = ngettext(
        "Tried on %(number)s later one, it was wrong by %(days)s days.",
        "Tried on %(number)s later ones, it was wrong by %(days)s days on average.",
        quality.tested_on,
    ) % {
        "number": number_words(quality.tested_on),
        "days": number_words(quality.error_days, digits=1),
    }
    return f"{learnt} {tried} {_hits(quality.hit_rate)}"


def _hits(rate: float | None) -> str:
    if rate is None:
        return _("None of them, or all of them, were late, so nothing can be said about lateness.")
    words = {"rate": number_words(rate, digits=2)}
    if rate < GUESSING:
        return _("About lateness it is no better than guessing (%(rate)s; 0.50 is guessing).") % words
    if rate < GOOD:
        return _("About lateness it is a hint, not a verdict (%(rate)s; 0.50 is guessing).") % words
    return _("About lateness it is often right (%(rate)s; 0.50 is guessing).") % words


def forecast_words(forecast: Forecast) -> str:
    """What is expected of a case, in one or two sentences."""
    words = {
        "day": day_words(timezone.localdate(forecast.expected_at)),
        "days": number_words(forecast.state.median_days, digits=1),
        "slow": number_words(forecast.state.late_after_days, digits=1),
        "cases": number_words(forecast.state.cases),
    }
    first = (
        _(
            "Likely to end about %(day)s: half of the %(cases)s finished cases that stood here took at most"
            " %(days)s days from here, four in five at most %(slow)s."
        )
        % words
    )
    return f"{first} {_chance(forecast)}"


def _chance(forecast: Forecast) -> str:
    if forecast.chance is None or forecast.limit is None:
        return _("It is late already.")
    words = {
        "chance": number_words(forecast.chance * 100),
        "day": day_words(timezone.localdate(forecast.limit)),
    }
    if forecast.promised:
        return _("Chance of ending after its due date: %(chance)s %%.") % words
    return _("Chance of being slower than four in five of all cases (after %(day)s): %(chance)s %%.") % words
