"""Places that students may go to."""

import datetime as dt

from django.db.models import QuerySet

from periplus.partners.enums import Activity, LineDirection
from periplus.partners.models import Agreement, AgreementLine, Partner
from periplus.partners.policies import visible_partners
from periplus.partners.queries.narrowing import holding
from periplus.people.models import Person

_FOR_STUDENTS = (Activity.STUDY, Activity.TRAINEESHIP, Activity.RESEARCH)


def list_offers(person: Person, partner: Partner, *, on: dt.date) -> QuerySet[AgreementLine]:
    """What students of the person's university may take up at a partner, by agreements that hold on a day.

    Places are no secret: they are there to be taken. What else an agreement says stays with the staff.
    """
    if person.institution is None:
        return AgreementLine.objects.none()
    agreements = Agreement.objects.filter(holding(on), institution=person.institution)
    return AgreementLine.objects.filter(
        agreement__in=agreements,
        partner__in=visible_partners(person).filter(pk=partner.pk),
        direction=LineDirection.OUTGOING,
        activity__in=_FOR_STUDENTS,
        places__gt=0,
    ).order_by("field", "level", "id")
