"""Which process of a BPMN file is read, and what is told of the rest."""

from dataclasses import replace

from django.utils.translation import gettext as _
from lxml import etree

from periplus.paths.chart import Chart
from periplus.paths.interchange.elements import FLOW_NODES
from periplus.paths.interchange.names import fit, is_name, local
from periplus.paths.interchange.notes import read_note
from periplus.paths.interchange.remarks import InterchangeError, Remark


def choose_process(root: etree._Element) -> tuple[etree._Element, list[Remark]]:
    """The first process that can be run, else the first with anything in it; remarks on what is beside it."""
    filled = [each for each in root.iterfind("{*}process") if _size(each)]
    if not filled:
        sentence = _("The file contains no process with elements. Export a process, not a choreography.")
        raise InterchangeError(sentence)
    pools = {
        (each.get("processRef") or "").rpartition(":")[2]: fit(each.get("name") or "")
        for each in root.iterfind("{*}collaboration/{*}participant")
    }
    # Participants stand in the order in which people drew them.
    order = list(pools)
    filled.sort(key=lambda each: order.index(_key(each)) if _key(each) in pools else len(order))
    chosen = next((each for each in filled if each.get("isExecutable") == "true"), filled[0])
    return chosen, [*_other_processes(filled, chosen, pools), *_collaborating(root)]


def _key(element: etree._Element) -> str:
    return element.get("id") or ""


def _size(process: etree._Element) -> int:
    return sum(local(str(child.tag)) in FLOW_NODES for child in process)


def _other_processes(
    filled: list[etree._Element], chosen: etree._Element, pools: dict[str, str]
) -> list[Remark]:
    sentence = _(
        "Only one process of a file is taken over. To have this one too, bring it in a file of its own."
    )
    return [
        Remark(_key(each), fit(each.get("name") or "") or pools.get(_key(each), ""), sentence)
        for each in filled
        if each is not chosen
    ]


def _collaborating(root: etree._Element) -> list[Remark]:
    pool = _("A pool without steps was not taken over. Its part is played by messages and by partner guests.")
    message = _("A message between pools was not taken over. Put a wait for a message where it is received.")
    found = [
        Remark(_key(each), fit(each.get("name") or ""), pool)
        for each in root.iterfind("{*}collaboration/{*}participant")
        if not each.get("processRef")
    ]
    found += [
        Remark(_key(each), fit(each.get("name") or ""), message)
        for each in root.iterfind("{*}collaboration/{*}messageFlow")
    ]
    return found


def process_note(process: etree._Element, language: str, remarks: list[Remark]) -> Chart:
    """The chart without its nodes: from our note with what has changed, else from the standard."""
    name, key = fit(process.get("name") or ""), _key(process)
    description = fit(process.findtext("{*}documentation") or "")
    plain = Chart(
        key if is_name(key) else "procedure",
        {language: name} if name else {},
        {language: description} if description else {},
    )
    try:
        note = read_note(process, Chart)
    except ValueError:
        sentence = _(
            "What this product had noted of the procedure is damaged. Check its tables and its subject."
        )
        remarks.append(Remark(key, name, sentence))
        return plain
    if note is None:
        return plain
    chart, written = note
    title = chart.title if written.get("name") == name else {**chart.title, language: name}
    told = (
        chart.description
        if written.get("doc") == description
        else {**chart.description, language: description}
    )
    return replace(chart, title=title, description=told)
