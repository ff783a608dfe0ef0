"""Who may do what with money."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core import clock
from periplus.core.ledger.services import System
from periplus.core.verdicts import YES, Verdict, no
from periplus.people.enums import Role
from periplus.people.models import Person, Unit
from periplus.people.permissions import Action, Reach, declare
from periplus.people.standing import standing_of, units_within
from periplus.resources.enums import LineState
from periplus.resources.models import BudgetLine, Transfer

Actor = Person | System

declare(
    Action(
        "resources.budget.see",
        gettext_lazy("see budget lines and transfers"),
        {
            Role.VICE_RECTOR: Reach.ALL,
            Role.OFFICE: Reach.ALL,
            Role.REVIEWER: Reach.ALL,
            Role.COORDINATOR: Reach.UNIT,
        },
    ),
    Action(
        "resources.budget.keep",
        gettext_lazy("open and close budget lines, and record spending"),
        {Role.OFFICE: Reach.ALL},
    ),
    Action(
        "resources.budget.move",
        gettext_lazy("move money between budget lines"),
        {Role.VICE_RECTOR: Reach.ALL, Role.OFFICE: Reach.ALL},
    ),
)


def visible_budget_lines(person: Person) -> QuerySet[BudgetLine]:
    """All, or those of one's units."""
    standing = standing_of(person, on=clock.today())
    reach = standing.reach("resources.budget.see")
    if reach == Reach.ALL:
        return BudgetLine.objects.all()
    paths = standing.unit_paths("resources.budget.see")
    return BudgetLine.objects.filter(unit__in=units_within(paths))


def may_open_budget_line(actor: Actor, unit: Unit) -> Verdict:
    return _may(actor, "resources.budget.keep", unit)


def may_keep_budget_line(actor: Actor, line: BudgetLine) -> Verdict:
    return _may(actor, "resources.budget.keep", line.unit) & still_open(line)


def may_transfer(actor: Actor, source: BudgetLine, destination: BudgetLine) -> Verdict:
    return (
        _may(actor, "resources.budget.move", source.unit)
        & _may(actor, "resources.budget.move", destination.unit)
        & still_open(source)
        & still_open(destination)
    )


def may_undo_transfer(actor: Actor, transfer: Transfer) -> Verdict:
    if transfer.undoes_id is not None:
        return no(_("This transfer undoes another one. Make a new transfer instead."))
    if Transfer.objects.filter(undoes=transfer).exists():
        return no(_("This transfer was undone already."))
    return may_transfer(actor, transfer.destination, transfer.source)


def still_open(line: BudgetLine) -> Verdict:
    if line.state == LineState.OPEN:
        return YES
    return no(_("The budget line “%(title)s” is closed.") % {"title": line.title})


def _may(actor: Actor, action: str, unit: Unit) -> Verdict:
    if isinstance(actor, System):
        return YES
    return standing_of(actor, on=clock.today()).may(action, unit=unit)
