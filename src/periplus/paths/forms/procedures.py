"""Procedures and versions as wholes: begun, copied, brought in, put in force, tried, switched."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.paths.forms.fields import reason_field
from periplus.paths.forms.wording import said_here
from periplus.people.forms.fields import LongSelect, day_field

MOST_BYTES = 5_000_000
Choices = Sequence[tuple[str, Any]]


class NamedForm(forms.Form):
    """A name in the reader's language; the others are said in the editor."""

    title = forms.CharField(label=gettext_lazy("Name"), max_length=200)

    def title_words(self) -> dict[str, str]:
        return said_here(self.cleaned_data["title"])


class NewProcedureForm(NamedForm):
    """A procedure begun empty."""

    def __init__(self, *args: Any, subjects: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["subject_type"] = forms.ChoiceField(
            label=_("What its cases are about"),
            required=False,
            choices=[("", _("nothing in particular")), *subjects],
            help_text=_("Their facts can then decide which way a case takes. It cannot be changed later."),
        )


class CopyProcedureForm(NamedForm):
    """A procedure that begins as a copy of another."""


class EnactForm(forms.Form):
    """From when, why, and by which decision."""

    effective_from = day_field(gettext_lazy("In force from"))
    reason = reason_field()

    def __init__(self, *args: Any, decisions: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["decision"] = forms.ChoiceField(
            label=_("By the decision"),
            required=False,
            choices=[("", _("none that is kept here")), *decisions],
            widget=LongSelect(),
        )


class UploadForm(forms.Form):
    """A file of another modelling tool."""

    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("XML, at most 5 MB."))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Export only this one procedure."))
        return file

    def content(self) -> bytes:
        read: bytes = self.cleaned_data["file"].read()
        return read


class SpanForm(forms.Form):
    """From which day until which."""

    since = day_field(gettext_lazy("Begun from"))
    until = day_field(gettext_lazy("Until"))

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until <= since:
            self.add_error("until", _("The last day must come after the first."))
        return self.cleaned_data


class SwitchForm(forms.Form):
    """By which decision running cases are moved."""

    def __init__(self, *args: Any, decisions: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["decision"] = forms.ChoiceField(
            label=_("By the decision"),
            required=False,
            choices=[("", _("none that is kept here")), *decisions],
            widget=LongSelect(),
        )
