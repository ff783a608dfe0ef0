"""Lanes of a BPMN file, and who is meant by them."""

from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import override
from lxml import etree

from periplus.core.languages import BY_CODE
from periplus.paths.interchange.names import OURS, fit
from periplus.paths.interchange.remarks import Remark
from periplus.people.enums import Role


class Lanes:
    """By identifier of a node: the role of its lane. A lane whose name is no role is told once."""

    def __init__(self, process: etree._Element) -> None:
        self.role: dict[str, str] = {}
        self.unknown: dict[str, tuple[str, str]] = {}
        for lane in process.iterfind("{*}laneSet//{*}lane"):
            name = fit(lane.get("name") or "")
            ours = lane.find(f"{{*}}extensionElements/{{{OURS}}}role")
            role = role_named(name) if ours is None else fit(ours.text or "")
            for reference in lane.iterfind("{*}flowNodeRef"):
                node = (reference.text or "").strip()
                self.role[node] = role
                if not role and name:
                    self.unknown[node] = (lane.get("id") or "", name)

    def remarks(self, tasks: list[str]) -> list[Remark]:
        """About the lanes in which somebody has something to do."""
        counted: dict[tuple[str, str], int] = {}
        for task in tasks:
            if task in self.unknown:
                counted[self.unknown[task]] = counted.get(self.unknown[task], 0) + 1
        sentence = _(
            "No role here is called “%(name)s”. Choose the role of the tasks in this lane: %(count)d."
        )
        return [
            Remark(lane, name, sentence % {"name": name, "count": count})
            for (lane, name), count in counted.items()
        ]


def role_named(name: str) -> str:
    """The role of this name, in any language, else ""."""
    return _names().get(" ".join(name.casefold().replace("-", " ").replace("_", " ").split()), "")


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in BY_CODE:
        with override(language):
            for role in Role:
                for name in (str(role.label), str(role.value)):
                    told = " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
                    names.setdefault(told, str(role.value))
    return names
