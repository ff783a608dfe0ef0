"""How many of the agreed places were used: reported every December, from the list of nominations."""

import datetime as dt

from periplus.demo.story.flows import Flows
from periplus.demo.story.world import World
from periplus.partners import lives
from periplus.partners.bulk import LineBook, LineFacts, bring_lines
from periplus.partners.enums import Activity, AgreementState
from periplus.partners.models import AgreementLine
from periplus.people.standing import in_force

SOURCE = "use of places"
DECEMBER, TWELFTH = 12, 12


def tell(world: World, flows: Flows) -> None:
    for year in range(world.years.first - 1, world.years.today.year + 1):
        world.diary.write(dt.date(year, DECEMBER, TWELFTH), lambda day: _report(world, flows, day))


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
    lines = AgreementLine.objects.filter(
        in_force(day, "agreement__"), agreement__state__in=lives.EFFECTIVE_STATES, activity=Activity.STUDY
    ).select_related("agreement", "partner")
    partners = {partner.pk: key for key, partner in world.partners.items()}
    faculties = {unit.name: code for code, unit in world.units.items()}
    facts = []
    for line in lines.order_by("id"):
        place = partners[line.partner_id], faculties[line.unit_name], line.direction
        facts.append(_facts(line, flows.in_academic_year(*place, day.year), day))
    bring_lines(
        actor=world.people["mei"],
        book=LineBook(world.institution, SOURCE),
        lines=facts,
        today=day,
        attributes={"source": SOURCE},
    )


def _facts(line: AgreementLine, used: int, day: dt.date) -> LineFacts:
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
        places=line.places,
        used=min(used, line.places),
        year=day.year,
        reported_on=day,
        reference=agreement.reference,
    )
