"""Words in all languages: one field for the reader's language, the others beside it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from periplus.core.languages import BY_CODE, active_language, language_of
from periplus.paths.chart import Words

COLUMNS = {language.column: language.name for language in BY_CODE.values()}


def reader_column() -> str:
    return language_of(active_language()).column


class WordingForm(forms.Form):
    """A form some of whose texts are said in every language."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._worded: dict[str, str | Promise] = {}
        self._demanded: dict[str, str] = {}

    def add_words(
        self,
        name: str,
        label: str | Promise,
        words: Words,
        *,
        rows: int = 0,
        most: int = 200,
        about: str = "",
        demand: str = "",
    ) -> None:
        """Fields `name_en`, `name_es` …; the reader's own first.

        `demand`: the sentence for whoever says it in no language at all, or takes it out of their own.
        """
        self._worded[name] = label
        first = reader_column()
        for column in sorted(COLUMNS, key=lambda each: each != first):
            said = label if column == first else _("%(what)s (%(language)s)")
            told = str(said) if column == first else said % {"what": label, "language": COLUMNS[column]}
            widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
            self.fields[f"{name}_{column}"] = forms.CharField(
                label=told,
                required=False,
                max_length=most,
                widget=widget,
                initial=words.get(column, ""),
                help_text=about if column == first else "",
            )
        if demand:
            self._demanded[name] = demand
            self.fields[f"{name}_{first}"].is_demanded = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        for name, sentence in self._demanded.items():
            own = f"{name}_{reader_column()}"
            taken_out = self.fields[own].initial and not self.cleaned_data.get(own, "").strip()
            if taken_out or not self.words(name):
                self.add_error(f"{name}_{reader_column()}", sentence)
        return self.cleaned_data

    def words(self, name: str) -> dict[str, str]:
        """What was written, by language; languages with nothing are left out."""
        said = {column: self.cleaned_data.get(f"{name}_{column}", "").strip() for column in COLUMNS}
        return {column: text for column, text in said.items() if text}

    def lines(self, name: str) -> tuple[dict[str, str], ...]:
        """Texts of one line each: the first line of every language belongs together, and so on."""
        columns = {column: text.splitlines() for column, text in self.words(name).items()}
        longest = max((len(lines) for lines in columns.values()), default=0)
        rows = (
            {column: lines[at].strip() for column, lines in columns.items() if at < len(lines)}
            for at in range(longest)
        )
        return tuple(kept for row in rows if (kept := {key: text for key, text in row.items() if text}))

    @property
    def other_languages(self) -> list[BoundField]:
        """Fields that a reader of this language seldom needs."""
        first = reader_column()
        return [self[f"{name}_{column}"] for name in self._worded for column in COLUMNS if column != first]

    @property
    def usual(self) -> list[BoundField]:
        """All other fields, in their order."""
        others = {bound.name for bound in self.other_languages}
        return [bound for bound in self if bound.name not in others]


def in_lines(rows: tuple[Words, ...]) -> Words:
    """What `WordingForm.lines` reads, written down again."""
    columns: dict[str, list[str]] = {column: [row.get(column, "") for row in rows] for column in COLUMNS}
    joined = {column: "\n".join(texts).rstrip() for column, texts in columns.items()}
    return {column: text for column, text in joined.items() if text}


def said_here(text: str, before: Mapping[str, str] | None = None) -> dict[str, str]:
    """A text in the reader's language, beside what is said in the others already."""
    return {**(before or {}), reader_column(): text.strip()}
