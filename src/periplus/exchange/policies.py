"""Who may import, and see what was imported."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.documents.queries import register_reader
from periplus.core.ledger.services import System
from periplus.core.models import Document
from periplus.core.verdicts import YES, Verdict, unseen
from periplus.exchange.models import ImportRun
from periplus.exchange.spreadsheets import lives
from periplus.people.enums import Role
from periplus.people.models import Person
from periplus.people.permissions import Action, Reach, declare
from periplus.people.standing import standing_of

Actor = Person | System
SEE = "exchange.imports.see"
RUN = "exchange.imports.run"
OFFICES = {Role.OFFICE: Reach.ALL, Role.ADMINISTRATOR: Reach.ALL}

declare(
    Action(SEE, _("see imports"), OFFICES),
    Action(RUN, _("import spreadsheets, and undo imports"), OFFICES),
)


def may_import(actor: Actor) -> Verdict:
    """Whether somebody may hand in spreadsheets; named parts of the system do what a person ordered."""
    return YES if isinstance(actor, System) else standing_of(actor, on=clock.today()).may(RUN)


def may_see_imports(person: Person) -> Verdict:
    return standing_of(person, on=clock.today()).may(SEE)


def may_move_import(actor: Actor, run: ImportRun, verb: str) -> Verdict:
    """Whether the step may be taken by this person, and from where the import stands."""
    return may_import(actor) & lives.allows(run.state, verb)


def visible_runs(person: Person) -> QuerySet[ImportRun]:
    """The imports that a person may see."""
    return ImportRun.objects.all() if may_see_imports(person) else ImportRun.objects.none()


def may_read_document(person: object, _document: Document) -> Verdict:
    """Spreadsheets handed in may hold names of persons: only those who import read them."""
    return may_import(person) if isinstance(person, Person) else unseen()


register_reader(ImportRun, may_read_document)
