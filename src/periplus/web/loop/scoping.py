"""Choosing a scope: unit, country, partner, field, programme, procedure within one institution."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from periplus.core.codes import code_list
from periplus.core.languages import active_language
from periplus.core.text import normalise
from periplus.loop.measuring import Measure
from periplus.loop.scopes import AXES, Scope, scope_from
from periplus.partners.queries.partners import find_partner, list_candidates
from periplus.paths.queries.naming import list_titles
from periplus.people.forms import UnitField
from periplus.people.queries.units import list_units
from periplus.people.types import Institution, Person, Unit

WITHIN = tuple(axis for axis in AXES if axis != "institution")
ISCED_TOP = 2  # two digits: broad fields; longer codes are narrow and detailed ones


class ScopeForm(forms.Form):
    """What a number is restricted to; empty fields do not restrict."""

    unit = UnitField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("All units")
    )
    country = forms.ChoiceField(label=_("Country of the other side"), required=False)
    partner = forms.CharField(
        label=_("Partner"), required=False, max_length=300, help_text=_("Its name as in the register.")
    )
    field = forms.ChoiceField(label=_("Field of study"), required=False)
    programme = forms.CharField(label=_("Programme"), required=False, max_length=200)
    procedure = forms.ChoiceField(label=_("Procedure"), required=False)

    def __init__(self, *args: Any, person: Person, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.institution = person, institution
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = list_units(person).filter(institution=institution)
        fields["country"].choices = [
            ("", _("All countries")),
            *code_list("country").choices(active_language()),
        ]
        fields["field"].choices = [("", _("All fields")), *_fields()]
        fields["procedure"].choices = [("", _("All procedures")), *list_titles(institution)]

    def clean_partner(self) -> str:
        """The uuid of the institution that is called so."""
        text = str(self.cleaned_data["partner"]).strip()
        if not text:
            return ""
        found = list(list_candidates(self.person, text=text, limit=6))
        same = [each for each in found if normalise(each.name) == normalise(text)]
        chosen = same or found
        if len(chosen) == 1:
            return str(chosen[0].uuid)
        if not chosen:
            raise forms.ValidationError(_("No institution of the register is called so."))
        names = ", ".join(each.name for each in chosen)
        raise forms.ValidationError(
            _("Several fit: %(names)s. Write the full name."), params={"names": names}
        )

    def scope(self) -> Scope:
        """The scope that was chosen."""
        values = self.cleaned_data
        unit: Unit | None = values.get("unit")
        partner = values.get("partner")
        return Scope(
            institution=self.institution.uuid,
            unit=unit.uuid if unit else None,
            country=values.get("country") or "",
            partner=uuid.UUID(partner) if partner else None,
            field=values.get("field") or "",
            programme=(values.get("programme") or "").strip(),
            procedure=values.get("procedure") or "",
        )


def scope_asked(query: QueryDict, institution: Institution) -> Scope:
    """The scope in an address; what cannot be read does not restrict."""
    asked = {axis: str(query[axis]) for axis in WITHIN if query.get(axis)}
    try:
        return scope_from({"institution": str(institution.uuid), **asked})
    except ValueError:
        return Scope(institution=institution.uuid)


def question_of(scope: Scope) -> dict[str, str]:
    """A scope as the question of an address."""
    return {axis: value for axis, value in scope.as_json().items() if axis != "institution"}


def initial_of_scope(scope: Scope, person: Person) -> dict[str, Any]:
    """A scope as the form shows it."""
    partner = find_partner(scope.partner) if scope.partner else None
    unit = list_units(person).filter(uuid=scope.unit).first() if scope.unit else None
    return {
        "unit": unit,
        "country": scope.country,
        "partner": partner.name if partner else "",
        "field": scope.field,
        "programme": scope.programme,
        "procedure": scope.procedure,
    }


def fields_known_to(measure: Measure, form: ScopeForm) -> ScopeForm:
    """The form without the axes that a measure does not know."""
    for axis in set(WITHIN) - measure.axes:
        form.fields.pop(axis, None)
    return form


def _fields() -> list[tuple[str, str]]:
    """Broad and narrow fields; a broad one includes its narrow ones."""
    language = active_language()
    listed = [each for each in code_list("isced_f").codes if len(each.code) <= ISCED_TOP + 1]
    return [(e.code, f"{'– ' * (len(e.code) - ISCED_TOP)}{e.name(language)}") for e in listed]
