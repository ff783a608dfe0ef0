"""What a step would lose if it became one of another kind: said before it is gone."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from periplus.paths.chart import ChartNode
from periplus.paths.editing.nodes import lost_by
from periplus.paths.enums import NodeKind

PARTS = {
    "role": gettext_lazy("Who is accountable"),
    "unit_rule": gettext_lazy("Sought in"),
    "unit_code": gettext_lazy("Named unit"),
    "over": gettext_lazy("For each entry of"),
    "step": gettext_lazy("What is done by itself"),
    "table": gettext_lazy("Decision table"),
    "calls": gettext_lazy("Which procedure"),
    "message": gettext_lazy("Name of the message"),
    "allowance_days": gettext_lazy("Days allowed"),
    "goal": gettext_lazy("Serves the goal"),
    "skippable": gettext_lazy("It may be left out, with a reason"),
    "evaluation": gettext_lazy("Evaluation: somebody judges here by criteria"),
    "criteria": gettext_lazy("Criteria"),
}


def losses(node: ChartNode, kind: str) -> str:
    """What goes for good if the node becomes one of this kind, in words; "" when nothing does."""
    if kind not in NodeKind.values or kind == node.kind:
        return ""
    return "; ".join(str(_words(node, name)) for name in lost_by(node, NodeKind(kind)))


def loss_sentence(node: ChartNode, kind: str) -> str:
    """What whoever changes the kind has to know first."""
    named = {"kind": NodeKind(kind).label, "what": losses(node, kind)}
    return _("As “%(kind)s” it loses for good: %(what)s. If you mean it, tick “I know” and save.") % named


def _words(node: ChartNode, name: str) -> str | Promise:
    if name != "items":
        return PARTS.get(name, name)
    number = len(node.items)
    return ngettext("%(number)s value", "%(number)s values", number) % {"number": number}
