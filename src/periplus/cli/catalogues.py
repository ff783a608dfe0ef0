"""Catalogues of the languages, with Babel: no gettext programs are needed.

A catalogue lies in locale/<language>/LC_MESSAGES/django.po. It names the files that use a text but
no lines, so that it changes only when a text does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, "gettext_noop": None}
BORN = datetime(2026, 1, 1, tzinfo=UTC)  # one date for all: the history of the file is in the repository


@dataclass
class Faults:
    """What keeps a catalogue from being complete, each as texts of the source."""

    missing: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    untranslated: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(vars(self).values())

    def __str__(self) -> str:
        return "; ".join(
            f"{len(texts)} {name} ({texts[0]!r} …)" for name, texts in vars(self).items() if texts
        )


def languages() -> list[str]:
    """Locales that need a catalogue: all but the language of the source."""
    return [to_locale(code) for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def from_sources() -> Catalog:
    """Every text that code and pages ask to translate."""
    template = Catalog(project="Periplus", creation_date=BORN, copyright_holder="Periplus", charset="utf-8")
    for file in _sources():
        name = str(file.relative_to(PACKAGE))
        for _line, text, comments, context in _texts(file):
            template.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return template


def update() -> None:
    """Brings every catalogue up to the sources; new texts come without a translation."""
    template = from_sources()
    for language in languages():
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        path = _path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as output:
            write_po(
                output, catalogue, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False
            )


def compile_all() -> None:
    """Writes the form that Django reads."""
    for language in languages():
        if _path(language).exists():
            with _path(language).with_suffix(".mo").open("wb") as output:
                write_mo(output, read(language))


def check() -> dict[str, Faults]:
    """The faults of every language that has some."""
    template = from_sources()
    found = {language: faults(read(language), template) for language in languages()}
    return {language: one for language, one in found.items() if one}


def faults(catalogue: Catalog, template: Catalog) -> Faults:
    """Compares a catalogue with the texts of the sources."""
    wanted, present = _by_key(template), _by_key(catalogue)
    return Faults(
        missing=[_name(wanted[key]) for key in wanted if key not in present],
        unused=[_name(present[key]) for key in present if key not in wanted],
        untranslated=[_name(message) for message in present.values() if not _is_translated(message)],
        wrong=[_name(message) for message in present.values() if message.check(catalogue)],
    )


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one where there is none yet."""
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language, project="Periplus", creation_date=BORN, revision_date=BORN)
    with path.open("rb") as source:
        return read_po(source, locale=language, ignore_obsolete=True)


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _sources() -> Iterator[Path]:
    for file in sorted(PACKAGE.rglob("*")):
        is_code = file.suffix == ".py" and "migrations" not in file.parts
        if is_code or (file.suffix in {".html", ".txt"} and "templates" in file.parts):
            yield file


def _texts(file: Path) -> Iterable[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        # Django turns everything but the texts into X; what remains of the indentation means nothing.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    stream = BytesIO(source.encode())
    return extract(
        "python", stream, keywords=KEYWORDS, comment_tags=["Translators:"], options={"encoding": "utf-8"}
    )


def _by_key(catalogue: Catalog) -> dict[tuple[object, str | None], Message]:
    return {(_first(message), message.context): message for message in catalogue if message.id}


def _first(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _name(message: Message) -> str:
    return _first(message)[:60]


def _is_translated(message: Message) -> bool:
    text = message.string
    return bool(all(text) if isinstance(text, tuple | list) else text) and not message.fuzzy
