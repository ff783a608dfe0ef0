"""What the ledger page is asked for."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from periplus.core.days import DayField
from periplus.core.ledger.notices import list_notices
from periplus.core.ledger.pages import Wanted, types_beginning
from periplus.people.forms.fields import DayInput
from periplus.web.people.templatetags.people_tags import STRETCHES


class AskForm(forms.Form):
    """Filters; everything may stay empty."""

    about = forms.ChoiceField(label=_("About"), required=False)
    since = DayField(label=_("From"), required=False, widget=DayInput())
    until = DayField(label=_("Until before"), required=False, widget=DayInput())
    actor = forms.UUIDField(required=False, widget=forms.HiddenInput())
    thing = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about: forms.ChoiceField = self.fields["about"]  # type: ignore[assignment]
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "control"
        about.choices = [("", _("Everything")), *_stretches()]

    def wanted(self) -> Wanted:
        """What is asked for; what cannot be read narrows nothing."""
        self.is_valid()
        values = self.cleaned_data
        prefix = values.get("about", "")
        known = [notice.event for notice in list_notices()]
        return Wanted(
            types=types_beginning(prefix, known) if prefix else (),
            since=values.get("since"),
            until=values.get("until"),
            actor=_uuid(values.get("actor")),
            thing=_uuid(values.get("thing")),
        )


def _stretches() -> list[tuple[str, Any]]:
    present = {notice.event.partition(".")[0] for notice in list_notices()}
    names = STRETCHES | {"core": _("Files")}
    return [(key, names.get(key, key)) for key in sorted(present)]


def _uuid(value: Any) -> UUID | None:
    return value if isinstance(value, UUID) else None
