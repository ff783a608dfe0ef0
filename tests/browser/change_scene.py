"""A university that has run its agreement procedure for a year, for those who look at its pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.test import Client
from django.utils import timezone

from periplus.core import clock
from periplus.loop.enums import DecisionState, DiscussionRule, ItemKind, ItemState
from periplus.loop.models import AgendaItem, Decision
from periplus.partners.enums import AgreementKind
from periplus.paths import library
from periplus.people.enums import Role, UnitKind
from tests.factories.loop import BodyFactory, GoalFactory, PlanFactory
from tests.factories.partners import PartnerFactory, agreement_with, twin_of
from tests.factories.paths import case_on, past_case, version_of
from tests.factories.people import InstitutionFactory, UnitFactory, person_as

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext
    from pytest_django.live_server_helper import LiveServer

    from periplus.partners.models import Agreement
    from periplus.paths.models import Case
    from periplus.people.models import Person

PARTNERS = (
    ("Université de Nantes", "FR"),
    ("Universidade de São Paulo", "BR"),
    ("Fudan University", "CN"),
    ("Università di Torino", "IT"),
    ("Universidad de Chile", "CL"),
)
SIGNED = {
    "idea_verdict": "go",
    "partner_consent": "agree",
    "faculties": ["Engineering"],
    "opinions_verdict": "ready",
    "approval": "approve",
    "renewal_decision": "renew",
}


class Scene:
    """Five agreements signed last year, two under way, a decision that was taken."""

    def __init__(self) -> None:
        self.institution = InstitutionFactory.create(name="University of Porto")
        root = UnitFactory.create(
            institution=self.institution, kind=UnitKind.UNIVERSITY, name="University of Porto", code="UP"
        )
        self.faculty = UnitFactory.create(
            institution=self.institution, parent=root, name="Engineering", code="ENG"
        )
        self.home = twin_of(self.institution)
        self.office: Person = person_as(Role.OFFICE, institution=self.institution, name="Marta Silva")
        person_as(Role.VICE_RECTOR, institution=self.institution, name="Victor Vale")
        person_as(Role.COORDINATOR, unit=self.faculty, name="Carla Costa")
        self.agreements = [self._agreement(name, country) for name, country in PARTNERS]
        person_as(Role.PARTNER, partner_uuid=self.agreements[0].partners.get().uuid, institution=None)
        since = clock.today() - dt.timedelta(days=500)
        for key in ("agreement_renewal", "agreement_life"):
            chart = library.find_chart(key)
            assert chart is not None
            self.version = version_of(chart, self.institution, on=since)
        self.procedure = self.version.procedure
        self.past = [self._past(number, each) for number, each in enumerate(self.agreements)]
        self.running = [self._running(each) for each in self.agreements[:2]]
        self.decision = self._decision()

    def _decision(self) -> Decision:
        """Taken by the committee on a matter that somebody brought."""
        body, plan = (
            BodyFactory.create(institution=self.institution),
            PlanFactory.create(institution=self.institution),
        )
        goal = GoalFactory.create(plan=plan, title="More partners overseas")
        item = AgendaItem.objects.create(
            body=body,
            kind=ItemKind.DEVIATION,
            title="Agreements that had to be undone",
            goal=goal,
            discussion=DiscussionRule.DISCUSSION,
            entered_on=clock.today(),
            deadline_on=clock.today(),
            state=ItemState.SETTLED,
        )
        made: Decision = Decision.objects.create(
            institution=self.institution,
            reference="B-1",
            body=body,
            item=item,
            goal=goal,
            title="Look at the law of partner countries",
            reasons="Two agreements had to be undone.",
            state=DecisionState.TAKEN,
            taken_on=clock.today(),
        )
        return made

    def _agreement(self, name: str, country: str) -> Agreement:
        partner = PartnerFactory.create(name=name, country=country)
        return agreement_with(
            partner,
            institution=self.institution,
            unit=self.faculty,
            title=f"Student exchange with {name}",
            kind=AgreementKind.STUDENT_EXCHANGE,
        )

    def _past(self, number: int, agreement: Agreement) -> Case:
        day = clock.today() - dt.timedelta(days=60 + 50 * number)
        at = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
        return past_case(self.version, at=at, values=SIGNED, subject=agreement, title=agreement.title)

    def _running(self, agreement: Agreement) -> Case:
        return case_on(self.version, actor=self.office, title="", subject=agreement.uuid)


def sign_in(context: BrowserContext, server: LiveServer, person: Person) -> None:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])
