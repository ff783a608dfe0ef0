"""Who may do what with procedures, cases and work."""

import uuid
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core import clock
from periplus.core.ledger.services import System
from periplus.core.verdicts import YES, Verdict, lacking, no, unseen
from periplus.paths.enums import HUMAN, CaseState, VersionState, WorkState
from periplus.paths.models import (
    Case,
    Participant,
    Procedure,
    ProcedureVersion,
    Substitution,
    WorkItem,
)
from periplus.paths.stepping import find_subject
from periplus.people.enums import Role
from periplus.people.models import Person, Unit
from periplus.people.permissions import Action, Reach, declare
from periplus.people.queries.persons import living
from periplus.people.standing import Holding, Standing, standing_of, units_within

Actor = Person | System

EVERYBODY_OWN = dict.fromkeys(Role, Reach.OWN)
OUTSIDERS = {Role.STUDENT, Role.PARTNER}  # they do their part, and do not choose among those who work here
CROWDS = (Role.STUDENT,)  # roles of so many people that nobody in particular is meant: work is theirs by name
STAFF = dict.fromkeys(set(Role) - OUTSIDERS, Reach.ALL)
STAFF_OWN = dict.fromkeys(set(Role) - OUTSIDERS, Reach.OWN)
OFFICE = {Role.OFFICE: Reach.ALL}

SEE_CASES = "paths.cases.see"
START, STEER, DO = "paths.cases.start", "paths.cases.steer", "paths.work.do"
WRITE, ENACT = "paths.procedures.write", "paths.procedures.enact"

declare(
    Action("paths.procedures.see", gettext_lazy("see procedures"), STAFF),
    Action(WRITE, gettext_lazy("write procedures"), OFFICE),
    Action(
        ENACT,
        gettext_lazy("put procedures in force, and move running cases"),
        OFFICE | {Role.VICE_RECTOR: Reach.ALL},
    ),
    Action(
        SEE_CASES,
        gettext_lazy("see cases"),
        EVERYBODY_OWN
        | {Role.PARTNER: Reach.PARTNER, Role.COORDINATOR: Reach.UNIT}
        | dict.fromkeys((Role.VICE_RECTOR, Role.OFFICE, Role.REVIEWER), Reach.ALL),
    ),
    Action(
        START,
        gettext_lazy("start cases"),
        OFFICE | {Role.VICE_RECTOR: Reach.ALL, Role.COORDINATOR: Reach.UNIT, Role.TEACHER: Reach.OWN},
    ),
    Action(
        STEER,
        gettext_lazy("steer cases: hand work over, skip, suspend, cancel"),
        OFFICE | {Role.COORDINATOR: Reach.UNIT},
    ),
    Action(DO, gettext_lazy("do the work that is theirs"), EVERYBODY_OWN),
    Action("paths.substitutions.enter", gettext_lazy("say who stands in for them"), STAFF_OWN | OFFICE),
    Action("paths.reminders.keep", gettext_lazy("set when people are reminded"), OFFICE),
    Action(
        "paths.workplans.see", gettext_lazy("see responsibility lists"), STAFF | {Role.PARTNER: Reach.PARTNER}
    ),
    Action(
        "paths.workplans.keep",
        gettext_lazy("keep responsibility lists"),
        OFFICE | {Role.COORDINATOR: Reach.UNIT, Role.TEACHER: Reach.OWN},
    ),
    Action(
        "paths.logs.see",
        gettext_lazy("see process facts"),
        OFFICE | {Role.VICE_RECTOR: Reach.ALL, Role.REVIEWER: Reach.ALL},
    ),
    Action("paths.logs.bring", gettext_lazy("bring in event logs"), OFFICE | {Role.REVIEWER: Reach.ALL}),
)


# Procedures


def visible_procedures(person: Person) -> QuerySet[Procedure]:
    if _standing(person).reach("paths.procedures.see") == Reach.NOTHING:
        return Procedure.objects.none()
    return Procedure.objects.filter(institution=person.institution_id)


def startable_procedures(person: Person) -> QuerySet[Procedure]:
    """The procedures of which a person may begin cases, of some subjects at least."""
    if _standing(person).reach(START) == Reach.NOTHING:
        return Procedure.objects.none()
    return Procedure.objects.filter(institution=person.institution_id)


def may_write_procedures(actor: Actor) -> Verdict:
    return _may(actor, WRITE)


def may_change_version(actor: Actor, version: ProcedureVersion) -> Verdict:
    """Only drafts change."""
    return _of_theirs(actor, version.procedure) & _may(actor, WRITE) & _still_draft(version)


def may_enact_version(actor: Actor, version: ProcedureVersion) -> Verdict:
    return _of_theirs(actor, version.procedure) & _may(actor, ENACT) & _still_draft(version)


def may_switch_cases(actor: Actor, procedure: Procedure) -> Verdict:
    return _of_theirs(actor, procedure) & _may(actor, ENACT)


def may_undo_enactment(actor: Actor, version: ProcedureVersion) -> Verdict:
    """Only what is in force can be taken back."""
    if version.state != VersionState.ENACTED:
        return no(_("This version is not in force."))
    return _of_theirs(actor, version.procedure) & _may(actor, ENACT)


def _still_draft(version: ProcedureVersion) -> Verdict:
    if version.state == VersionState.DRAFT:
        return YES
    if version.state == VersionState.ENACTED:
        return no(_("This version is in force already. Copy it to a new draft."))
    return no(_("This version is no draft any more. Copy it to a new draft."))


# Cases


def visible_cases(person: Person) -> QuerySet[Case]:
    """All; or those of one's units and one's own; or one's own and those one works in."""
    standing = _standing(person)
    cases = Case.objects.filter(institution=person.institution_id)
    reach = standing.reach(SEE_CASES)
    if reach == Reach.ALL:
        return cases
    if reach == Reach.NOTHING:
        return cases.none()
    follows = Participant.objects.filter(case=OuterRef("pk"), person=person)
    works = _work_of(person).filter(case=OuterRef("pk"))
    allowed = Q(owner=person) | Q(started_by=person) | Q(Exists(follows)) | Q(Exists(works))
    allowed |= Q(unit__in=units_within(standing.unit_paths(SEE_CASES)))
    partners = list(standing.partner_uuids())
    if partners:
        allowed |= Q(partners__overlap=partners)
        cases = Case.objects.all()
    return cases.filter(allowed)


def may_see_case(person: Person, case: Case) -> Verdict:
    if visible_cases(person).filter(pk=case.pk).exists():
        return YES
    return unseen(_("There is no such case."))


def may_start_case(actor: Actor, procedure: Procedure, *, unit: Unit | None, owner: Person | None) -> Verdict:
    """Whether the actor may begin a case of this procedure for a subject of this unit and owner."""
    if isinstance(actor, System):
        return YES
    owners = [owner.uuid] if owner else [actor.uuid]
    if procedure.institution_id != actor.institution_id:
        return unseen(_("There is no such procedure."))
    return _standing(actor).may(START, unit=unit, owners=owners)


def may_steer_case(actor: Actor, case: Case) -> Verdict:
    return _of_theirs(actor, case) & _may(actor, STEER, unit=case.unit) & _alive(case)


def may_resume_case(actor: Actor, case: Case) -> Verdict:
    if case.state != CaseState.SUSPENDED:
        return no(_("The case is not suspended."))
    return _of_theirs(actor, case) & _may(actor, STEER, unit=case.unit)


def _of_theirs(actor: Actor, thing: Case | Procedure | Person) -> Verdict:
    """Nobody steers what belongs to another university."""
    if isinstance(actor, System) or thing.institution_id == actor.institution_id:
        return YES
    return unseen(_("There is no such thing here."))


def _alive(case: Case) -> Verdict:
    if case.state in {CaseState.RUNNING, CaseState.SUSPENDED}:
        return YES
    if case.state == CaseState.CANCELLED:
        return no(_("The case is taken back already."))
    return no(_("The case has ended."))


def _runs(case: Case) -> Verdict:
    """What is suspended stands still: nothing in it is done, skipped or returned."""
    if case.state == CaseState.SUSPENDED:
        return no(_("The case is suspended. Its work waits until somebody takes it up again."))
    return _alive(case)


# Work


def visible_work(person: Person) -> QuerySet[WorkItem]:
    """The open work that a person may do: their own, their roles', and that of those they stand in for."""
    return _work_of(person).filter(state=WorkState.OPEN, case__state=CaseState.RUNNING)


def _work_of(person: Person) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(reduce(or_, branches_of_work(person)))


def branches_of_work(person: Person) -> list[Q]:
    """Why work may be somebody's: each branch can be read off an index of its own."""
    branches = []
    for each in (person, *stood_in_for(person)):
        branches += [Q(person=each), *_branches_of_roles(each)]
    return branches


def work_of_roles(person: Person) -> Q:
    """Work that waits for one of the roles that a person holds."""
    return reduce(or_, _branches_of_roles(person), Q(pk__in=[]))


def _branches_of_roles(person: Person) -> list[Q]:
    """Work that waits for a role, in the unit the role is held for or a unit below it.

    A role held for the whole university does the work of every unit of it, and of no other university;
    a guest does the work of the partner, wherever it is asked for.
    """
    branches = []
    for holding in _posts_of(person):
        fits = Q(person=None, role=holding.role)
        if holding.unit_path:
            fits &= Q(unit__in=units_within([holding.unit_path]))
        if holding.partner_uuid:
            fits &= Q(case__partners__contains=[holding.partner_uuid])
        else:
            fits &= Q(case__institution=person.institution_id)
        branches.append(fits)
    return branches


def stood_in_for(person: Person) -> list[Person]:
    """Those whose work this person does today."""
    today = clock.today()
    held = Substitution.objects.filter(
        living(today, "person__"), substitute=person, valid_from__lte=today, valid_until__gt=today
    )
    return [each.person for each in held.select_related("person").order_by("id")]


def may_do_work(actor: Actor, item: WorkItem) -> Verdict:
    """Whether the actor may do this work item now."""
    if item.case.state == CaseState.SUSPENDED:
        return _runs(item.case)
    return may_keep_draft(actor, item)


def may_keep_draft(actor: Actor, item: WorkItem) -> Verdict:
    """Whoever has the work keeps what is filled in, also while the case is suspended."""
    if item.state != WorkState.OPEN:
        return closed_already(item)
    if isinstance(actor, System) or _is_theirs(actor, item):
        return YES
    if any(_is_theirs(other, item) for other in stood_in_for(actor)):
        return YES
    return no(_("This is the work of somebody else."))


def closed_already(item: WorkItem) -> Verdict:
    """Somebody was quicker: who, if it was a person."""
    if item.closed_by is None:
        return no(_("This work is closed already."))
    return no(_("This work is closed already, by %(name)s.") % {"name": item.closed_by.name})


def _is_theirs(person: Person, item: WorkItem) -> bool:
    """The same as `_work_of`, for one item at hand."""
    if item.person_id is not None:
        return item.person_id == person.pk
    return any(
        holding.role == item.role
        and (not holding.unit_path or _lies_in(item.unit, holding.unit_path))
        and _concerns(item.case, person, holding.partner_uuid)
        for holding in _posts_of(person)
    )


def _posts_of(person: Person) -> list[Holding]:
    """The roles by which work is somebody's. One student's work is no other student's."""
    return [each for each in _standing(person).holdings if each.role not in CROWDS]


def _concerns(case: Case, person: Person, partner: uuid.UUID | None) -> bool:
    if partner is not None:
        return partner in case.partners
    return case.institution_id == person.institution_id


def _lies_in(unit: Unit | None, path: str) -> bool:
    return unit is not None and unit.path.startswith(path)


def may_send_back(actor: Actor, item: WorkItem) -> Verdict:
    """Whoever has the work, and whoever steers the case."""
    return _runs(item.case) & (may_do_work(actor, item) or may_steer_case(actor, item.case))


def may_hand_over(actor: Actor, item: WorkItem) -> Verdict:
    """The same, of those who work here: it goes to a colleague. What comes by itself is nobody's to have."""
    if item.state != WorkState.OPEN:
        return closed_already(item)
    if item.node.kind not in HUMAN and not item.trouble:
        return no(_("This step is not done by hand."))
    return works_here(actor) & (may_do_work(actor, item) or may_steer_case(actor, item.case))


def works_here(actor: Actor) -> Verdict:
    """Whether somebody may choose among colleagues."""
    if isinstance(actor, System) or {each.role for each in _standing(actor).holdings} - OUTSIDERS:
        return YES
    return lacking(_("Ask the coordination office if somebody else is to do it."))


def may_skip_work(actor: Actor, item: WorkItem) -> Verdict:
    if item.state != WorkState.OPEN:
        return closed_already(item)
    if not item.node.skippable:
        return no(_("The procedure does not allow this step to be skipped."))
    return _runs(item.case) & may_steer_case(actor, item.case)


def may_enter_substitution(actor: Actor, person: Person) -> Verdict:
    if isinstance(actor, System):
        return YES
    return _of_theirs(actor, person) & _standing(actor).may("paths.substitutions.enter", owners=[person.uuid])


def may_keep_reminders(actor: Actor) -> Verdict:
    return _may(actor, "paths.reminders.keep")


def may_see_subject(person: Person, case: Case) -> bool:
    """Whether the thing a case is about may be shown to this person."""
    subject = find_subject(case.subject_type)
    thing = subject.find(case.subject_uuid) if subject and case.subject_uuid else None
    return bool(subject and thing is not None and subject.may_see(person, thing))


def _may(actor: Actor, action: str, *, unit: Unit | None = None) -> Verdict:
    if isinstance(actor, System):
        return YES
    return _standing(actor).may(action, unit=unit)


def _standing(person: Person) -> Standing:
    return standing_of(person, on=clock.today())
