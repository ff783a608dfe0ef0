"""Which cases the panel is about: kept in the address, so that it survives reload and can be sent on."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.core.days import DayField
from periplus.loop.queries.serving import Served
from periplus.partners.policies import visible_partners
from periplus.paths.queries.panel import Chosen, list_partners_of
from periplus.paths.types import Procedure
from periplus.people.forms.fields import DayInput, LongSelect
from periplus.people.queries.units import list_units
from periplus.people.types import Person


class ChoosingForm(forms.Form):
    """Filters of the panel; everything may stay empty, and what cannot be read narrows nothing."""

    goal = forms.ChoiceField(label=_("Goal"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False, widget=LongSelect())
    partner = forms.ChoiceField(label=_("Partner"), required=False, widget=LongSelect())
    since = DayField(label=_("Started from"), required=False, widget=DayInput())
    until = DayField(label=_("Started until"), required=False, widget=DayInput())

    def __init__(
        self, *args: Any, person: Person, procedure: Procedure, served: Sequence[Served], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.served = {str(each.goal.uuid): each for each in served}
        partners = visible_partners(person).filter(uuid__in=list_partners_of(procedure)).order_by("sort_key")
        choices = {
            "goal": [(key, str(each.goal)) for key, each in self.served.items()],
            "unit": [(unit.path, unit.name) for unit in list_units(person)],
            "partner": [(str(each.uuid), each.name) for each in partners],
        }
        for name, several in choices.items():
            self.fields[name].choices = [("", _("All")), *several]  # type: ignore[attr-defined]  # all three are choices
        for bound in self.visible_fields():
            bound.field.widget.attrs["class"] = "control"

    def chosen(self) -> Chosen:
        self.is_valid()
        values = self.cleaned_data
        served = self.served.get(values.get("goal", ""))
        partner = values.get("partner")
        return Chosen(
            goal=served is not None,
            nodes=served.nodes if served else frozenset(),
            packages=served.packages if served else (),
            units=(values["unit"],) if values.get("unit") else (),
            partner=UUID(partner) if partner else None,
            since=values.get("since"),
            until=values.get("until"),
        )

    def cases_url(self, procedure: Procedure, **more: str) -> str:
        """The list of exactly those cases."""
        values = self.cleaned_data
        query = {"procedure": str(procedure.uuid), **more}
        query |= {name: values[name] for name in ("goal", "unit", "partner") if values.get(name)}
        days = (("from", "since"), ("until", "until"))
        query |= {ours: values[name].isoformat() for ours, name in days if values.get(name)}
        return f"{reverse('cases:list')}?{urlencode(query)}"
