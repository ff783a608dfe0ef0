"""What people fill in about money. Forms read and check; services change."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.loop.enums import Dimension
from periplus.people.models import Unit
from periplus.resources.models import BudgetLine

FIRST_YEAR, LAST_YEAR = 1990, 2100
LEAST = Decimal("0.01")


def _amount(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=LEAST, decimal_places=2, max_digits=14, **options)


class LineForm(forms.Form):
    """A new budget line, for one of the `units`."""

    unit: Any = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), to_field_name="uuid", empty_label=None
    )
    code = forms.CharField(label=_("Code"), max_length=30, help_text=_("Under which finance knows the line."))
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("What the money is for."))
    purpose = forms.ChoiceField(label=_("It serves"), choices=Dimension.choices)
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    amount = _amount(_("Amount"))
    currency = forms.CharField(
        label=_("Currency"), min_length=3, max_length=3, help_text=_("Three letters, as in EUR.")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean_purpose(self) -> Dimension:
        return Dimension(self.cleaned_data["purpose"])

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class HeldLineField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A budget line, named with its unit and what it holds free."""

    def label_from_instance(self, obj: Any) -> str:
        return _("%(code)s %(title)s, %(unit)s: %(free)s %(currency)s free") % {
            "code": obj.code,
            "title": obj.title,
            "unit": obj.unit.name,
            "free": obj.free,
            "currency": obj.currency,
        }


class TransferForm(forms.Form):
    """How much goes to which line, and why. `lines`: where it may go."""

    destination: Any = HeldLineField(
        label=_("To"), queryset=BudgetLine.objects.none(), to_field_name="uuid", empty_label=None
    )
    amount = _amount(_("Amount"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["destination"].queryset = lines  # type: ignore[attr-defined]


class SpendingForm(forms.Form):
    """Money that was paid out."""

    amount = _amount(_("Amount"))
    note = forms.CharField(label=_("For what"), max_length=200)
