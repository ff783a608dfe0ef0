"""Who may do what with responsibility lists and event logs. What roles may do is declared in `policies`."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.core.ledger.services import System
from periplus.core.verdicts import YES, Verdict, no
from periplus.paths.models import EventLog, WorkPlan
from periplus.paths.policies import Actor
from periplus.people.models import Person, Unit
from periplus.people.permissions import Reach
from periplus.people.standing import Standing, standing_of


def visible_workplans(person: Person) -> QuerySet[WorkPlan]:
    standing = _standing(person)
    reach = standing.reach("paths.workplans.see")
    if reach == Reach.ALL:
        return WorkPlan.objects.filter(institution=person.institution_id)
    theirs = Q(pk__in=[])
    for partner in standing.partner_uuids():
        theirs |= Q(partners__contains=[str(partner)])
    return WorkPlan.objects.filter(theirs)


def may_keep_workplan(actor: Actor, plan: WorkPlan) -> Verdict:
    if isinstance(actor, System):
        return YES
    owner = plan.owner.uuid if plan.owner else None
    if plan.institution_id != actor.institution_id:
        return no(_("This list belongs to another university. Its keeper there changes it."))
    verdict = _standing(actor).may("paths.workplans.keep", unit=plan.unit, owners=[owner])
    if verdict and plan.closed_on:
        return no(_("This list is closed."))
    return verdict


def may_make_workplan(actor: Actor, *, unit: Unit | None) -> Verdict:
    if isinstance(actor, System):
        return YES
    return _standing(actor).may("paths.workplans.keep", unit=unit, owners=[actor.uuid])


def visible_logs(person: Person) -> QuerySet[EventLog]:
    if _standing(person).reach("paths.logs.see") == Reach.NOTHING:
        return EventLog.objects.none()
    return EventLog.objects.filter(institution=person.institution_id)


def may_see_facts(person: Person) -> Verdict:
    return _standing(person).may("paths.logs.see")


def may_bring_log(actor: Actor) -> Verdict:
    return YES if isinstance(actor, System) else _standing(actor).may("paths.logs.bring")


def _standing(person: Person) -> Standing:
    return standing_of(person, on=clock.today())
