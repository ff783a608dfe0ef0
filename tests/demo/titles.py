"""Everything of the story by its name."""

from periplus.core.models import Event
from periplus.loop.models import Decision, Deviation, SignalRule
from periplus.mobility.models import Stay
from periplus.partners.models import Agreement, Partner
from periplus.paths.models import Case, WorkItem
from periplus.people.models import Person


def list_titles() -> list[str]:
    """Everything by its name, in the order of the story."""
    things = [
        *Person.objects.order_by("id").values_list("name", flat=True),
        *Partner.objects.order_by("sort_key", "id").values_list("name", flat=True),
        *Agreement.objects.order_by("reference").values_list("reference", "title", "state"),
        *Stay.objects.order_by("source", "source_reference", "starts_on", "programme").values_list(
            "source", "source_reference", "country_to", "starts_on", "ends_on"
        ),
        *Deviation.objects.order_by("id").values_list("reference", "title", "state"),
        *Decision.objects.order_by("id").values_list("reference", "title", "state"),
        *SignalRule.objects.order_by("id").values_list("reference", "version", "title"),
        *Case.objects.order_by("id").values_list("title", "state", "outcome", "version__number"),
        *WorkItem.objects.order_by("id").values_list("case__title", "node__key", "state", "note"),
        *Event.objects.order_by("id").values_list("type", "happened_on"),
    ]
    return [str(thing) for thing in things]
