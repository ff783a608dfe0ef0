"""The form of a replay."""

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.loop.enums import PeriodKind
from periplus.loop.services.replays import FIRST_YEAR

YEARS = [(kind.value, kind.label) for kind in (PeriodKind.CALENDAR_YEAR, PeriodKind.ACADEMIC_YEAR)]


class ReplayForm(forms.Form):
    """Which years are to be gone through again."""

    title = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty to call it by its years."),
    )
    period_kind = forms.ChoiceField(label=_("Read over"), choices=YEARS)
    first_year = forms.IntegerField(label=_("First year"), min_value=FIRST_YEAR, max_value=2999)
    last_year = forms.IntegerField(label=_("Last year"), min_value=FIRST_YEAR, max_value=2999)
