"""Whether somebody, or something, can do what each node asks."""

import re
import uuid
from collections.abc import Callable, Container, Iterator
from typing import Final

from django.utils.translation import gettext as _

from periplus.paths.chart import Chart, ChartNode, say
from periplus.paths.enums import HUMAN, NodeKind, UnitRule
from periplus.paths.feel import FeelError, compile_condition
from periplus.paths.gate.findings import Finding, name_of
from periplus.paths.gate.values import Ground
from periplus.people.enums import Role

VALUE_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def check_doing(
    ground: Ground,
    *,
    roles_held: Callable[[ChartNode], bool] | None,
    known_procedures: Container[str],
) -> Iterator[Finding]:
    yield from _check_subject(ground)
    yield from _check_value_keys(ground.chart)
    for node in ground.chart.nodes:
        yield from _check_role(node, roles_held)
        yield from _check_time(node)
        yield from _check_goal(node)
        match node.kind:
            case NodeKind.STEP:
                yield from _check_step(ground, node)
            case NodeKind.CALL:
                yield from _check_call(ground.chart, node, known_procedures)
            case NodeKind.MESSAGE if not node.message:
                yield _at(
                    node,
                    "message",
                    _("“%(node)s” waits for a message that has no name."),
                    _("Name the message that it waits for."),
                )


def _at(node: ChartNode, code: str, sentence: str, repair: str, **named: object) -> Finding:
    return Finding(code, sentence % {"node": name_of(node), **named}, repair, node_key=node.key)


def _check_subject(ground: Ground) -> Iterator[Finding]:
    if ground.chart.subject_type and ground.subject is None:
        yield Finding(
            "subject",
            _("The procedure is about “%(type)s”, which is not known here.")
            % {"type": ground.chart.subject_type},
            _("Choose what its cases are about."),
        )


def _check_value_keys(chart: Chart) -> Iterator[Finding]:
    """A key can stand in a condition, and a node names it once for reading and once for producing."""
    for node in chart.nodes:
        seen = set()
        for item in node.items:
            if not _can_be_named(item.key):
                yield _at(
                    node,
                    "value",
                    _("“%(key)s”, at “%(node)s”, cannot be used as the name of a value."),
                    _("Use small letters without accents, digits and _, for example: legal_opinion."),
                    key=item.key,
                )
            elif (item.key, item.way) in seen:
                yield _at(
                    node,
                    "value",
                    _("“%(node)s” names “%(key)s” twice."),
                    _("Keep one of the two."),
                    key=name_of(item),
                )
            seen.add((item.key, item.way))


def _can_be_named(key: str) -> bool:
    """Not a word that conditions use themselves, such as `and`."""
    if not VALUE_KEY.fullmatch(key):
        return False
    try:
        return set(compile_condition(f"{key} = 1").names) == {key}
    except FeelError:
        return False


def _check_role(node: ChartNode, roles_held: Callable[[ChartNode], bool] | None) -> Iterator[Finding]:
    if node.kind in HUMAN and not say(node.title).strip():
        yield _at(
            node,
            "title",
            _("The task “%(node)s” has no title."),
            _("Say in a few words what is to be done."),
        )
    if not node.role:
        if node.kind in HUMAN:
            yield _at(
                node,
                "role",
                _("Nobody is accountable for “%(node)s”."),
                _("Choose the role that does it."),
            )
        return
    if node.role not in Role.values:
        yield _at(
            node,
            "role",
            _("“%(node)s” is given to “%(role)s”, which is no role here."),
            _("Choose one of the roles."),
            role=node.role,
        )
        return
    if node.unit_rule == UnitRule.NAMED and not node.unit_code:
        yield _at(
            node,
            "unit",
            _("“%(node)s” is given to a named unit, but the unit is not named."),
            _("Choose the unit."),
        )
    elif roles_held is not None and not roles_held(node):
        yield _at(
            node,
            "role",
            _("Nobody holds the role “%(role)s” that is to do “%(node)s”."),
            _("Give somebody this role, or choose another role or unit."),
            role=Role(node.role).label,
        )


def _check_time(node: ChartNode) -> Iterator[Finding]:
    if node.kind == NodeKind.TIMER and node.allowance_days is None:
        yield _at(
            node,
            "time",
            _("The deadline “%(node)s” does not say after how many days."),
            _("Give it a number of days."),
        )
    elif node.allowance_days is not None and node.allowance_days < 1:
        yield _at(
            node,
            "time",
            _("“%(node)s” allows %(days)s days."),
            _("Allow at least one day."),
            days=node.allowance_days,
        )


def _check_goal(node: ChartNode) -> Iterator[Finding]:
    if node.goal and not _is_uuid(node.goal):
        yield _at(
            node,
            "goal",
            _("The goal that “%(node)s” serves cannot be read: “%(goal)s”."),
            _("Choose the goal from the list, or none."),
            goal=node.goal,
        )


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _check_step(ground: Ground, node: ChartNode) -> Iterator[Finding]:
    step = ground.step_of(node)
    if step is None:
        yield _at(
            node,
            "step",
            _("The automatic step “%(node)s” does something that is not known here: “%(step)s”."),
            _("Choose one of the automatic steps, or make it a task."),
            step=node.step,
        )
    elif step.subject_type not in {"", ground.chart.subject_type}:
        yield _at(
            node,
            "step",
            _("The automatic step “%(node)s” works on something that this procedure is not about."),
            _("Choose another step, or change what the procedure is about."),
        )


def _check_call(chart: Chart, node: ChartNode, known: Container[str]) -> Iterator[Finding]:
    if node.calls == chart.key:
        yield _at(
            node,
            "call",
            _("“%(node)s” starts the procedure in which it stands; that would never end."),
            _("Lead back to an earlier step instead."),
        )
    elif not node.calls or node.calls not in known:
        yield _at(
            node,
            "call",
            _("“%(node)s” starts a procedure that does not exist."),
            _("Choose one of the procedures in force."),
        )
