"""What an address asks of an indicator: its scope, its kind of period."""

from dataclasses import dataclass

from periplus.core import clock
from periplus.core.periods import Period
from periplus.core.verdicts import Verdict, require
from periplus.loop.enums import PeriodKind
from periplus.loop.measuring import Measure
from periplus.loop.policies import may_see_records
from periplus.loop.queries.standings import last_periods
from periplus.loop.scopes import Scope
from periplus.people.queries.units import find_unit
from periplus.people.types import Institution, Person
from periplus.web.loop.scoping import question_of, scope_asked
from periplus.web.loop.ways import institution_of, way
from periplus.web.shell.doors import Request


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of an indicator."""

    measure: Measure
    institution: Institution
    scope: Scope
    kind: str
    last: Period

    def sees(self, person: Person) -> Verdict:
        unit = find_unit(self.scope.unit) if self.scope.unit else None
        return may_see_records(person, unit)

    def require_records(self, person: Person) -> None:
        require(self.sees(person))

    def url(self, **question: object) -> str:
        return way("loop:indicator", self.measure.key, **(self._question() | question))

    def records_url(self, period: str, **question: object) -> str:
        return way("loop:records", self.measure.key, **(self._question() | {"period": period} | question))

    def _question(self) -> dict[str, object]:
        return {"kind": self.kind, **question_of(self.scope)}


def read_address(request: Request, measure: Measure) -> Asked:
    """The scope and kind of period asked for; a scope the measure does not know is cut down to it."""
    institution = institution_of(request.user)
    scope = scope_asked(request.GET, institution)
    for axis in scope.axes - measure.axes:
        scope = scope.narrowed(axis, None if axis in {"unit", "partner"} else "")
    kind = request.GET.get("kind", "")
    known = kind if kind in PeriodKind.values else PeriodKind.CALENDAR_YEAR.value
    return Asked(measure, institution, scope, known, last_periods(institution, clock.today())[known])
