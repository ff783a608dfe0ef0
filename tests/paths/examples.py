"""A procedure with everything in it, for tests of the drawing and of the interchange."""

from periplus.paths.chart import (
    Chart,
    ChartChoice,
    ChartColumn,
    ChartFlow,
    ChartItem,
    ChartNode,
    ChartTable,
    TableColumn,
    TableRule,
    TableTest,
)
from periplus.paths.enums import HitPolicy, NodeKind, UnitRule, ValueType, Way

CHECK = ChartTable(
    "legal_check",
    {"en": "Is a legal check needed?", "zh": "是否需要法律审查？"},
    HitPolicy.UNIQUE,
    inputs=(
        TableColumn("eea", {"en": "Partner in the EEA"}, ValueType.YES_NO),
        TableColumn("budget", {"en": "Budget"}, ValueType.NUMBER),
    ),
    outputs=(TableColumn("check", {"en": "Check"}, ValueType.CHOICE, ('"full"', '"short"', '"none"')),),
    rules=(
        TableRule(("true", "< 10000"), ('"none"',)),
        TableRule(("true", ">= 10000"), ('"short"',), "Large sums are read by the office"),
        TableRule(("false", "-"), ('"full"',)),
    ),
    tests=(TableTest("A partner in Brazil", {"eea": False, "budget": 500}, {"check": "full"}),),
)


def _item(key: str, way: Way = Way.OUT, type_: ValueType = ValueType.TEXT) -> ChartItem:
    return ChartItem(key, {"en": key.replace("_", " ").capitalize()}, way, type_)


OK = ChartItem(
    "answer",
    {"en": "Answer", "es": "Respuesta"},
    Way.OUT,
    ValueType.CHOICE,
    choices=(ChartChoice("sign", {"en": "Sign"}), ChartChoice("change", {"en": "Change it"})),
)
COSTS = ChartItem(
    "costs",
    {"en": "Costs"},
    type=ValueType.TABLE,
    required=False,
    columns=(ChartColumn("what", {"en": "What"}), ChartColumn("sum", {"en": "Sum"}, ValueType.NUMBER)),
)

_NODES = (
    ChartNode("begin", NodeKind.START, {"en": "Idea", "zh": "想法"}),
    ChartNode(
        "draft",
        NodeKind.TASK,
        {"en": "Draft the agreement with the partner", "es": "Redactar el acuerdo", "zh": "起草协议"},
        {"en": "Begin from the template."},
        role="coordinator",
        allowance_days=20,
        items=(_item("eea", type_=ValueType.YES_NO), _item("budget", type_=ValueType.NUMBER), COSTS),
    ),
    ChartNode("late", NodeKind.TIMER, {}, allowance_days=14, attached_to="draft", interrupting=False),
    ChartNode("remind", NodeKind.STEP, {"en": "Remind the unit"}, step="partners.remind_unit"),
    ChartNode("reminded", NodeKind.END, {}),
    ChartNode("rule", NodeKind.DECISION, {"en": "Is a legal check needed?"}, table="legal_check"),
    ChartNode("needed", NodeKind.EXCLUSIVE, {"en": "Check?"}),
    ChartNode(
        "check",
        NodeKind.TASK,
        {"en": "Check the law"},
        role="office",
        evaluation=True,
        criteria=({"en": "Lawful here"}, {"en": "Lawful there"}),
        unit_rule=UnitRule.NAMED,
        unit_code="LEGAL",
    ),
    ChartNode("checked", NodeKind.EXCLUSIVE, {}),
    ChartNode("both", NodeKind.PARALLEL, {}),
    ChartNode("read", NodeKind.TASK, {"en": "Read as vice-rector"}, role="vice_rector", items=(OK,)),
    ChartNode(
        "places",
        NodeKind.TASK,
        {"en": "List the faculties"},
        role="office",
        items=(_item("units", type_=ValueType.LIST),),
    ),
    ChartNode("consent", NodeKind.EACH, {"en": "Consent of each faculty"}, role="coordinator", over="units"),
    ChartNode("overdue", NodeKind.TIMER, {"en": "30 days"}, allowance_days=30, attached_to="consent"),
    ChartNode("decide", NodeKind.TASK, {"en": "Decide for the silent"}, role="office", skippable=True),
    ChartNode("agreed", NodeKind.EXCLUSIVE, {}),
    ChartNode("all", NodeKind.PARALLEL, {}),
    ChartNode("again", NodeKind.EXCLUSIVE, {"en": "Sign it?"}),
    ChartNode("sign", NodeKind.CALL, {"en": "Signature"}, calls="signature"),
    ChartNode("answer", NodeKind.MESSAGE, {"en": "Signed copy comes back"}, message="signed_copy"),
    ChartNode("end", NodeKind.END, {"en": "In force"}, outcome="signed"),
    ChartNode("head", NodeKind.EXCLUSIVE, {}),
)

_FLOWS = (
    ("begin", "head"),
    ("head", "draft"),
    ("late", "remind"),
    ("remind", "reminded"),
    ("draft", "rule"),
    ("rule", "needed"),
    ("needed", "check", 'check != "none"', False, {"en": "outside the EEA or large"}),
    ("needed", "checked", "", True),
    ("check", "checked"),
    ("checked", "both"),
    ("both", "read"),
    ("both", "places"),
    ("places", "consent"),
    ("consent", "agreed"),
    ("overdue", "decide"),
    ("decide", "agreed"),
    ("agreed", "all"),
    ("read", "all"),
    ("all", "again"),
    ("again", "head", 'answer = "change"'),
    ("again", "sign", "", True, {"en": "yes"}),
    ("sign", "answer"),
    ("answer", "end"),
)


def agreement(**more: object) -> Chart:
    """From idea to signature, with every kind of node."""
    flows = tuple(ChartFlow(f"f{number}", *flow) for number, flow in enumerate(_FLOWS))  # type: ignore[arg-type]  # rows of different length
    return Chart(
        "agreement",
        {"en": "Agreement from idea to signature", "zh": "协议"},
        {"en": "How an agreement is made."},
        "partners.agreement",
        _NODES,
        flows,
        (CHECK,),
        **more,
    )
