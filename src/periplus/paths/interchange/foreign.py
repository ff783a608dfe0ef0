"""A node without our notes: made from what the standard and other tools say."""

from django.utils.translation import gettext as _
from lxml import etree

from periplus.paths.chart import Box, ChartItem, ChartNode, Words
from periplus.paths.enums import HUMAN, NodeKind
from periplus.paths.interchange.lane_reading import role_named
from periplus.paths.interchange.names import LONGEST_KEY
from periplus.paths.interchange.node_reading import Found
from periplus.paths.interchange.vendors import WHO, has_form, hint, items_of, value_key


def foreign_node(found: Found, key: str, host: str, language: str) -> ChartNode:
    """The node. Adds to the remarks what has to be decided by people."""
    facets, element = found.facets, found.element
    kind = NodeKind(facets["kind"])
    return ChartNode(
        key,
        kind,
        _words(" ".join(facets["name"].split()), language),
        _words(facets["doc"], language),
        role=_role(found) if kind in HUMAN else "",
        allowance_days=facets["days"],
        items=_items(found, language) if kind in HUMAN else (),
        outcome=(value_key(facets["name"]) or "ended") if kind == NodeKind.END else "",
        table=hint(element, "decisionRef", "decisionId", "calledDecisionId")[:LONGEST_KEY],
        calls=_calls(found) if kind == NodeKind.CALL else "",
        over=_over(found) if kind == NodeKind.EACH else "",
        attached_to=host,
        interrupting=facets["interrupting"],
        message=_message(found) if kind == NodeKind.MESSAGE else "",
        box=Box(*facets["box"]) if facets["box"] else None,
    )


def _words(text: str, language: str) -> Words:
    return {language: text} if text.strip() else {}


def _role(found: Found) -> str:
    """Of its lane, else as somebody is assigned to it."""
    if found.facets["lane"]:
        return str(found.facets["lane"])
    told = [each.strip() for name in WHO for each in hint(found.element, name).split(",")]
    told += [(each.text or "").strip() for each in _owners(found.element)]
    role = next(filter(None, map(role_named, told)), "")
    named = ", ".join(filter(None, told))
    if named and not role:
        sentence = _("It is assigned to “%(who)s”, which is no role here. Choose its role.")
        found.remarks.append(sentence % {"who": named[:80]})
    return role


def _owners(element: etree._Element) -> list[etree._Element]:
    return [
        each
        for tag in ("potentialOwner", "humanPerformer", "performer")
        for each in element.iterfind(f"{{*}}{tag}//{{*}}formalExpression")
    ]


def _items(found: Found, language: str) -> tuple[ChartItem, ...]:
    items = items_of(found.element, language)
    if not items and has_form(found.element):
        found.remarks.append(
            _("Its form is kept in another file. Say here what is read and what is produced.")
        )
    return items


def _calls(found: Found) -> str:
    called = str(found.facets["calls"]) or value_key(hint(found.element, "processId", "calledElement"))
    if not called and not found.remarks:
        found.remarks.append(_("It calls no procedure. Choose which one."))
    return called


def _over(found: Found) -> str:
    """The list for whose elements it is done."""
    loop = found.element.find("{*}multiInstanceLoopCharacteristics")
    if loop is None:
        return ""
    if loop.get("isSequential") == "true":
        found.remarks.append(_("It was done one after the other; here it is done for all at once."))
    reference = (loop.findtext("{*}loopDataInputRef") or "").strip().rpartition(":")[2]
    inputs = found.element.iterfind("{*}ioSpecification/{*}dataInput")
    named = next((each.get("name") or reference for each in inputs if each.get("id") == reference), reference)
    over = value_key(hint(found.element, "collection", "inputCollection") or named)
    if not over:
        found.remarks.append(_("It is done several times. Choose the list for whose elements it is done."))
    return over


def _message(found: Found) -> str:
    """What is waited for; by the name of the node when the message has none."""
    told = str(found.facets["message"]) or found.name
    if not told:
        found.remarks.append(_("It waits for a message without a name. Say which one."))
    return told[:LONGEST_KEY]
