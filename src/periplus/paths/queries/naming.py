"""What procedures and their steps are called, for those who know only a key."""

import uuid
from collections.abc import Iterable
from functools import lru_cache

from periplus.paths.chart import Chart, ChartNode, say
from periplus.paths.enums import HUMAN
from periplus.paths.models import Case, Procedure, ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.people.models import Institution


def list_titles(institution: Institution) -> list[tuple[str, str]]:
    """Keys and names of the procedures of an institution, by name."""
    found = [(row.key, str(row)) for row in Procedure.objects.filter(institution=institution)]
    return sorted(found, key=lambda pair: pair[1])


def list_enacted(institution: Institution) -> list[Procedure]:
    """The procedures of an institution that have been put in force, by name."""
    enacted = Procedure.objects.filter(institution=institution, versions__enacted_at__isnull=False)
    return sorted(enacted.distinct(), key=str)


def get_title(key: str) -> str:
    """What a procedure is called; its key when nobody knows it."""
    procedure = Procedure.objects.filter(key=key).order_by("id").first()
    return str(procedure) if procedure else key


def find_newest(procedure: Procedure) -> ProcedureVersion | None:
    """The version enacted last, whether it is in force already or no longer."""
    return procedure.versions.exclude(enacted_at=None).order_by("-number").first()


def find_chart_of(case: uuid.UUID, number: int) -> Chart | None:
    """What the procedure of a case said in one of its versions. Asked once: neither ever changes."""
    try:
        return _chart_of(case, number)
    except (Case.DoesNotExist, ProcedureVersion.DoesNotExist):
        return None


@lru_cache(maxsize=4096)
def _chart_of(case: uuid.UUID, number: int) -> Chart:
    procedure = Case.objects.values_list("version__procedure_id", flat=True).get(uuid=case)
    return _chart(procedure, number)


@lru_cache(maxsize=256)
def _chart(procedure: int, number: int) -> Chart:
    return get_chart(ProcedureVersion.objects.get(procedure=procedure, number=number))


def list_human_nodes(procedure: Procedure) -> list[ChartNode]:
    """The steps that people do, as the version enacted last has them."""
    version = find_newest(procedure)
    return [node for node in get_chart(version).nodes if node.kind in HUMAN] if version else []


def map_node_titles(procedures: Iterable[int]) -> dict[int, dict[str, str]]:
    """What the steps of some procedures are called, by their keys, as enacted last. One query."""
    wanted = set(procedures)
    enacted = ProcedureVersion.objects.filter(procedure__in=wanted).exclude(enacted_at=None)
    newest = {version.procedure_id: version for version in enacted.order_by("number")} if wanted else {}
    return {
        procedure: {node.key: say(node.title) or node.key for node in get_chart(version).nodes}
        for procedure, version in newest.items()
    }
