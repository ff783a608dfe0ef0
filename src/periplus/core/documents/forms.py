"""What a person enters to add a file, or to take one away. Forms check the shape; services decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.core.documents.types import ENDINGS
from periplus.core.enums import Confidentiality


class AddForm(forms.Form):
    """A file, and who it is for."""

    file = forms.FileField(
        label=_("File"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
        },
    )
    confidentiality = forms.ChoiceField(
        label=_("Who it is for"),
        widget=forms.RadioSelect,
        help_text=_(
            "Public: whoever sees this page, guests and students too. Internal: staff."
            " The others: those who work on it."
        ),
    )

    def __init__(self, *arguments: Any, classes: Iterable[Confidentiality], **options: Any) -> None:
        super().__init__(*arguments, **options)
        offered = [(each.value, each.label) for each in classes]
        field = self.fields["confidentiality"]
        field.choices = offered  # type: ignore[attr-defined]  # it is a ChoiceField
        usual = Confidentiality.INTERNAL.value
        field.initial = usual if usual in dict(offered) else next((value for value, _label in offered), None)


class WithdrawForm(forms.Form):
    """Why a file is taken out of keeping."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
