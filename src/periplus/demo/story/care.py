"""Where a decision has been taken, somebody cares: from the next list on as many go as in better years."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from periplus.demo.story.flows import OUT, YEARS, Flow, Flows
from periplus.demo.story.world import World
from periplus.loop.enums import DeviationState
from periplus.loop.models import Deviation

_BETTER: Final = (2, 3)  # the numbers of two good years
_DECIDED: Final = (DeviationState.DECIDED, DeviationState.CLOSED)


def with_care(world: World, flows: Flows) -> Flows:
    """The flows to come, where the deviations of a country or a faculty were decided on."""
    counts, cared = Counter(flows.counts), list(_cared_for(world))
    for flow, went in flows.counts.items():
        if flow.way == OUT and flow.year in _BETTER and any(_within(world, flow, scope) for scope in cared):
            year = YEARS - len(_BETTER) + _BETTER.index(flow.year)
            to_come = Flow(flow.partner, flow.faculty, flow.way, year, flow.term)
            counts[to_come] = max(counts[to_come], went)
    return Flows(flows.first, counts)


def _cared_for(world: World) -> Iterator[dict[str, str]]:
    """Scopes smaller than the university."""
    decided = Deviation.objects.filter(institution=world.institution, state__in=_DECIDED)
    for scope in decided.order_by("id").values_list("scope", flat=True):
        if scope.keys() & {"country", "unit"} and scope.keys() <= {"institution", "country", "unit"}:
            yield scope


def _within(world: World, flow: Flow, scope: dict[str, str]) -> bool:
    partner, unit = world.partners.get(flow.partner), scope.get("unit")
    same_country = partner is not None and scope.get("country", partner.country) == partner.country
    return same_country and unit in {None, str(world.units[flow.faculty].uuid)}
