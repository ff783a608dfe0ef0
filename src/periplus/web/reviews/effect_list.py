"""The list of effect checks."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from periplus.loop.enums import EffectState, EffectVerdict
from periplus.loop.figures import figure_of
from periplus.loop.measuring import find_measure
from periplus.loop.policies import visible_goals
from periplus.loop.queries.effects import list_checks
from periplus.loop.sentences import period_words
from periplus.loop.types import EffectCheck
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import ChoiceFilter, ThingFilter
from periplus.web.lists.listing import Listing, register
from periplus.web.reviews.words import effect_tone, effect_words


def url_of(check: EffectCheck) -> str:
    return reverse("effects:detail", args=[check.uuid])


def _decision_url(check: EffectCheck) -> str:
    return reverse("decisions:detail", args=[check.decision.uuid])


def title_of(check: EffectCheck) -> str:
    measure = find_measure(check.measure)
    return str(measure.title) if measure else check.measure


def figure(check: EffectCheck, *, after: bool) -> str | None:
    """One side of the comparison, in words; None as long as it is not read."""
    value = check.after_value if after else check.before_value
    measure = find_measure(check.measure)
    if measure is None or value is None:
        return None
    return figure_of(measure.unit, value)


def _counted(number: int) -> str:
    return ngettext("%(number)s effect check", "%(number)s effect checks", number)


COLUMNS = (
    Column("measure", _("Indicator"), title_of, order_by=("measure",), link=url_of),
    Column(
        "state", _("Result"), effect_words, kind="state", tone=effect_tone, order_by=("state", "check_on")
    ),
    Column("due", _("Checked on"), lambda c: c.checked_on or c.check_on, kind="date", order_by=("check_on",)),
    Column("before", _("Before"), lambda c: figure(c, after=False)),
    Column("after", _("After"), lambda c: figure(c, after=True)),
    Column(
        "periods",
        _("Compared"),
        lambda c: f"{period_words(c.before_period)} – {period_words(c.after_period)}",
    ),
    Column(
        "decision", _("Decision"), lambda c: c.decision.title, order_by=("decision__id",), link=_decision_url
    ),
    Column("body", _("Body"), lambda c: c.decision.body.name, shown=False),
)
LISTING = register(
    Listing(
        key="loop.effects",
        title=_("Effect checks"),
        lead=_("Whether decisions helped: the same indicator before and after. Only then is a loop closed."),
        source=list_checks,
        columns=COLUMNS,
        filters=(
            ChoiceFilter(
                "state", _("State"), lambda: EffectState.choices, lambda values: Q(state__in=values)
            ),
            ChoiceFilter(
                "verdict", _("Result"), lambda: EffectVerdict.choices, lambda values: Q(verdict__in=values)
            ),
            ThingFilter(
                "goal", _("Goal"), visible_goals, lambda reference: Q(decision__goal__uuid=reference)
            ),
        ),
        order=("state", "check_on", "id"),
        counted=_counted,
        empty_title=_("No effect waits to be checked"),
        empty_text=_("Each decision says on which day its effect is checked. It stands here from then on."),
    )
)
