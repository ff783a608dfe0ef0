"""What stands on the page of a task package, and about packages on the page of a goal."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop import policies
from periplus.loop.enums import Binding, PackageState
from periplus.loop.queries import packages as queries
from periplus.loop.queries.packages import PackageStanding
from periplus.loop.types import Goal, TaskPackage
from periplus.paths.chart import say
from periplus.paths.queries.naming import map_node_titles
from periplus.people.types import Person
from periplus.web.loop.ways import way
from periplus.web.shell.components import Fact, Tone
from periplus.web.shell.links import addresses_of
from periplus.web.shell.words import day_words
from periplus.web.work.words import CASE_TONES, role_name

Titles = Mapping[int, Mapping[str, str]]  # of steps, by procedure and key
MOST_LATE = 20
MOST_CASES = 20
STATE_TONES: dict[str, Tone] = {PackageState.OPEN: "accent", PackageState.DONE: "good"}


@dataclass(frozen=True, slots=True)
class ShownPackage:
    """A package with how far it is, in words."""

    package: TaskPackage
    standing: PackageStanding
    url: str
    where: str
    tone: Tone
    state: str | Promise
    said: str

    @property
    def percent(self) -> int:
        return self.standing.progress.percent or 0


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case of a package: where it stands, whose turn it is, since when it is late."""

    title: str
    url: str
    step: str
    who: str
    due: dt.datetime | None
    tone: Tone
    state: str


def context_of_package(person: Person, package: TaskPackage) -> dict[str, Any]:
    """Everything the page shows."""
    at, goal = clock.now(), package.goal
    (standing,) = queries.standings_of_packages([package], at=at)
    late = list(queries.list_late_cases(person, package, at=at)[:MOST_LATE])
    known = {case.pk for case in late}
    others = queries.list_cases_of(person, package).exclude(pk__in=known).order_by("-id")[:MOST_CASES]
    return {
        "package": package,
        "goal": goal,
        "shown": shown_packages([standing], on=clock.today())[0],
        "progress": standing.progress,
        "late": [_case(case) for case in late],
        "cases": [_case(case) for case in others],
        "cases_url": way("cases:list", package=package.uuid, state="all"),
        "facts": _facts(person, package),
        "is_mine": person == package.accountable,
        "may_keep": policies.may_keep_package(person, package),
        "may_hand_over": policies.may_hand_package_over(person, package),
        "may_settle": policies.may_settle_package(person, package),
        "may_start": policies.may_start_package_case(person, package),
        "asks": package.binding == Binding.DELIVERABLE,
        "is_open": package.state == PackageState.OPEN,
    }


def packages_of_goal(person: Person, goal: Goal, history: Sequence[Goal]) -> dict[str, Any]:
    """The packages of a goal, how far they are together, and the steps that say they serve it."""
    packages = list(queries.list_packages(person, [goal]))
    standings = queries.standings_of_packages(packages, at=clock.now())
    done = queries.progress_of_goal(standings)
    serving = queries.list_serving_nodes(goal.plan.institution, [each.uuid for each in history])
    taken = sum(each.share for each in packages if each.state != PackageState.DROPPED)
    return {
        "packages": shown_packages(standings, on=clock.today()),
        "goal_percent": None if done is None else int(done * 100),
        "shares_taken": taken,
        "serving": [
            (say(node.title), str(node.version.procedure), url_of_procedure(node.version.procedure))
            for node in serving
        ],
        "may_keep_packages": policies.may_keep_packages(person, goal),
    }


def shown_packages(standings: Iterable[PackageStanding], *, on: dt.date) -> list[ShownPackage]:
    """Packages in words; their steps are named with one query."""
    several = list(standings)
    titles = titles_of([each.package for each in several])
    return [
        ShownPackage(
            package=each.package,
            standing=each,
            url=way("loop:package", each.package.uuid),
            where=where_words(each.package, titles),
            tone=tone_of(each, on=on),
            state=state_words(each, on=on),
            said=progress_words(each),
        )
        for each in several
    ]


def titles_of(packages: Iterable[TaskPackage]) -> Titles:
    """What the steps are called to which packages are tied."""
    return map_node_titles(each.procedure_id for each in packages if each.procedure_id and each.node)


def tone_of(standing: PackageStanding, *, on: dt.date) -> Tone:
    if standing.package.state != PackageState.OPEN:
        return STATE_TONES.get(standing.package.state, "none")
    if standing.overdue(on):
        return "bad"
    return "warn" if standing.progress.late else "accent"


def state_words(standing: PackageStanding, *, on: dt.date) -> str | Promise:
    if standing.overdue(on):
        return _("Past its date")
    if standing.package.state == PackageState.OPEN and standing.progress.late:
        return _("Late: %(count)s") % {"count": standing.progress.late}
    return str(standing.package.get_state_display())


def progress_words(standing: PackageStanding) -> str:
    """What the number is made of, so that it can be checked."""
    progress, package = standing.progress, standing.package
    facts = {"finished": progress.finished, "running": progress.running, "expected": progress.expected}
    if progress.done is None:
        return _("Nothing has come to this step yet.")
    if package.binding == Binding.NODE:
        return _("Done %(finished)s times of %(expected)s; %(running)s are open.") % facts
    return _("%(finished)s of %(expected)s cases at their end, %(running)s under way.") % facts


def where_words(package: TaskPackage, titles: Titles) -> str:
    """In which procedure, at which step."""
    if package.procedure is None:
        return _("A deliverable of %(unit)s") % {"unit": package.unit.name}
    if package.binding == Binding.NODE:
        return f"{package.procedure} · {step_of(package, titles)}"
    return str(package.procedure)


def step_of(package: TaskPackage, titles: Titles) -> str:
    return titles.get(package.procedure_id or 0, {}).get(package.node, package.node)


def url_of_procedure(procedure: Any) -> str:
    return way("procedures:detail", procedure.uuid)


def _facts(reader: Person, package: TaskPackage) -> list[Fact]:
    person, unit = package.accountable, package.unit
    addresses = addresses_of(reader, person, unit)
    facts = [
        Fact(_("Goal"), str(package.goal), url=way("loop:goal", package.goal.uuid)),
        Fact(
            _("Answers for it"),
            person.name if person else _("nobody"),
            url=addresses.get(person.uuid, "") if person else "",
        ),
        Fact(_("Unit"), unit.name, url=addresses.get(unit.uuid, "")),
        Fact(_("How it is done"), package.get_binding_display()),
    ]
    if package.procedure:
        facts.append(Fact(_("Procedure"), str(package.procedure), url=url_of_procedure(package.procedure)))
    if package.binding == Binding.NODE and package.procedure:
        facts.append(Fact(_("Step"), step_of(package, titles_of([package]))))
    facts += [
        Fact(_("Due"), day_words(package.due_on)),
        Fact(_("Share of the goal"), _("%(share)s per cent") % {"share": package.share}),
    ]
    several = ((_("What it needs"), package.inputs), (_("What comes out"), package.outputs))
    facts += [Fact(label, " · ".join(lines)) for label, lines in several if lines]
    if package.evaluation:
        facts.append(Fact(_("How it is evaluated"), package.evaluation))
    return facts


def _case(case: Any) -> ShownCase:
    step = say(case.turn_step) if case.turn_step else ""
    who = case.turn_person or (role_name(case.turn_role) if case.turn_role else "")
    return ShownCase(
        title=str(case),
        url=way("cases:detail", case.uuid),
        step=step,
        who=who,
        due=case.next_due,
        tone=CASE_TONES[case.state],
        state=str(case.get_state_display()),
    )
