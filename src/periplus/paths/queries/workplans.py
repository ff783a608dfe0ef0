"""Work plans: which there are, and each as a sheet with what is wrong in it."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from periplus.paths.conflicts import Conflict, list_conflicts
from periplus.paths.enums import Duty
from periplus.paths.models import Module, Procedure, Responsibility, WorkPlan
from periplus.paths.policies import visible_procedures
from periplus.paths.policies_lists import visible_workplans
from periplus.paths.sheets import Holder, Sheet, SheetRow
from periplus.people.enums import Role
from periplus.people.models import Institution, Person, RoleAssignment, Unit
from periplus.people.queries.persons import is_living, living
from periplus.people.standing import in_force

JOINED = ("institution", "procedure", "unit", "owner")


def list_workplans(person: Person, *, on: dt.date) -> QuerySet[Any]:
    """The plans a person may see, with `modules_all`, `modules_done`, `modules_late` and `unanswered`."""
    modules = Module.objects.filter(plan=OuterRef("pk"))
    answered = Responsibility.objects.filter(module=OuterRef("pk"), duty=Duty.ACCOUNTABLE)
    rows: QuerySet[Any] = (
        visible_workplans(person)
        .select_related(*JOINED)
        .annotate(
            modules_all=_counted(modules),
            modules_done=_counted(modules.exclude(done_on=None)),
            modules_late=_counted(modules.filter(done_on=None, due_on__lt=on)),
            unanswered=_counted(modules.filter(~Exists(answered), done_on=None)),
        )
    )
    return rows


def _counted(modules: QuerySet[Module]) -> Subquery:
    return Subquery(modules.order_by().values("plan").annotate(n=Count("pk")).values("n"))


def find_workplan(person: Person, reference: uuid.UUID) -> WorkPlan | None:
    return visible_workplans(person).select_related(*JOINED).filter(uuid=reference).first()


def list_modules_seen(person: Person) -> QuerySet[Module]:
    return Module.objects.filter(plan__in=visible_workplans(person)).select_related("plan")


def list_due_modules(person: Person, *, until: dt.date) -> QuerySet[Module]:
    """What this person does or answers for in open plans of no procedure, due until a day and not done."""
    theirs = Responsibility.objects.filter(
        module=OuterRef("pk"), person=person, duty__in=(Duty.RESPONSIBLE, Duty.ACCOUNTABLE)
    )
    open_ones = Module.objects.filter(Exists(theirs), done_on=None, due_on__lte=until)
    plain_plans = open_ones.filter(plan__closed_on=None, plan__procedure=None)
    return plain_plans.select_related("plan").order_by("due_on", "id")


def find_module(person: Person, reference: uuid.UUID) -> Module | None:
    """A module of a plan that the person may see."""
    seen = Module.objects.filter(plan__in=visible_workplans(person), uuid=reference)
    return seen.select_related(*(f"plan__{name}" for name in JOINED)).first()


def list_duties_seen(person: Person) -> QuerySet[Responsibility]:
    """The duties in plans that the person may see."""
    seen = Responsibility.objects.filter(module__plan__in=visible_workplans(person))
    return seen.select_related("module__plan__owner", "module__plan__unit", "person", "unit")


def find_plan_of(procedure: Procedure) -> WorkPlan | None:
    """The open plan of a procedure."""
    return WorkPlan.objects.filter(procedure=procedure, closed_on=None).order_by("-id").first()


def list_plans_about(person: Person, reference: uuid.UUID) -> QuerySet[WorkPlan]:
    """The plans about one thing, the newest first."""
    return visible_workplans(person).filter(subject_uuid=reference).order_by("-id")


def list_plans_of(person: Person, procedure: Procedure) -> QuerySet[WorkPlan]:
    """The plans of a procedure, the newest first."""
    return visible_workplans(person).filter(procedure=procedure).order_by("-id")


def list_planless(person: Person) -> list[Procedure]:
    """The procedures of one's institution that have a version and no open plan yet, by name."""
    planned = WorkPlan.objects.filter(procedure=OuterRef("pk"), closed_on=None)
    found = visible_procedures(person).filter(~Exists(planned), versions__isnull=False).distinct()
    return sorted(found, key=str)


def named(word: str) -> Q:
    """Filter: the plan or one of its modules is called so."""
    called = Module.objects.filter(plan=OuterRef("pk"), title__icontains=word)
    return Q(title__icontains=word) | Q(Exists(called))


# ------------------------------------------------------------------ sheets


@dataclass(frozen=True, slots=True)
class RoleHolders:
    """Who holds each role in each university on a day: read once for many plans."""

    found: Mapping[tuple[int | None, str], list[tuple[Person, str]]]

    def of(self, plan: WorkPlan, role: str) -> list[Person]:
        """Holders for the plan's unit: of the nearest unit above it, else of the whole university."""
        path = plan.unit.path if plan.unit else ""
        posts = [*self.found.get((plan.institution_id, role), ()), *self.found.get((None, role), ())]
        fitting = [(person, at) for person, at in posts if not path or path.startswith(at)]
        nearest = max((len(at) for _person, at in fitting), default=0)
        return list({person.pk: person for person, at in fitting if not path or len(at) == nearest}.values())


def role_holders(roles: Iterable[str], *, on: dt.date) -> RoleHolders:
    posts = RoleAssignment.objects.filter(in_force(on), living(on, "person__"), role__in=set(roles))
    found: dict[tuple[int | None, str], list[tuple[Person, str]]] = defaultdict(list)
    for post in posts.select_related("person", "unit").order_by("person__sort_key", "id"):
        at = post.unit.path if post.unit else ""
        found[post.person.institution_id, post.role].append((post.person, at))
    return RoleHolders(found)


def get_sheet(plan: WorkPlan, *, on: dt.date) -> Sheet:
    return get_sheets([plan], on=on)[plan.pk]


def get_sheets(plans: Iterable[WorkPlan], *, on: dt.date) -> dict[int, Sheet]:
    """Several plans as sheets, by primary key: three queries."""
    known = {plan.pk: plan for plan in plans}
    modules = list(Module.objects.filter(plan__in=known).order_by("plan", "position", "id"))
    duties = list(
        Responsibility.objects.filter(module__in=modules).select_related("person", "unit").order_by("id")
    )
    roles = role_holders({each.role for each in duties if each.role}, on=on)
    rows: dict[int, list[SheetRow]] = defaultdict(list)
    by_module: dict[int, list[Responsibility]] = defaultdict(list)
    for each in duties:
        by_module[each.module_id].append(each)
    for module in modules:
        plan, place = known[module.plan_id], len(rows[module.plan_id]) + 1
        holders = [_holder(each, plan, roles, on) for each in by_module[module.pk]]
        rows[module.plan_id].append(_row(module, place, holders))
    return {pk: Sheet(plan.title, tuple(rows[pk]), tuple(plan.given)) for pk, plan in known.items()}


def _row(module: Module, number: int, holders: list[Holder]) -> SheetRow:
    return SheetRow(
        key=str(module.uuid),
        number=number,
        title=module.title,
        inputs=tuple(module.inputs),
        outputs=tuple(module.outputs),
        evaluation=module.evaluation,
        node=module.node,
        starts_on=module.starts_on,
        due_on=module.due_on,
        done_on=module.done_on,
        holders=tuple(holders),
    )


def _holder(each: Responsibility, plan: WorkPlan, roles: RoleHolders, on: dt.date) -> Holder:
    duty, reference = Duty(each.duty), str(each.uuid)
    if each.role:
        people = roles.of(plan, each.role)
        sure = frozenset({str(people[0].uuid)} if len(people) == 1 else ())
        name = str(Role(each.role).label) if each.role in Role.values else each.role
        there = (
            bool(people) or each.role == Role.PARTNER
        )  # whose people are at the partner, in each case others
        return Holder(duty, "role", f"role:{each.role}", name, "", there, sure, reference)
    if each.unit is not None:
        key, there = f"unit:{each.unit.uuid}", _exists(each.unit, on)
        return Holder(duty, "unit", key, each.unit.name, living=there, reference=reference)
    if each.partner_uuid is not None or each.name:
        return _outside(each, duty, reference)
    person = each.person
    key = f"person:{person.uuid}" if person else f"gone:{each.pk}"
    sure = frozenset({str(person.uuid)} if person else ())
    name = person.name if person else ""
    return Holder(duty, "person", key, name, "", is_living(person, on=on), sure, reference)


def _outside(each: Responsibility, duty: Duty, reference: str) -> Holder:
    """Somebody at a partner, the partner as such, or a third party."""
    partner = str(each.partner_uuid or "")
    key = f"{'partner' if partner else 'other'}:{partner}:{each.name.casefold()}"
    sure = frozenset({key} if each.name else ())
    return Holder(
        duty, "partner" if partner else "other", key, each.name, partner, people=sure, reference=reference
    )


def _exists(unit: Unit, on: dt.date) -> bool:
    return unit.valid_until is None or unit.valid_until > on


# ------------------------------------------------------------------ conflicts, for signals


@dataclass(frozen=True, slots=True)
class Troubled:
    """An open plan in which something is wrong."""

    plan: WorkPlan
    conflicts: list[Conflict]


def list_troubled(institution: Institution, *, on: dt.date) -> list[Troubled]:
    """The open plans of a university in which something is wrong, for signals of the loop. Four queries."""
    plans = list(
        WorkPlan.objects.filter(institution=institution, closed_on=None)
        .select_related(*JOINED)
        .order_by(F("id"))
    )
    sheets = get_sheets(plans, on=on)
    found = [Troubled(plan, list_conflicts(sheets[plan.pk], on=on)) for plan in plans]
    return [each for each in found if each.conflicts]
