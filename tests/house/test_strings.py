"""What people read is translatable, and speaks as the house speaks."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import DebugLexer, Token, TokenType

from tests.house.sources import PACKAGE, called, calls, place, tree_of

TEMPLATES = sorted(file for file in PACKAGE.rglob("templates/**/*") if file.is_file())
SOURCES = sorted(file for file in PACKAGE.rglob("*.py") if "migrations" not in file.parts)

GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
GETTEXT |= {"npgettext", "npgettext_lazy"}
PLACE = re.compile(r"%(?!\(\w+\)[sd]|%)[-+ #0-9.]*[sdfir]|\{\w*\}")
WORD = re.compile(r"[^\W\d_]{2,}")
READ = ("alt", "title", "placeholder", "aria-label", "aria-description", "label", "summary")
FORBIDDEN = re.compile(r"\b(successful(ly)?|please|click here|oops|sorry)\b", re.IGNORECASE)

# Names that are the same in every language.
NAMES = {
    "Periplus",
    "XLSX",
    "CSV",
    "JSON",
    "OCEL",
    "PDF",
    "iCal",
    "ROR",
    "ISO",
    "PIC",
    "OID",
    "Erasmus",
    "SCHAC",
    "ISCED",
}
NAMES |= {"API", "OpenAPI", "UTC", "ID", "URL", "kB", "MB", "GB", "km"}


def name_of(template: Path) -> str:
    return str(template).rpartition("/templates/")[2]


def for_builders(template: Path) -> bool:
    """The gallery shows the parts of the product to those who write it."""
    return name_of(template).startswith("shell/gallery")


class Words(HTMLParser):
    """Collects what a person would read: text, and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style", "svg"}
        self.found += [value for name, value in attrs if name in READ and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style", "svg"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def tokens(text: str) -> list[Token]:
    return DebugLexer(text).tokenize()


def without_tags(text: str) -> str:
    """A template without its tags, comments, and what stands in translated blocks."""
    kept, end = [], ""
    for token in tokens(text):
        word = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if end:
            end = "" if token.token_type == TokenType.BLOCK and word == end else end
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        elif token.token_type == TokenType.BLOCK and word in {"blocktranslate", "blocktrans", "comment"}:
            end = f"end{word}"
    return "".join(kept)


def untranslated(text: str, *, names: set[str]) -> list[str]:
    """Words in a template that no translator will see."""
    parser = Words()
    parser.feed(without_tags(text))
    parser.close()
    return [part.strip() for part in parser.found if set(WORD.findall(part)) - names]


def loose(text: str) -> list[str]:
    """Translated blocks whose line breaks and indents would go into the catalogue."""
    found, head, content = [], "", ""
    for token in tokens(text):
        words = token.contents.split() or [""]
        if token.token_type != TokenType.BLOCK:
            content += token.contents
            continue
        if head and "trimmed" not in head and re.search(r"^\s|\s$|\n ", content):
            found.append(content.strip())
        head = token.contents if words[0] in OPENING else head if words[0] == "plural" else ""
        content = ""
    return found


OPENING = {"blocktranslate", "blocktrans"}


@pytest.mark.parametrize("template", [one for one in TEMPLATES if not for_builders(one)], ids=name_of)
def test_a_template_has_no_untranslated_words(template: Path) -> None:
    assert untranslated(template.read_text(), names=NAMES) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_translated_blocks_are_trimmed(template: Path) -> None:
    assert loose(template.read_text()) == []


def messages_in(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.expr]]:
    """Every message handed to gettext, with its call."""
    for call in calls(tree):
        name = called(call)
        if name in GETTEXT:
            first = 1 if name.startswith(("pgettext", "npgettext")) else 0
            count = 2 if name.startswith(("ngettext", "npgettext")) else 1
            for message in call.args[first : first + count]:
                yield call, message


def wrongs(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for call, message in messages_in(tree):
        if isinstance(message, ast.JoinedStr | ast.BinOp):
            yield call, "a message is put together before it is translated"
        elif isinstance(message, ast.Call) and called(message) == "format":
            yield call, "a message is filled before it is translated"
        elif isinstance(message, ast.Constant) and PLACE.search(str(message.value)):
            yield call, "a place in a message has no name"


def said_in(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    for call, message in messages_in(tree):
        if isinstance(message, ast.Constant):
            yield call, str(message.value)


# Whose text arguments people read: by position, and by keyword.
SPEAKING = {"no": (0,), "success": (1,), "info": (1,), "warning": (1,), "error": (1,), "Invalid": (0,)}
SPEAKING |= {"Notice": (1,), "Entry": (0,), "Fact": (0,), "Column": (1,), "Turn": (0,), "Step": (0,)}
SPOKEN = {"label", "help_text", "lead", "question", "empty_title", "empty_text", "say", "why", "sentence"}


def unspoken(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Sentences for people that are not handed to gettext."""
    for call in calls(tree):
        places = SPEAKING.get(called(call), ())
        spoken = [call.args[at] for at in places if at < len(call.args)]
        spoken += [word.value for word in call.keywords if word.arg in SPOKEN]
        for part in spoken:
            for text in literals(part):
                if set(WORD.findall(text)) - NAMES and text[0].isupper():
                    yield call, text


def literals(part: ast.expr) -> Iterator[str]:
    if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
        yield part.value
    elif isinstance(part, ast.Dict):
        for value in part.values:
            yield from literals(value)
    elif isinstance(part, ast.IfExp):
        yield from literals(part.body)
        yield from literals(part.orelse)
    elif isinstance(part, ast.JoinedStr):
        yield from (one.value for one in part.values if isinstance(one, ast.Constant))  # type: ignore[misc]


def test_messages_are_whole_and_their_places_have_names() -> None:
    found = [f"{place(file, call)} {what}" for file in SOURCES for call, what in wrongs(tree_of(file))]
    assert found == []


def within_texts(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls of gettext inside an f-string: the catalogues never hear of them."""
    for text in ast.walk(tree):
        if isinstance(text, ast.JoinedStr):
            yield from (call for call in calls(text) if called(call) in GETTEXT)


def test_no_message_hides_in_another_text() -> None:
    assert [place(file, call) for file in SOURCES for call in within_texts(tree_of(file))] == []


def test_sentences_for_people_go_through_gettext() -> None:
    quiet = [file for file in SOURCES if file.relative_to(PACKAGE).parts[0] not in {"demo", "cli"}]
    found = [f"{place(file, call)} {text}" for file in quiet for call, text in unspoken(tree_of(file))]
    assert found == []


def test_messages_speak_as_the_house_speaks() -> None:
    said = [(place(file, call), text) for file in SOURCES for call, text in said_in(tree_of(file))]
    said += [(name_of(file), text) for file in TEMPLATES for text in translated(file.read_text())]
    assert [f"{where} {text}" for where, text in said if FORBIDDEN.search(text)] == []


def translated(text: str) -> Iterator[str]:
    """What a template hands to translators."""
    inside = False
    for token in tokens(text):
        words = token.contents.split(maxsplit=1)
        head = words[0] if words else ""
        if token.token_type == TokenType.BLOCK:
            inside = head in OPENING or (inside and head == "plural")
            if head in {"trans", "translate"}:
                yield words[1]
        elif inside:
            yield token.contents


# The rules turn red when they are broken on purpose.


def test_faults_of_templates_are_seen() -> None:
    text = (
        "{% load i18n %}<p title='Port'>{% trans 'Sea' %} Storm {{ wind }}</p><script>let x = 1</script>"
        "{% blocktranslate %}\n  Calm {% endblocktranslate %}{# Rocks #}<b>{{ a }} · 3 % Periplus</b>"
    )
    assert untranslated(text, names=NAMES) == ["Port", "Storm"]
    assert loose(text) == ["Calm"]
    assert loose("{% blocktranslate %}Calm{% endblocktranslate %}") == []
    assert [part.strip() for part in translated(text)] == ["'Sea'", "Calm"]


def test_faults_of_messages_are_seen() -> None:
    tree = ast.parse(
        "_(f'{n} ships')\n_('%s ships')\n_('{} ships')\n_('a' + b)\n_('{n}'.format(n=1))\n"
        "ngettext('%d ship', '%(n)s ships', 3)\n_('%(n)s ships, 20 per cent') % {'n': 3}\n_('100%%')\n"
    )
    assert len(list(wrongs(tree))) == 6
    assert len(list(within_texts(ast.parse("f'{_(1)} {len(gettext(2))} {3}'")))) == 2
    spoken = ast.parse(
        "no('Not now.')\nInvalid({'': 'Too late'})\nno(_('No.'))\nno('')\nfield(label='Sea')\n"
    )
    assert [text for _call, text in unspoken(spoken)] == ["Not now.", "Too late", "Sea"]


@pytest.mark.parametrize("text", ["Saved successfully.", "Please wait", "Successful"])
def test_words_of_the_wrong_voice_are_seen(text: str) -> None:
    assert FORBIDDEN.search(text)
    assert not FORBIDDEN.search("The plan is in force. Pleased to meet you.")
