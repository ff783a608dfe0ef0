"""Absences, and the rules by which people are reminded."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.paths.forms.fields import ColleagueField, WithColleagues
from periplus.paths.models import Procedure
from periplus.people.enums import Role
from periplus.people.forms.fields import day_field


class AbsenceForm(WithColleagues):
    """From when to when, and who does the work meanwhile."""

    person = ColleagueField(label=_("Who"))
    valid_from = day_field(_("First day"))
    last_day = day_field(_("Last day"))
    substitute = ColleagueField(
        label=_("Who stands in"),
        required=False,
        help_text=_("Sees and does the work meanwhile. Without anybody, colleagues are only told."),
    )
    away = forms.BooleanField(
        label=_("Away"),
        required=False,
        initial=True,
        help_text=_("Untick it to hand work over for a time while being here."),
    )
    note = forms.CharField(label=_("For colleagues"), max_length=200, required=False)

    def __init__(self, *args: Any, for_others: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not for_others:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if isinstance(cleaned.get("last_day"), dt.date):
            cleaned["valid_until"] = cleaned["last_day"] + dt.timedelta(days=1)
        return cleaned


BEFORE, AFTER = "before", "after"


class ReminderForm(forms.Form):
    """When people are reminded of work, and who else is told."""

    number = forms.IntegerField(label=_("Days"), min_value=0, max_value=365, initial=3)
    when = forms.ChoiceField(
        label=_("Counted"),
        choices=((BEFORE, _("before the work is due")), (AFTER, _("after it was due"))),
        widget=forms.RadioSelect,
        initial=BEFORE,
    )
    role = forms.ChoiceField(
        label=_("Who else is told"),
        required=False,
        help_text=_("Besides those whose turn it is."),
    )
    procedure = forms.ModelChoiceField(
        label=_("Procedure"),
        queryset=Procedure.objects.none(),
        required=False,
        empty_label=_("All procedures"),
        to_field_name="uuid",
    )
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, procedures: QuerySet[Procedure], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["procedure"].queryset = procedures  # type: ignore[attr-defined]
        tellable = [(role.value, role.label) for role in Role if role not in {Role.STUDENT, Role.PARTNER}]
        self.fields["role"].choices = [("", _("Nobody else")), *tellable]  # type: ignore[attr-defined]

    def days(self) -> int:
        """After the due date; negative before it."""
        number: int = self.cleaned_data["number"]
        return -number if self.cleaned_data["when"] == BEFORE else number
