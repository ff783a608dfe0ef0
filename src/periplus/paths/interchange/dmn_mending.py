"""Makes the standard side of a foreign decision table fit for here, and tells what was changed."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from lxml import etree

from periplus.paths.interchange.dmn_facets import Facets
from periplus.paths.interchange.dmn_words import POLICY_OF, TYPE_OF, is_value
from periplus.paths.interchange.names import fit, local
from periplus.paths.interchange.vendors import value_key

Remarker = Callable[[etree._Element, str], None]  # noqa: SLF001 -- how lxml names the type of an element


def mended(facets: Facets, decision: etree._Element, table: etree._Element, remark: Remarker) -> Facets:
    """The facets with names, types and cells as they must be. `remark` is told of everything."""
    if any(
        local(str(each.tag)) == "requiredDecision"
        for each in decision.iterfind("{*}informationRequirement/*")
    ):
        remark(
            decision, _("It reads what another decision gives. Put that decision before it in the procedure.")
        )
    inputs = list(table.iterfind("{*}input"))
    outputs = list(table.iterfind("{*}output"))
    if not outputs:
        remark(decision, _("The table has no output. Add the column in which its answer stands."))
    rules = zip(facets["rules"], table.iterfind("{*}rule"), strict=True)
    return {
        "name": facets["name"],
        "policy": _policy(facets["policy"], table, remark),
        "inputs": [_input(told, each, remark) for told, each in zip(facets["inputs"], inputs, strict=True)],
        "outputs": [
            _output(told, each, decision, remark)
            for told, each in zip(facets["outputs"], outputs, strict=True)
        ],
        "rules": [_rule(told, rule, (len(inputs), len(outputs)), remark) for told, rule in rules],
    }


def _policy(told: str, table: etree._Element, remark: Remarker) -> str:
    if told in POLICY_OF.values():
        return told
    sentence = _("Its hit policy “%(policy)s” is unknown. Check which rule is to apply when several match.")
    remark(table, sentence % {"policy": told[:80]})
    return str(POLICY_OF.get((told.partition(" ")[0], None), POLICY_OF["UNIQUE", None]))


def _input(told: list[str], column: etree._Element, remark: Remarker) -> list[str]:
    label, text, type_, values = told
    key = text
    if not is_value(text):
        key = value_key(label) or value_key(text) or "value"
        sentence = _("The input “%(text)s” is worked out, not read. Let an earlier step produce “%(key)s”.")
        remark(column, sentence % {"text": text[:120], "key": key})
    return [label, key, _type(type_, column, remark), values]


def _output(told: list[str], column: etree._Element, decision: etree._Element, remark: Remarker) -> list[str]:
    label, name, type_, values = told
    variable = decision.find("{*}variable")
    named = "" if variable is None else fit(variable.get("name") or "")
    wished = name or named or label or fit(decision.get("id") or "")
    key = wished if is_value(wished) else value_key(wished) or "result"
    if key != wished:
        sentence = _("The output is called “%(key)s” here: a name has letters, digits and underscores.")
        remark(column, sentence % {"key": key})
    if column.find("{*}defaultOutputEntry") is not None:
        remark(column, _("Its default was left out. Add a rule that matches everything else."))
    return [label, key, _type(type_, column, remark), values]


def _type(name: str, column: etree._Element, remark: Remarker) -> str:
    plain = name.rpartition(":")[2]
    if plain.lower() in TYPE_OF:
        return plain
    sentence = _("The type “%(type)s” is unknown and became text. Choose what it is.")
    remark(column, sentence % {"type": plain[:80]})
    return "string"


def _rule(
    told: list[list[str]], rule: etree._Element, width: tuple[int, int], remark: Remarker
) -> list[object]:
    cells, results, note = told
    if (len(cells), len(results)) != width:
        remark(rule, _("A rule has not one cell for each column; missing ones were added. Check it."))
    foreign = [str(each.get("expressionLanguage")).lower() for each in rule if each.get("expressionLanguage")]
    if any("feel" not in each for each in foreign):
        remark(rule, _("A rule is written in another language than FEEL. Write its cells anew."))
    cells = [each or "-" for each in cells[: width[0]]] + ["-"] * (width[0] - len(cells))
    return [cells, results[: width[1]] + [""] * (width[1] - len(results)), note]
