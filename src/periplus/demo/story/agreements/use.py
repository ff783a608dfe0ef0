"""How many of the agreed places were used: reported every December, from the list of nominations."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from periplus.demo.story.diary import LONG_AGO
from periplus.demo.story.flows import Flows
from periplus.demo.story.world import World
from periplus.partners import lives
from periplus.partners.bulk import LineBook, LineFacts, bring_lines
from periplus.partners.enums import Activity, AgreementState
from periplus.partners.models import AgreementLine, LineYear
from periplus.people.standing import in_force

SOURCE = "use of places"
DECEMBER, TWELFTH = 12, 12


def tell(world: World, flows: Flows, after: dt.date = LONG_AGO) -> None:
    """Every report that is due later than on a day."""
    for year in range(world.years.first - 1, world.years.today.year + 1):
        if (due := dt.date(year, DECEMBER, TWELFTH)) > after:
            world.diary.write(due, lambda day: _report(world, flows, day))


def find_line(world: World, partner: str, faculty: str, way: str) -> AgreementLine:
    """The line, now in force, on which a faculty exchanges with a partner."""
    lines = AgreementLine.objects.filter(
        partner=world.partners[partner],
        unit_name=world.units[faculty].name,
        direction=way,
        agreement__state=AgreementState.IN_FORCE,
    )
    return lines.select_related("agreement").earliest("id")


def _report(world: World, flows: Flows, day: dt.date) -> None:
    partners = {partner.pk: key for key, partner in world.partners.items()}
    faculties = {unit.name: code for code, unit in world.units.items()}
    facts = []
    for line in _lines(world, day):
        place = partners.get(line.partner_id), faculties.get(line.unit_name)
        if place[0] and place[1]:
            used = flows.in_academic_year(place[0], place[1], line.direction, day.year)
            facts.append(_facts(line, used, day))
    bring_lines(
        actor=world.people.get("mei"),
        book=LineBook(world.institution, SOURCE),
        lines=facts,
        today=day,
        attributes={"source": SOURCE},
    )


def _lines(world: World, day: dt.date) -> QuerySet[AgreementLine]:
    """Lines in force of which nobody has reported yet, with the places `offered` in that year."""
    of_the_year = LineYear.objects.filter(line=OuterRef("pk"), year=day.year)
    lines = AgreementLine.objects.filter(
        ~Exists(of_the_year.filter(reported_on__isnull=False)),
        in_force(day, "agreement__"),
        agreement__institution=world.institution,
        agreement__state__in=lives.EFFECTIVE_STATES,
        activity=Activity.STUDY,
    )
    offered = Coalesce(Subquery(of_the_year.values("places")), "places")
    return lines.select_related("agreement").annotate(offered=offered).order_by("id")


def _facts(line: AgreementLine, used: int, day: dt.date) -> LineFacts:
    places: int = getattr(line, "offered")  # noqa: B009 -- annotated by `_lines`
    agreement = line.agreement
    return LineFacts(
        partner_id=line.partner_id,
        programme=agreement.programme,
        unit_name=line.unit_name,
        direction=line.direction,
        activity=line.activity,
        field=line.field,
        field_text=line.field_text,
        level=line.level,
        language=line.language,
        cefr=line.cefr,
        places=places,
        used=min(used, places),
        year=day.year,
        reported_on=day,
        reference=agreement.reference,
    )
