"""Sample values of the gallery: numbers, things that run in time, goals, charts."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from periplus.web.shell import components as ui
from periplus.web.shell import words
from periplus.web.shell.charts import Chart, Limits, Mark, Series

YEARS = ["2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"]
AT = dt.datetime(2026, 3, 3, 14, 20, tzinfo=dt.UTC)


def numbers() -> dict[str, Any]:
    """Figures in their three states, facts, differences, a series."""
    office = _("Study office, imported on 2 March 2026")
    figure = ui.Figure(
        value=412,
        unit=_("stays"),
        period="2024/25",
        source=office,
        url="#records",
        definition=_("Outgoing stays of at least 28 days that began in the year."),
    )
    return {
        "figure": figure,
        "missing": ui.Figure(value=None, unit=_("stays"), period="2025/26", source=office),
        "small": ui.Figure(value=3, unit=_("stays"), suppressed=True, period="2024/25", source=office),
        "facts": [
            ui.Fact(_("Partner"), "Universidad de Antioquia", url="#partner", note="Medellín"),
            ui.Fact(_("Owner"), "Inês Duarte"),
            ui.Fact(_("Notice by"), words.day_words(dt.date(2026, 4, 30))),
            ui.Fact(_("Last activity"), None),
        ],
        "differences": [
            ui.Difference(_("Places a year"), 4, 2),
            ui.Difference(_("Language level"), "B2", "B1"),
            ui.Difference(pgettext("data", "Field"), _("Medicine"), _("Medicine")),
        ],
        "points": _points(410, 430, None, 120, 260, 350, 390, 412),
    }


def flows() -> dict[str, Any]:
    """Long work, steps, tabs, a history."""
    stopped = _("The server stopped at this row. Start it again: nothing is done twice.")
    rule = _("By the rule “places unused two years running”")
    empty = _("Raised a deviation: 31 of 48 places stayed empty")
    return {
        "work": ui.Work("sample-work", _("Import of stays"), 91_204, 146_036, stopped, "#work", "failed"),
        "steps": [
            ui.Step(_("File"), "done", "#file"),
            ui.Step(_("Columns"), "done", "#columns"),
            ui.Step(_("Preview"), "now"),
            ui.Step(_("Import")),
        ],
        "tabs": [
            ui.Tab(_("In force"), "#tab-force", current=True, count=118),
            ui.Tab(_("Running out"), "#tab-out", count=9),
            ui.Tab(_("Ended"), "#tab-ended"),
        ],
        "moments": [
            ui.Moment(
                AT, _("Changed the language level from B2 to B1"), "Inês Duarte", "#entry", tone="good"
            ),
            ui.Moment(AT - dt.timedelta(days=9), empty, note=rule, tone="bad"),
            ui.Moment(AT - dt.timedelta(days=40), _("Imported 1,204 stays of the study office"), "Rui Sá"),
        ],
    }


def goals() -> list[dict[str, Any]]:
    """Three goals of a board: off course, on course, without data."""
    return [
        {
            "name": _("Half of all study places abroad outside the three largest host countries"),
            "owner": _("Vice-rector, until 2028"),
            "state": "off_course",
            "value": "0.27 → 0.18",
            "tone": "bad",
            "points": _points(0.14, 0.15, 0.17, 0.18, 0.2, 0.23, 0.25, 0.27),
            "ports": _route((3, "good"), (4, "bad"), (1, "bad"), _("Thursday"), "–", "–"),
        },
        {
            "name": _("Credits earned abroad are recognised as promised, within five weeks"),
            "owner": _("Studies, until 2027"),
            "state": "on_course",
            "value": "89 % → 95 %",
            "tone": "",
            "points": _points(50, 54, 66, 71, 80, 82, 88, 89),
            "ports": _route((4, "good"), (0, "idle"), (0, "idle"), _("done"), "1", "+7"),
        },
        {
            "name": _("A fifth of graduates have worked in a mixed international team at home"),
            "owner": _("Faculties, until 2029"),
            "state": "no_data",
            "value": _("since autumn"),
            "tone": "",
            "points": _points(*[None] * len(YEARS)),
            "ports": _route((2, "warn"), (1, "warn"), (0, "idle"), "–", "–", "–"),
        },
    ]


def charts() -> list[Chart]:
    """One chart of each kind."""
    abroad = Series(_("Outgoing"), [410, 430, None, 120, 260, 350, 390, 412])
    here = Series(_("Incoming"), [300, 310, None, 90, 220, 260, 305, 331])
    share = Series(_("Largest host country"), [31, 33, 30, 34, 36, 35, 47, 54])
    names = words.reading_locale().territories
    countries = [names[code] for code in ("BR", "CO", "DE", "ES", "FR")]
    parts = [
        Series(_("Europe"), [71, 69, 68]),
        Series(_("Latin America"), [20, 21, 22]),
        Series(_("Elsewhere"), [9, 10, 10]),
    ]
    stays = _("stays")
    return [
        Chart("chart-line", "line", _("Stays a year"), YEARS, [abroad, here], unit=stays, target=450),
        Chart(
            "chart-control",
            "control",
            _("Share of the largest host country"),
            YEARS,
            [share],
            unit="%",
            note=_("XmR chart"),
            limits=Limits(35, 27, 43),
            marks=[Mark("2024", _("signal"))],
        ),
        Chart(
            "chart-bar",
            "bar",
            _("Stays by country"),
            countries,
            [Series(_("Stays"), [31, 12, 64, 212, 93])],
            unit=stays,
            label_name=_("Country"),
        ),
        Chart("chart-share", "share", _("Where students go"), YEARS[-3:], parts, unit="%"),
    ]


def _points(*values: float | None) -> list[tuple[str, float | None]]:
    return list(zip(YEARS, values, strict=True))


def _route(
    packages: tuple[int, Any], signals: tuple[int, Any], deviations: tuple[int, Any], review: str, *ends: str
) -> list[ui.Port]:
    """Counts with tones for the first three ports, words for the last three; a dash means nothing yet."""
    decision, effect = ends
    counted = [
        ui.Port("path", str(packages[0]), ngettext("package", "packages", packages[0]), packages[1], "#path"),
        ui.Port(
            "signals", str(signals[0]), ngettext("signal", "signals", signals[0]), signals[1], "#signals"
        ),
        ui.Port("deviation", str(deviations[0]), _("deviation"), deviations[1], "#deviation"),
    ]
    return [
        *counted,
        ui.Port(
            "review", review, _("review"), "idle" if review == "–" else "warn" if decision == "–" else "good"
        ),
        ui.Port("decision", decision, _("decision"), "idle" if decision == "–" else "good"),
        ui.Port("effect", effect, _("effect"), "idle" if effect == "–" else "good"),
    ]
