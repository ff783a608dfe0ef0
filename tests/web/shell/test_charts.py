"""A chart and its table come from one description."""

import json

from django.utils import translation

from periplus.web.shell.charts import Chart, Limits, Mark, Series, option_of, table_of
from tests.web.shell.conftest import Render

CHART = Chart(
    "stays",
    "control",
    "Stays a year",
    ["2023", "2024", "2025"],
    [Series("Outgoing", [1200, None, 1412])],
    unit="stays",
    target=1500,
    limits=Limits(1300, 1100, [1500, 1510, 1520]),
    marks=[Mark("2025", "signal")],
)


def test_the_table_has_every_number_of_the_drawing() -> None:
    table = table_of(CHART)
    assert table.heads == ["Period", "Outgoing", "Lower limit", "Centre", "Upper limit", "Target"]
    assert table.rows == [
        ("2023", ["1,200", "1,100", "1,300", "1,500", "1,500"], ""),
        ("2024", ["no data", "1,100", "1,300", "1,510", "1,500"], ""),
        ("2025", ["1,412", "1,100", "1,300", "1,520", "1,500"], "signal"),
    ]


def test_the_drawing_is_told_plain_numbers() -> None:
    option = json.loads(json.dumps(option_of(CHART)))
    assert option["series"] == [{"name": "Outgoing", "tone": "accent", "values": [1200.0, None, 1412.0]}]
    assert option["limits"]["upper"] == [1500.0, 1510.0, 1520.0]
    assert option["target"] == 1500.0
    assert option["marks"] == [{"label": "2025", "text": "signal", "tone": "bad"}]


def test_numbers_of_the_table_are_in_the_reader_s_language() -> None:
    with translation.override("es"):
        assert table_of(CHART).rows[2][1][0] == "1.412"


def test_the_figure_holds_both(render: Render) -> None:
    html = render("{% chart chart %}", chart=CHART)
    assert '<figure class="chart" id="stays" data-chart-source="stays-option">' in html
    assert '<script id="stays-option" type="application/json">' in html
    assert '<td class="num">1,412</td>' in html
    assert 'src="/static/periplus/charts.js"' in html
