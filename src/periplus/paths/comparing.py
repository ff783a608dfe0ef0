"""The difference between two charts in words, for those who have to agree to it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from periplus.paths.chart import Chart, ChartFlow, ChartItem, ChartNode, ChartTable, TableRule, say
from periplus.paths.drawing import Change, compare_charts
from periplus.paths.enums import Way
from periplus.people.enums import Role

Said = tuple[str | Promise, str, str]  # what is said otherwise, before, after


@dataclass(frozen=True, slots=True)
class Differing:
    """One thing that came, went or changed. `key`: of the node, flow or table, as `about` says."""

    change: Change
    about: str
    key: str
    sentence: str
    details: tuple[Said, ...] = ()
    told_first: bool = True  # ways, and nodes without a name, follow from the rest


def describe_changes(before: Chart, after: Chart) -> list[Differing]:
    """Everything that the later chart says otherwise, in the order of its nodes. Places do not count."""
    compared = compare_charts(before, after)
    found = list(_of_the_whole(before, after))
    fields = compared.fields
    found += [
        _of_node(before, after, node.key, compared.nodes[node.key], fields.get(node.key, ()))
        for node in compared.chart.nodes
        if node.key in compared.nodes
    ]
    flows = [*after.flows, *(flow for flow in before.flows if flow.key not in after.flow)]
    found += [
        _of_flow(before, after, flow, compared.flows[flow.key], fields.get(flow.key, ()))
        for flow in flows
        if flow.key in compared.flows
    ]
    return [*found, *_of_tables(before, after)]


# ------------------------------------------------------------------ the whole


def _of_the_whole(before: Chart, after: Chart) -> Iterator[Differing]:
    pairs = (
        (gettext_lazy("Name"), say(before.title), say(after.title)),
        (gettext_lazy("What it is for"), say(before.description), say(after.description)),
    )
    details = tuple(pair for pair in pairs if pair[1] != pair[2])
    if details:
        yield Differing(
            Change.CHANGED, "procedure", after.key, _("The procedure describes itself otherwise."), details
        )


# ------------------------------------------------------------------ nodes


def _of_node(before: Chart, after: Chart, key: str, change: Change, fields: Iterable[str]) -> Differing:
    node = after.node.get(key) or before.node[key]
    named = {"kind": node.kind.label, "title": name_of(node)}
    if change == Change.ADDED:
        said = _("New: %(kind)s “%(title)s”.") % named
        return Differing(change, "node", key, said, told_first=bool(say(node.title)))
    if change == Change.REMOVED:
        said = _("Gone: %(kind)s “%(title)s”.") % named
        return Differing(change, "node", key, said, told_first=bool(say(node.title)))
    old, details = before.node[key], []
    for name in fields:
        shown = (_shown(before, old, name), _shown(after, node, name))
        if shown[0] == shown[1]:
            shown = _in_all_languages(old, name), _in_all_languages(node, name)
        details.append((FIELDS[name], *shown))
    return Differing(change, "node", key, _("“%(title)s” says otherwise.") % named, tuple(details))


FIELDS: Final[Mapping[str, str | Promise]] = {
    "kind": gettext_lazy("Kind"),
    "title": gettext_lazy("Title"),
    "guidance": gettext_lazy("Guidance"),
    "role": gettext_lazy("Accountable"),
    "unit_rule": gettext_lazy("Unit"),
    "unit_code": gettext_lazy("Named unit"),
    "evaluation": gettext_lazy("Evaluation"),
    "criteria": gettext_lazy("Criteria"),
    "allowance_days": gettext_lazy("Days allowed"),
    "items": gettext_lazy("Values"),
    "outcome": gettext_lazy("Outcome"),
    "step": gettext_lazy("Automatic step"),
    "table": gettext_lazy("Decision table"),
    "calls": gettext_lazy("Other procedure"),
    "over": gettext_lazy("For each of"),
    "attached_to": gettext_lazy("Deadline of"),
    "interrupting": gettext_lazy("Ends the step"),
    "message": gettext_lazy("Message"),
    "goal": gettext_lazy("Goal"),
    "skippable": gettext_lazy("May be left out"),
    "source": pgettext_lazy("flow", "From"),
    "target": pgettext_lazy("flow", "To"),
    "condition": gettext_lazy("Condition"),
    "default": gettext_lazy("Usual way"),
}


def name_of(node: ChartNode) -> str:
    return say(node.title) or f"({node.kind.label})"


def _node_named(chart: Chart, key: str) -> str:
    return name_of(chart.node[key]) if key in chart.node else key


def _table_named(chart: Chart, key: str) -> str:
    return say(chart.table[key].title) or key if key in chart.table else key


def _shown(chart: Chart, thing: ChartNode | ChartFlow, name: str) -> str:
    value: Any = getattr(thing, name)
    if name in _SPECIAL:
        return _SPECIAL[name](chart, value) if value else ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return say(value)
    return "" if value is None else str(getattr(value, "label", value))


def _role(_chart: Chart, role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


_SPECIAL: Final[Mapping[str, Callable[[Chart, Any], str]]] = {
    "role": _role,
    "criteria": lambda _chart, criteria: "; ".join(say(each) for each in criteria),
    "items": lambda _chart, items: "; ".join(_item(each) for each in items),
    "attached_to": _node_named,
    "source": _node_named,
    "target": _node_named,
    "table": _table_named,
}


def _item(item: ChartItem) -> str:
    reads = _("reads %(value)s") if item.way == Way.IN else _("produces %(value)s")
    kind = str(item.type.label)
    choices = ", ".join(say(choice.title) or choice.value for choice in item.choices)
    told = f"{kind}: {choices}" if choices else kind
    told += "" if item.required else ", " + _("optional")
    return f"{reads % {'value': say(item.title) or item.key}} ({told})"


def _in_all_languages(thing: ChartNode | ChartFlow, name: str) -> str:
    """What differs only in another language, or in words that no reader of this one sees."""
    value = getattr(thing, name)
    if isinstance(value, Mapping):
        return " · ".join(f"{language}: {text}" for language, text in sorted(value.items()))
    if name == "criteria":
        return "; ".join(" · ".join(f"{lang}: {text}" for lang, text in each.items()) for each in value)
    if name == "items":
        return "; ".join(" · ".join(f"{lang}: {text}" for lang, text in each.title.items()) for each in value)
    return str(value)


# ------------------------------------------------------------------ flows


def _of_flow(
    before: Chart, after: Chart, flow: ChartFlow, change: Change, fields: Iterable[str]
) -> Differing:
    chart = after if flow.key in after.flow else before
    named = {"source": _node_named(chart, flow.source), "target": _node_named(chart, flow.target)}
    if change == Change.ADDED:
        said = _("New way from “%(source)s” to “%(target)s”") % named + _when(flow)
        return Differing(change, "flow", flow.key, said, told_first=False)
    if change == Change.REMOVED:
        said = _("No way any more from “%(source)s” to “%(target)s”.") % named
        return Differing(change, "flow", flow.key, said, told_first=False)
    old = before.flow[flow.key]
    details = tuple((FIELDS[name], _shown(before, old, name), _shown(after, flow, name)) for name in fields)
    said = _("The way from “%(source)s” to “%(target)s” changed.") % named
    return Differing(change, "flow", flow.key, said, details, told_first=not set(fields) <= {"target"})


def _when(flow: ChartFlow) -> str:
    if flow.condition:
        return " " + _("when %(condition)s.") % {"condition": flow.condition}
    return " " + _("otherwise.") if flow.default else "."


# ------------------------------------------------------------------ decision tables


def _of_tables(before: Chart, after: Chart) -> Iterator[Differing]:
    for key, table in after.table.items():
        old = before.table.get(key)
        named = {"table": say(table.title) or key}
        if old is None:
            said = ngettext(
                "New decision table “%(table)s” with %(number)s rule.",
                "New decision table “%(table)s” with %(number)s rules.",
                len(table.rules),
            )
            yield Differing(Change.ADDED, "table", key, said % {**named, "number": len(table.rules)})
        elif details := tuple(_within(old, table)):
            said = _("The decision table “%(table)s” decides otherwise.") % named
            yield Differing(Change.CHANGED, "table", key, said, details)
    for key, table in before.table.items():
        if key not in after.table:
            said = _("The decision table “%(table)s” is gone.") % {"table": say(table.title) or key}
            yield Differing(Change.REMOVED, "table", key, said)


def _within(old: ChartTable, new: ChartTable) -> Iterator[Said]:
    if say(old.title) != say(new.title):
        yield gettext_lazy("Title"), say(old.title), say(new.title)
    if old.policy != new.policy:
        yield gettext_lazy("When several rules apply"), str(old.policy.label), str(new.policy.label)
    for label, was, now in (
        (gettext_lazy("Looks at"), old.inputs, new.inputs),
        (gettext_lazy("Says"), old.outputs, new.outputs),
    ):
        names = [", ".join(say(column.title) or column.key for column in side) for side in (was, now)]
        if was != now:
            yield label, *(names if names[0] != names[1] else [str(_values(side)) for side in (was, now)])  # type: ignore[misc]
    yield from _rules(old, new)
    if old.tests != new.tests:
        yield gettext_lazy("Tests kept"), str(len(old.tests)), str(len(new.tests))


def _values(side: Iterable[Any]) -> str:
    return "; ".join(f"{column.key}: {', '.join(column.values)}" for column in side)


def _rules(old: ChartTable, new: ChartTable) -> Iterator[Said]:
    """Rules that are not found as they were. Of as many rules, each is held against the one in its place."""
    was, now = [_rule(each) for each in old.rules], [_rule(each) for each in new.rules]
    if len(was) == len(now):
        for number, (one, other) in enumerate(zip(was, now, strict=True), start=1):
            if one != other:
                yield _("Rule %(number)s") % {"number": number}, one, other
        return
    for number, rule in enumerate(was, start=1):
        if rule not in now:
            yield _("Rule %(number)s") % {"number": number}, rule, ""
    for number, rule in enumerate(now, start=1):
        if rule not in was:
            yield _("Rule %(number)s") % {"number": number}, "", rule


def _rule(rule: TableRule) -> str:
    note = f" ({rule.note})" if rule.note else ""
    return f"{' · '.join(rule.cells)} → {' · '.join(rule.results)}{note}"
