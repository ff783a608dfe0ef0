"""Sample values for the gallery: believable, constant, from no database."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _, ngettext

from periplus.core.verdicts import no
from periplus.web.shell import components as ui, icons
from periplus.web.shell.charts import Chart, Limits, Mark, Series

TODAY = dt.date(2026, 3, 4)
YEARS = ["2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"]
SWATCHES = ("page", "card", "accent", "accent-soft", "nav", "good", "warn", "bad", "none")


class SampleForm(forms.Form):
    """Shows every kind of field; nobody receives it."""

    name = forms.CharField(label=_("Name of the agreement"), max_length=80)
    places = forms.IntegerField(label=_("Places a year"), help_text=_("Both directions together."), min_value=1)
    field_of_study = forms.ChoiceField(label=_("Field"), choices=[("a", "0715"), ("b", "0912")])
    ends_on = forms.DateField(label=_("Ends on"), widget=forms.DateInput({"type": "date"}))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, required=False)
    direction = forms.ChoiceField(label=_("Direction"), widget=forms.RadioSelect, choices=[])
    remind = forms.BooleanField(label=_("Remind me a month before"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        directions = self.fields["direction"]
        assert isinstance(directions, forms.ChoiceField)
        directions.choices = [("out", _("Outgoing")), ("in", _("Incoming"))]


def samples() -> dict[str, Any]:
    """Everything the gallery shows."""
    return {
        **_numbers(),
        **_flows(),
        "goals": _goals(),
        "charts": _charts(),
        "form": SampleForm({"name": _("Exchange in engineering"), "places": "0", "direction": "out"}),
        "page": Paginator(range(1, 413), 25).page(4),
        "today": TODAY,
        "soon": [TODAY - dt.timedelta(days=2), TODAY + dt.timedelta(days=4), TODAY + dt.timedelta(days=16)],
        "refusal": no(_("Only the vice-rector signs agreements with more than 20 places. Ask for her signature.")),
        "icons": icons.STROKES,
        "swatches": SWATCHES,
    }


def _numbers() -> dict[str, Any]:
    figure = ui.Figure(
        value=412,
        unit=_("stays"),
        period="2024/25",
        source=_("Study office, imported on 2 March 2026"),
        url="#records",
        definition=_("Outgoing stays of at least 28 days that began in the year."),
    )
    return {
        "figure": figure,
        "missing": ui.Figure(value=None, unit=_("stays"), period="2025/26", source=_("Study office")),
        "small": ui.Figure(value=3, unit=_("stays"), suppressed=True, period="2024/25", source=_("Study office")),
        "facts": [
            ui.Fact(_("Partner"), "Universidad de Antioquia", url="#partner", note="Medellín"),
            ui.Fact(_("Owner"), "Inês Duarte"),
            ui.Fact(_("Notice by"), "30.04.2026"),
            ui.Fact(_("Last activity"), None),
        ],
        "differences": [
            ui.Difference(_("Places a year"), 4, 2),
            ui.Difference(_("Language level"), "B2", "B1"),
            ui.Difference(_("Field"), _("Medicine"), _("Medicine")),
        ],
        "points": list(zip(YEARS, (410, 430, None, 120, 260, 350, 390, 412), strict=True)),
    }


def _flows() -> dict[str, Any]:
    at = dt.datetime(2026, 3, 3, 14, 20, tzinfo=dt.UTC)
    return {
        "work": ui.Work("sample-work", _("Import of stays"), 91_204, 146_036, _("Matching names to the register"), "#work", "done"),
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
            ui.Moment(at, _("Changed the language level from B2 to B1"), "Inês Duarte", "#entry", tone="good"),
            ui.Moment(at - dt.timedelta(days=9), _("Raised a deviation: 31 of 48 places stayed empty"), tone="bad",
                      note=_("By the rule “places unused two years running”")),
            ui.Moment(at - dt.timedelta(days=40), _("Imported 1,204 stays of the study office"), "Rui Sá"),
        ],
    }  # fmt: skip


def _goals() -> list[dict[str, Any]]:
    def route(*stops: tuple[str, str, str, str]) -> list[ui.Port]:
        return [ui.Port(key, text, label, tone, f"#{key}") for key, text, label, tone in stops]  # type: ignore[arg-type]

    packages = ngettext("package", "packages", 3)
    signals, decision = ngettext("signal", "signals", 4), ngettext("decision", "decisions", 1)
    return [
        {
            "name": _("Half of all study places abroad outside the three largest host countries"),
            "owner": _("Vice-rector, until 2028"),
            "state": "off_course",
            "value": "0.27 → 0.18",
            "tone": "bad",
            "points": list(zip(YEARS, (0.14, 0.15, 0.17, 0.18, 0.2, 0.23, 0.25, 0.27), strict=True)),
            "ports": route(
                ("path", "3", packages, "good"), ("signals", "4", signals, "bad"), ("deviation", "1", _("deviation"), "bad"),
                ("review", "12.03.", _("on agenda"), "warn"), ("decision", "–", decision, "idle"), ("effect", "–", _("effect"), "idle"),
            ),
        },
        {
            "name": _("Credits earned abroad are recognised as promised, within five weeks"),
            "owner": _("Studies, until 2027"),
            "state": "on_course",
            "value": "89 % → 95 %",
            "tone": "",
            "points": list(zip(YEARS, (50, 54, 66, 71, 80, 82, 88, 89), strict=True)),
            "ports": route(
                ("path", "4", packages, "good"), ("signals", "0", signals, "idle"), ("deviation", "0", _("deviation"), "idle"),
                ("review", _("done"), _("review"), "good"), ("decision", "1", decision, "good"), ("effect", "+7", _("points"), "good"),
            ),
        },
        {
            "name": _("A fifth of graduates have worked in a mixed international team at home"),
            "owner": _("Faculties, until 2029"),
            "state": "no_data",
            "value": _("since autumn"),
            "tone": "",
            "points": [(year, None) for year in YEARS],
            "ports": route(
                ("path", "2", packages, "warn"), ("signals", "1", ngettext("signal", "signals", 1), "warn"), ("deviation", "0", _("deviation"), "idle"),
                ("review", "–", _("review"), "idle"), ("decision", "–", decision, "idle"), ("effect", "–", _("effect"), "idle"),
            ),
        },
    ]  # fmt: skip


def _charts() -> list[Chart]:
    outgoing = Series(_("Outgoing"), [410, 430, None, 120, 260, 350, 390, 412])
    incoming = Series(_("Incoming"), [300, 310, None, 90, 220, 260, 305, 331])
    share = Series(_("share in the largest host country"), [31, 33, 30, 34, 36, 35, 47, 54])
    return [
        Chart("chart-line", "line", _("Stays a year"), YEARS, [outgoing, incoming], unit=_("stays"), target=450),
        Chart(
            "chart-control", "control", _("Share of the largest host country"), YEARS, [share],
            unit="%", limits=Limits(35, 27, 43), note=_("XmR chart"), marks=[Mark("2024", _("signal"))],
        ),
        Chart("chart-bar", "bar", _("Stays by country"), ["BR", "CO", "DE", "ES", "FR"], [Series(_("Stays"), [31, 12, 64, 212, 93])],
              unit=_("stays"), label_name=_("Country")),
        Chart("chart-share", "share", _("Where students go"), YEARS[-3:],
              [Series(_("Europe"), [71, 69, 68]), Series(_("Latin America"), [20, 21, 22]), Series(_("Elsewhere"), [9, 10, 10])], unit="%"),
    ]  # fmt: skip
