"""The tables of what happened: of the cases of a procedure, or of a foreign log."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from periplus.core.languages import active_language
from periplus.paths.drawing import draw
from periplus.paths.facts import Contrast, Edge, Source, Throughput, VersionFacts, chart_of
from periplus.paths.queries import facts
from periplus.paths.types import Procedure
from periplus.web.lists.columns import Column
from periplus.web.panel.sheets import Sheet
from periplus.web.shell.components import Fact
from periplus.web.shell.words import NO_NUMBER, number_words
from periplus.web.work.words import role_name

SHORT_DAY = 10  # so many days and more are told without the part of a day


def days_words(days: float | None) -> str:
    """Days with one digit while they are few."""
    return NO_NUMBER if days is None else number_words(days, digits=0 if days >= SHORT_DAY else 1)


def _days(key: str, title: Any, name: str) -> Column:
    return Column(key, title, lambda row: _rounded(getattr(row, name)), kind="number", digits=1)


def _rounded(days: float | None) -> Any:
    return None if days is None else round(days, 1)


def _number(key: str, title: Any) -> Column:
    return Column(key, title, lambda row: getattr(row, key), kind="number")


@dataclass(frozen=True, slots=True)
class Names:
    """How steps and hands are called; foreign ones by their own names."""

    steps: Mapping[str, str]
    ours: bool = True

    def step(self, key: str) -> str:
        return self.steps.get(key, key)

    def hand(self, key: str) -> str:
        return (role_name(key) if self.ours else key) or _("nobody named")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page of a source shows."""

    drawing: SafeString
    hidden: int
    throughput: Throughput
    sheets: list[Sheet]
    contrast: Contrast | None = None
    compared: tuple[int, int] | None = None


def read_facts(source: Source, names: Names, procedure: Procedure | None = None) -> Facts:
    """All tables of a source; of a procedure also its versions."""
    edges = facts.list_edges(source)
    sheets = [
        _steps(source, names),
        _variants(source, names),
        _graph(edges, names),
        _hand_overs(source, names),
    ]
    drawing, hidden = _drawn(edges, names)
    throughput = facts.get_throughput(source)
    if procedure is None:
        return Facts(drawing, hidden, throughput, sheets)
    versions = facts.list_versions(source)
    sheets.insert(0, _versions(procedure, versions))
    compared = _last_two(versions)
    contrast = facts.compare_versions(source, *compared) if compared else None
    return Facts(drawing, hidden, throughput, sheets, contrast, compared)


def read_sheets(source: Source, names: Names, procedure: Procedure | None = None) -> list[Sheet]:
    """Only the tables, for a file."""
    return read_facts(source, names, procedure).sheets


def _drawn(edges: Sequence[Edge], names: Names) -> tuple[SafeString, int]:
    """The graph drawn like a procedure, and how many of its lines only the table has."""
    if not edges:
        return SafeString(""), 0
    come, go = Counter[str](), Counter[str]()
    for edge in edges:
        come[edge.after] += edge.number
        go[edge.before] += edge.number
    counts = {
        key: max(come[key], go[key]) for key in {*come, *go} if key
    }  # where cases stand, none goes on yet
    titles = {key: f"{number_words(number)} · {names.step(key)}" for key, number in counts.items()}
    chart = chart_of(edges, titles, _on_line)
    return draw(chart, language=active_language()), len(edges) - len(chart.flows)


def _on_line(edge: Edge) -> str:
    number = number_words(edge.number)
    if edge.median_days is None:
        return number
    return _("%(number)s · %(days)s d") % {"number": number, "days": days_words(edge.median_days)}


def throughput_facts(found: Throughput, *, paths: tuple[int, int]) -> list[Fact]:
    """The figures at the head of the page."""
    told = [
        Fact(_("Ended cases"), number_words(found.ended)),
        Fact(_("Half took at most, days"), days_words(found.median_days)),
        Fact(_("On average, days"), days_words(found.mean_days)),
        Fact(_("One in ten took longer than, days"), days_words(found.slow_days)),
        Fact(
            _("Different paths"),
            number_words(paths[0]),
            note=_("taken by %(n)s cases") % {"n": number_words(paths[1])},
        ),
    ]
    if found.running:
        told.insert(1, Fact(_("Still running"), number_words(found.running)))
    if found.dated:
        late = _("%(late)s of %(dated)s with a due date") % {
            "late": number_words(found.late),
            "dated": number_words(found.dated),
        }
        told.append(Fact(_("Ended late"), late))
    return told


# ------------------------------------------------------------------ the tables


def _steps(source: Source, names: Names) -> Sheet:
    columns = (
        Column("step", _("Step"), lambda row: names.step(row.activity)),
        _number("number", _("Times")),
        _number("cases", _("Cases")),
        _days("waiting", _("Waiting, days"), "waiting_days"),
        _days("working", _("Working, days"), "working_days"),
        _number("again", _("Done again")),
        _number("returned", _("Sent back from")),
        _number("skipped", _("Left out")),
        _number("overdue", _("Overdue")),
    )
    shown = columns if names.ours else tuple(c for c in columns if c.key not in _OURS)
    lead = _(
        "Waiting: until somebody took it, or did it. Working: from taken to done. Half took at most so long."
    )
    foreign = _("Waiting: since the event before it in the case. Half took at most so long.")
    return Sheet("steps", _("Steps"), shown, facts.list_steps(source), lead if names.ours else foreign)


_OURS = {"working", "returned", "skipped", "overdue"}  # what a foreign log does not tell


def _variants(source: Source, names: Names) -> Sheet:
    columns = (
        _number("cases", _("Cases")),
        Column("path", _("Path"), lambda row: " → ".join(names.step(key) for key in row.path)),
        _days("days", _("Half took at most, days"), "median_days"),
    )
    rows = facts.list_variants(source)
    return Sheet("variants", _("Paths taken"), columns, rows, _("The most frequent first; at most 30."))


def _graph(edges: Sequence[Edge], names: Names) -> Sheet:
    columns = (
        Column("before", _("Step"), lambda row: names.step(row.before) if row.before else _("Start")),
        Column(
            "after",
            _("Directly after it"),
            lambda row: names.step(row.after) if row.after else pgettext("of a path", "End"),
        ),
        _number("number", _("Times")),
        _days("median", _("Half took at most, days"), "median_days"),
        _days("mean", _("On average, days"), "mean_days"),
    )
    return Sheet("graph", _("What follows on what"), columns, edges)


def _hand_overs(source: Source, names: Names) -> Sheet:
    columns = (
        Column("giver", _("From"), lambda row: names.hand(row.giver)),
        Column("taker", _("To"), lambda row: names.hand(row.taker)),
        _number("number", _("Times")),
        _number("cases", _("Cases")),
        _days("days", _("Half took at most, days"), "median_days"),
    )
    lead = _("How often the work went from one pair of hands to another. Roles are told, not people.")
    rows = facts.list_hand_overs(source)
    return Sheet("hand-overs", _("Hand-overs"), columns, rows, lead if names.ours else "")


def _share(part: int, whole: int) -> Any:
    return part / whole if whole else None


def _per(key: str, title: Any, name: str) -> Column:
    return Column(key, title, lambda row: _share(getattr(row, name), row.steps), kind="share", digits=1)


_VERSION_COLUMNS = (
    _number("ended", gettext_lazy("Ended cases")),
    _number("running", gettext_lazy("Still running")),
    _days("median", gettext_lazy("Half took at most, days"), "median_days"),
    _days("slow", gettext_lazy("One in ten longer than"), "slow_days"),
    Column(
        "late", gettext_lazy("Ended late"), lambda row: _share(row.late, row.dated), kind="share", digits=1
    ),
    _per("overdue", gettext_lazy("Steps overdue"), "overdue"),
    _per("again", gettext_lazy("Done again"), "again"),
    _per("returned", gettext_lazy("Sent back"), "returned"),
    _per("skipped", gettext_lazy("Left out"), "skipped"),
)


def _versions(procedure: Procedure, rows: Sequence[VersionFacts]) -> Sheet:
    known = facts.reasons_of(procedure)

    def reason(row: VersionFacts) -> str:
        return known[row.version].reason if row.version in known else ""

    columns = (
        Column("version", _("Version"), lambda row: str(row.version)),
        Column("since", _("In force from"), lambda row: _since(known, row), kind="date"),
        Column("reason", _("Why"), reason),
        *_VERSION_COLUMNS,
    )
    return Sheet("versions", _("Versions"), columns, rows, _("Shares of the steps are of all steps done."))


def _since(known: Mapping[int, Any], row: VersionFacts) -> Any:
    return known[row.version].effective_from if row.version in known else None


def _last_two(versions: Sequence[VersionFacts]) -> tuple[int, int] | None:
    """The two latest versions under which cases have ended."""
    proven = [row.version for row in versions if row.ended]
    return (proven[-2], proven[-1]) if len(proven) > 1 else None


def contrast_words(found: Facts) -> str:
    """Whether the latest version was faster than the one before; "" when there is only one."""
    if found.compared is None:
        return ""
    before, after = found.compared
    words: dict[str, Any] = {"before": before, "after": after}
    if found.contrast is None:
        return _("Too few cases have ended to compare version %(after)s with version %(before)s.") % words
    words["share"] = round(found.contrast.faster * 100)
    words["chance"] = _chance(found.contrast.by_chance)
    pairs = _("In %(share)s %% of pairs a case of version %(after)s took less time than one of %(before)s.")
    clear = _("Chance alone makes such a difference in %(chance)s %% of comparisons.")
    unclear = _("That is not clear: chance alone makes such a difference in %(chance)s %% of comparisons.")
    return f"{pairs % words} {(clear if found.contrast.certain else unclear) % words}"


def _chance(share: float) -> str:
    """In per cent; what is smaller than is shown is said to be so."""
    least = 0.001
    return number_words(share * 100, digits=1) if share >= least else f"< {number_words(0.1, digits=1)}"


def change_of(contrast: Contrast) -> tuple[float, float, bool]:
    """Before, after, and whether it got better: for the component that shows a change."""
    before, after = (
        round(x, 0 if x >= SHORT_DAY else 1) for x in (contrast.before_days, contrast.after_days)
    )
    return before, after, after <= before
