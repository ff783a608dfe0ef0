"""What procedures and their steps are called, for those who know only a key."""

from periplus.paths.chart import ChartNode, say
from periplus.paths.enums import HUMAN
from periplus.paths.models import Procedure, ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.people.models import Institution


def list_titles(institution: Institution) -> list[tuple[str, str]]:
    """Keys and names of the procedures of an institution, by name."""
    found = [(row.key, str(row)) for row in Procedure.objects.filter(institution=institution)]
    return sorted(found, key=lambda pair: pair[1])


def get_title(key: str) -> str:
    """What a procedure is called; its key when nobody knows it."""
    procedure = Procedure.objects.filter(key=key).order_by("id").first()
    return str(procedure) if procedure else key


def find_newest(procedure: Procedure) -> ProcedureVersion | None:
    """The version enacted last, whether it is in force already or no longer."""
    return procedure.versions.exclude(enacted_at=None).order_by("-number").first()


def list_human_nodes(procedure: Procedure) -> list[ChartNode]:
    """The steps that people do, as the version enacted last has them."""
    version = find_newest(procedure)
    return [node for node in get_chart(version).nodes if node.kind in HUMAN] if version else []


def get_node_title(procedure: Procedure, key: str) -> str:
    """What a step is called in the version enacted last; its key when that has no such step."""
    node = next((node for node in list_human_nodes(procedure) if node.key == key), None)
    return (say(node.title) if node else "") or key
