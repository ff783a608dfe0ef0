"""Fields that forms about work share."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.paths.queries.whose import list_colleagues
from periplus.people.forms.fields import LongSelect
from periplus.people.models import Person


class ColleagueField(forms.ModelChoiceField[Person]):
    """Somebody who works here, by name."""

    def __init__(self, **more: Any) -> None:
        more = {"empty_label": _("not chosen"), **more}
        super().__init__(Person.objects.none(), to_field_name="uuid", widget=LongSelect(), **more)


class WithColleagues(forms.Form):
    """Offers those who work at one institution."""

    def __init__(self, *args: Any, institution: int | None, **more: Any) -> None:
        super().__init__(*args, **more)
        people: QuerySet[Person] = list_colleagues(on=clock.today(), institution=institution)
        for field in self.fields.values():
            if isinstance(field, ColleagueField):
                field.queryset = people


def reason_field() -> forms.CharField:
    return forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
