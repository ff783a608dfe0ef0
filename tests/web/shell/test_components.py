"""What components say: the words of a state, a number, a change, a refusal."""

import datetime as dt
import re

from django import forms
from django.core.paginator import Paginator
from django.utils import translation

from periplus.core.verdicts import YES, no, unseen
from periplus.web.shell import components as ui
from tests.web.shell.conftest import Render

TODAY = dt.date(2026, 3, 4)
KEYS: tuple[ui.PortKey, ...] = ("path", "signals", "deviation", "review", "decision", "effect")


def text_of(html: str) -> str:
    """The words of a piece of page, as a screen reader meets them."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_state_is_shape_and_word(render: Render) -> None:
    html = render("{% pill 'off_course' %}")
    assert 'class="pill bad"' in html
    assert '<svg class="shape"' in html
    assert text_of(html) == "Off course"


def test_a_neutral_pill_has_no_shape(render: Render) -> None:
    assert "<svg" not in render("{% pill 'plain' 'Draft' %}")


def test_labels_are_escaped(render: Render) -> None:
    assert "&lt;b&gt;" in render("{% pill 'plain' label %}", label="<b>")


def test_a_number_says_what_it_is_and_opens_its_records(render: Render) -> None:
    figure = ui.Figure(1412, "stays", "2024/25", "Study office", "/stays/", definition="Outgoing stays.")
    html = render("{% number figure %}", figure=figure)
    assert '<a class="value" href="/stays/">1,412<span class="visually-hidden"> stays 2024/25' in html
    assert "Outgoing stays." in html
    assert text_of(html).endswith("Source Study office Open the records behind it")


def test_a_missing_number_is_no_data_and_a_small_one_is_withheld(render: Render) -> None:
    assert text_of(render("{% number figure %}", figure=ui.Figure(None))) == "No data"
    hidden = render("{% number figure %}", figure=ui.Figure(2, "stays", suppressed=True))
    assert text_of(hidden) == "too few to show"


def test_the_same_number_twice_keeps_ids_apart(render: Render) -> None:
    figure = ui.Figure(3, period="2025")
    html = render("{% number figure %}{% number figure %}", figure=figure)
    ids = [part.split('"')[0] for part in html.split('class="about-panel" id="')[1:]]
    assert len(ids) == len(set(ids)) == 2
    assert render("{% number figure %}", figure=figure).count(f'id="{ids[0]}"') == 1


def test_a_change_reads_before_and_after(render: Render) -> None:
    html = render("{% change 31 12 unit='places' better=True %}")
    assert text_of(html) == "before: 31 → after: 12 places , better"


def test_a_refused_button_stays_and_says_why(render: Render) -> None:
    html = render(
        "{% link_button 'Sign' '/sign/' verdict=verdict %}", verdict=no("Only the vice-rector signs.")
    )
    assert 'aria-disabled="true"' in html
    assert "/sign/" not in html
    described = html.split('aria-describedby="')[1].split('"')[0]
    assert f'id="{described}">Only the vice-rector signs.' in html


def test_a_button_for_what_one_may_not_see_is_not_there(render: Render) -> None:
    assert render("{% button 'Sign' verdict=verdict %}", verdict=unseen()) == ""


def test_an_allowed_button_is_a_button(render: Render) -> None:
    html = render("{% button 'Sign' kind='primary' name='do' value='sign' verdict=verdict %}", verdict=YES)
    assert '<button class="btn primary" type="submit" name="do" value="sign">Sign</button>' in html


def test_a_dialog_opens_without_a_script(render: Render) -> None:
    html = render(
        "{% dialog_button 'End' 'ending' %}"
        "{% confirm_dialog 'ending' 'End it?' '/end/' 'End' kind='danger' %}"
        "<p>Two stays run.</p>{% endconfirm_dialog %}"
    )
    assert 'popovertarget="ending"' in html
    assert '<dialog class="dialog" id="ending" popover' in html
    assert 'action="/end/"' in html
    assert "<p>Two stays run.</p>" in html


def test_the_route_has_six_ports_each_with_its_link(render: Render) -> None:
    ports = [ui.Port(key, "3", key, "good", f"/{key}/") for key in KEYS]
    row = render("{% loop_row ports %}", ports=ports)
    cells = render("{% loop_cells ports %}", ports=ports)
    for key in KEYS:
        assert f'<a class="port" href="/{key}/">' in row
        assert f'<a class="port" href="/{key}/">' in cells
    assert row.count("<li>") == cells.count("<td") == 6


def test_a_sparkline_reads_as_text_with_its_gaps(render: Render) -> None:
    html = render("{% sparkline points 'Stays' %}", points=[("2023", 4), ("2024", None), ("2025", 8)])
    assert 'aria-label="Stays. 2023: 4, 2024: no data, 2025: 8"' in html
    assert html.count("<rect") == 2
    assert html.count("<line") == 1


def test_due_days_are_told_in_words(render: Render) -> None:
    def until(days: int) -> str:
        return text_of(render("{% until date today %}", date=TODAY + dt.timedelta(days=days), today=TODAY))

    assert [until(days) for days in (-2, 0, 1, 4)] == ["2 days overdue", "today", "tomorrow", "in 4 days"]
    assert until(60) == "3 May 2026"


def test_a_turn_says_whose_it_is(render: Render) -> None:
    assert text_of(render("{% turn 'Ana' 'sign' mine=True %}")) == "Your turn: sign"
    assert text_of(render("{% turn 'Ana' 'sign' %}")) == "Waiting for Ana: sign"


def test_a_time_has_its_zone(render: Render) -> None:
    at = dt.datetime(2026, 3, 12, 14, 0, tzinfo=dt.UTC)
    assert text_of(render("{% instant at %}", at=at)).startswith("12 March 2026, 14:00 (")
    with translation.override("es"):
        assert text_of(render("{% day date %}", date=at.date())) == "12 de marzo de 2026"


def test_long_work_asks_again_only_while_it_runs(render: Render) -> None:
    running = ui.Work("w", "Import", 5, 10, "Reading", "/work/")
    done = ui.Work("w", "Import", 10, 10, "Ready", "/work/", "done")
    assert 'hx-get="/work/" hx-trigger="every 2s"' in render("{% work_progress work %}", work=running)
    assert "hx-get" not in render("{% work_progress work %}", work=done)


def test_a_timeline_tells_who_and_when(render: Render) -> None:
    moment = ui.Moment(dt.datetime(2026, 3, 3, 9, 5, tzinfo=dt.UTC), "Signed", "Ana", "/e/")
    text = text_of(render("{% timeline moments %}", moments=[moment]))
    assert text.startswith("Signed Ana, 3 March 2026, 09:05")


def test_pages_keep_the_filters(render: Render) -> None:
    page = Paginator(range(100), 10).page(2)
    html = render("{% pagination page %}", page=page, query={"country": "BR", "page": "2"})
    assert 'href="?country=BR&amp;page=3"' in html
    assert text_of(html).startswith("11 to 20 of 100")
    assert render("{% pagination page %}", page=Paginator([1], 10).page(1)).strip() == ""


class PlacesForm(forms.Form):
    places = forms.IntegerField(min_value=1, help_text="A year.")
    reason = forms.CharField(required=False)


def test_a_field_ties_label_help_and_error(render: Render) -> None:
    html = render("{% form_body form %}", form=PlacesForm({"places": "0"}))
    assert 'for="id_places">Places' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_places_helptext id_places_error"' in html
    assert 'id="id_places_error"' in html
    assert 'id="id_places_helptext">A year.' in html
    assert '<a href="#id_places">Places</a>' in html
    assert "One thing must be put right." in html
    assert "Reason <span" in html


def test_a_comparison_shows_only_what_changes(render: Render) -> None:
    rows = [ui.Difference("Places", 4, 2), ui.Difference("Field", "Law", "Law")]
    text = text_of(render("{% diff rows %}", rows=rows))
    assert "Places 4 2" in text
    assert "Field Law unchanged" in text
