"""How imports are named and opened from the ledger and from what they brought."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.exchange.policies import visible_runs
from periplus.exchange.types import ImportRun
from periplus.people.types import Person
from periplus.web.shell.links import Link


def _visible(person: Person) -> QuerySet[ImportRun]:
    return visible_runs(person).select_related("source")


LINKS = [Link("exchange.importrun", _("import"), _visible, "imports:run")]
