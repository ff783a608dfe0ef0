"""Documents become pages: headings, links, pictures, tables, and nothing foreign."""

from periplus.web.guide.rendering import render_markdown, slug_of


def render(text: str) -> str:
    return render_markdown(text, address=lambda file: f"/at/{file}")[1]


def test_the_first_heading_is_the_title_and_not_shown_again() -> None:
    title, html = render_markdown("# Sea\n\nText.\n", address=str)
    assert (title, html) == ("Sea", "<p>Text.</p>\n")
    assert render_markdown("Text.\n", address=str)[0] == ""


def test_headings_can_be_linked_to() -> None:
    assert '<h2 id="whose-turn-it-is">' in render("# T\n\n## Whose turn it is?\n")
    assert slug_of("P05 Stability of the network") == "p05-stability-of-the-network"
    assert slug_of("目标与规划") == "目标与规划"


def test_links_to_documents_lead_to_pages_and_others_stay() -> None:
    html = render("[a](x.md#part) [b](https://example.org/y.md5) [c](#here)\n")
    assert 'href="/at/x.md#part"' in html
    assert 'href="https://example.org/y.md5"' in html
    assert 'href="#here"' in html


def test_pictures_come_from_our_own_address_and_keep_their_words() -> None:
    html = render("![The board](../../pictures/board.png)\n")
    assert 'src="/at/../../pictures/board.png"' in html
    assert 'alt="The board"' in html


def test_tables_scroll_and_are_named_by_the_heading_above() -> None:
    html = render("# T\n\n## A & B\n\n| a |\n|---|\n| 1 |\n")
    assert '<div class="table-frame" tabindex="0" role="group" aria-label="A &amp; B">' in html
    assert html.count("</table></div>") == 1


def test_code_can_be_reached_by_keyboard_and_is_only_text() -> None:
    html = render("# T\n\n## First\n\n```\na < b {c}\n```\n")
    assert '<pre tabindex="0" role="group" aria-label="First"><code>a &lt; b {c}\n</code></pre>' in html


def test_html_in_a_document_is_only_text() -> None:
    assert "<script" not in render("<script>go()</script>\n\n[x](javascript:go())\n")
