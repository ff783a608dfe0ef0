"""What a person enters to import a spreadsheet. Forms check the shape; services decide."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.exchange.enums import ImportKind
from periplus.exchange.spreadsheets.kinds import Kind
from periplus.exchange.spreadsheets.mapping import MONTH_FIRST, bound
from periplus.people.models import Institution

FIXED: Final = "__fixed"
ACCEPTED: Final = ".csv,.tsv,.txt,.gz,.xlsx,.json"
_CONTROL: Final = {"class": "control"}
_LONGEST_SAMPLE: Final = 40


class UploadForm(forms.Form):
    """A spreadsheet, what its rows are, and where it comes from."""

    kind = forms.ChoiceField(
        label=_("What are the rows?"), choices=ImportKind.choices, widget=forms.RadioSelect
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=60,
        help_text=_("A name for this list. Its columns are remembered for the next time."),
    )
    institution: "forms.ModelChoiceField[Institution]" = forms.ModelChoiceField(
        label=_("For which institution?"), queryset=Institution.objects.order_by("name"), required=False
    )
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV, XLSX or a JSON list; CSV and JSON may be packed with gzip."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *arguments: Any, sources: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["source"].widget.attrs["list"] = "known-sources"
        self.sources = sources


class ColumnsForm(forms.Form):
    """For each field of a kind: the column that says it, or a text that holds where no column speaks."""

    def __init__(
        self, *arguments: Any, kind: Kind, headings: Sequence[str], samples: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._kind = kind
        choices = [("", _("no column")), *((each, _titled(each, samples)) for each in headings)]
        for field in kind.fields:
            self.fields[field.name] = forms.ChoiceField(
                label=str(field.label),
                choices=choices,
                required=False,
                help_text=str(field.hint),
                widget=forms.Select(attrs=_CONTROL),
            )
            words = forms.TextInput(attrs=_CONTROL)
            fixed = forms.CharField(label=_("Otherwise"), required=False, max_length=200, widget=words)
            self.fields[field.name + FIXED] = fixed
        self.fields[MONTH_FIRST] = forms.BooleanField(
            label=_("In dates as 3/4/2024 the month comes first"), required=False
        )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField, str]]:
        """Column and text of each field, and in words whether the field is needed."""
        one_of = {name for group in self._kind.one_of for name in group}
        needed = {field.name: str(_("needed")) for field in self._kind.fields if field.required}
        needed |= dict.fromkeys(one_of, str(_("one of these is needed")))
        return [
            (self[field.name], self[field.name + FIXED], needed.get(field.name, ""))
            for field in self._kind.fields
        ]

    def mapping(self) -> dict[str, Any]:
        """What was entered, as the engine stores it."""
        told = self.cleaned_data
        mapping: dict[str, Any] = {}
        for field in self._kind.fields:
            heading, fixed = told.get(field.name, ""), told.get(field.name + FIXED, "").strip()
            if fixed:
                mapping[field.name] = {"fixed": fixed} | ({"column": heading} if heading else {})
            elif heading:
                mapping[field.name] = heading
        return mapping

    def options(self) -> dict[str, Any]:
        return {MONTH_FIRST: bool(self.cleaned_data.get(MONTH_FIRST))}


def initial_of(mapping: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """A stored mapping as the form shows it."""
    initial: dict[str, Any] = {MONTH_FIRST: options.get(MONTH_FIRST, False)}
    for name, entry in mapping.items():
        initial[name], initial[name + FIXED] = bound(entry).heading, bound(entry).fixed
    return initial


def _titled(heading: str, samples: Mapping[str, str]) -> str:
    sample = samples.get(heading, "")
    if not sample:
        return heading
    short = sample if len(sample) <= _LONGEST_SAMPLE else f"{sample[:_LONGEST_SAMPLE]}…"
    return f"{heading} ({short})"
