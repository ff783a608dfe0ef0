"""Templates compile, obey the strict content policy, and each is used."""

import re
from pathlib import Path

import pytest
from django.template import engines

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "periplus"
TEMPLATES = sorted(file for file in PACKAGE.rglob("templates/**/*") if file.is_file())
# Found by others by their fixed names: Django's error pages, allauth's pages, Django's form widgets.
NAMED_ELSEWHERE = re.compile(
    r"^(\d{3}\.html|(account|allauth|mfa|socialaccount|usersessions|openid|django)/)"
)
INLINE = {
    "a script": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=.application/json)", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
}


def name_of(template: Path) -> str:
    return str(template).rpartition("/templates/")[2]


def inline_parts(text: str) -> list[str]:
    """What the policy of the pages would refuse to run or apply."""
    return [what for what, pattern in INLINE.items() if pattern.search(text)]


def unused(names: list[str], texts: dict[str, str]) -> list[str]:
    """Names that no text but their own speaks of, whole or put together as f"shell/ui/{component}.html"."""
    everything = "\n".join(texts.values())
    made = [
        re.compile(re.sub(r"\\{\w+\\}", r"(\\w+)", re.escape(found)))
        for found in set(re.findall(r"f\"([^\"\s]*\{\w+\}[^\"\s]*\.\w+)\"", everything))
    ]

    def is_made(name: str) -> bool:
        found = [match for pattern in made if (match := pattern.fullmatch(name))]
        return any(
            re.search(rf"[\"']{part}[\"']|\b{part}\b(?=[,):])", everything)
            for match in found
            for part in match.groups()
        )

    def is_said(name: str) -> bool:
        letter = re.sub(r"_(subject|message)\.\w+$", "", name)  # letters are named without their parts
        return any(letter in text for other, text in texts.items() if other != name)

    return [name for name in names if not (NAMED_ELSEWHERE.match(name) or is_said(name) or is_made(name))]


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_compiles(template: Path) -> None:
    engines["django"].from_string(template.read_text())


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_has_nothing_inline(template: Path) -> None:
    assert inline_parts(template.read_text()) == []


def test_every_template_is_used() -> None:
    texts = {str(file): file.read_text() for file in PACKAGE.rglob("*.py")}
    texts |= {name_of(file): file.read_text() for file in TEMPLATES}
    assert unused([name_of(file) for file in TEMPLATES], texts) == []


def test_faults_are_seen() -> None:
    assert inline_parts("<script>go()</script>") == ["a script"]
    assert inline_parts('<p style="color: red">') == ["a style attribute"]
    assert inline_parts('<button type="button" onclick="go()">') == ["an event attribute"]
    assert inline_parts('<a href="javascript:go()">') == ["a script address"]
    assert inline_parts('<style>p{}</style><script src="{% static "x.js" %}" defer></script>') == [
        "a style element"
    ]
    assert inline_parts('<p class="on style" data-on="x">on = 1; style = 2</p>') == []
    built = {"tags.py": 'f"ui/{part}.html"', "use.py": 'show("card"); fail(403)'}
    assert unused(["ui/card.html", "ui/403.html", "ui/lost.html"], built) == ["ui/lost.html"]
    assert unused(["a.html", "b.html", "404.html"], {"views.py": "'a.html'", "b.html": "b.html"}) == [
        "b.html"
    ]
