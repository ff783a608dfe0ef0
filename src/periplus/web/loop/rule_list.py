"""The list of signal rules."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from periplus.loop import policies
from periplus.loop.enums import RuleKind, RuleState
from periplus.loop.measuring import list_measures
from periplus.loop.queries.signals import list_rules
from periplus.loop.terms import CUSUM, EWMA, XMR
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import ChoiceFilter, SelectFilter, ThingFilter
from periplus.web.lists.listing import Listing
from periplus.web.loop.rule_page import measure_words
from periplus.web.loop.ways import way

KIND_NAMES = {
    RuleKind.TREND: gettext_lazy("Trend"),
    RuleKind.STAGE: gettext_lazy("Stage"),
    RuleKind.THRESHOLD: gettext_lazy("Threshold"),
    RuleKind.TIME: gettext_lazy("Time"),
}
METHOD_NAMES = {XMR: "XmR", EWMA: "EWMA", CUSUM: "CUSUM"}
STATE_TONES = {RuleState.ACTIVE: "good", RuleState.DRAFT: "accent", RuleState.RETIRED: "none"}

RULES = Listing(
    key="loop.rules",
    title=gettext_lazy("Signal rules"),
    lead=gettext_lazy(
        "When an indicator raises a signal. Rules are tested on history; the vice-rector switches them on."
    ),
    source=list_rules,
    columns=(
        Column(
            "rule",
            gettext_lazy("Rule"),
            lambda rule: f"{rule.reference} {rule.title}",
            order_by=("title",),
            link=lambda rule: reverse("loop:rule", args=[rule.uuid]),
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda rule: rule.get_state_display(),
            kind="state",
            tone=lambda rule: STATE_TONES[rule.state],
            order_by=("state",),
        ),
        Column("kind", gettext_lazy("Kind"), lambda rule: KIND_NAMES[rule.kind], order_by=("kind",)),
        Column("measure", gettext_lazy("Indicator"), lambda rule: measure_words(rule.measure)),
        Column(
            "severity",
            gettext_lazy("Severity"),
            lambda rule: rule.get_severity_display(),
            order_by=("severity",),
        ),
        Column(
            "version",
            gettext_lazy("Version"),
            lambda rule: rule.version,
            kind="number",
            order_by=("version",),
        ),
        Column(
            "from",
            gettext_lazy("Since"),
            lambda rule: rule.effective_on,
            kind="date",
            order_by=("effective_on",),
        ),
        Column(
            "goal",
            gettext_lazy("Goal"),
            lambda rule: str(rule.goal or ""),
            link=lambda rule: way("loop:goal", rule.goal.uuid) if rule.goal else "",
            shown=False,
        ),
    ),
    filters=(
        SelectFilter(
            "state",
            gettext_lazy("State"),
            (("", gettext_lazy("All")), *RuleState.choices),
            lambda value: Q(state=value) if value else Q(),
        ),
        ChoiceFilter(
            "kind",
            gettext_lazy("Kind"),
            lambda: [(str(k.value), name) for k, name in KIND_NAMES.items()],
            lambda v: Q(kind__in=v),
        ),
        ChoiceFilter(
            "measure",
            gettext_lazy("Indicator"),
            lambda: [(m.key, m.title) for m in list_measures()],
            lambda v: Q(measure__in=v),
        ),
        ThingFilter("goal", gettext_lazy("Goal"), policies.visible_goals, lambda uuid: Q(goal__uuid=uuid)),
    ),
    order=("state", "reference", "id"),
    empty_title=gettext_lazy("No rules yet"),
    empty_text=gettext_lazy(
        "A plan in force brings a rule for each of its targets. Write further ones here."
    ),
    template="loop/rules.html",
    more=lambda request: {"may_edit": policies.may_edit_rules(request.user)},
)
