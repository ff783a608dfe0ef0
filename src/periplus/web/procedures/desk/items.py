"""What a step of a draft reads and produces."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from periplus.paths.chart import Chart, ChartItem, ChartNode
from periplus.paths.editing import change_node, find_node
from periplus.paths.editing.nodes import SAYS
from periplus.paths.enums import ValueType, Way
from periplus.paths.forms.items import ProduceForm, ReadForm
from periplus.paths.queries.charts import get_chart
from periplus.paths.queries.procedure_pages import list_known
from periplus.paths.types import ProcedureVersion
from periplus.web.procedures.drafting import back_to, change, draft_of, node_of, step_url
from periplus.web.procedures.editor import show_panel_form
from periplus.web.procedures.words import node_name
from periplus.web.shell.doors import Request, act, form_page, submit

WAYS = {"read": Way.IN, "produce": Way.OUT}


@form_page("paths.procedures.write")
def add(request: Request, reference: UUID, key: str, way: str) -> HttpResponse:
    """One more value that a step reads or produces."""
    version = draft_of(request, reference)
    node = node_of(version, key)
    if way not in WAYS or "items" not in SAYS[node.kind]:
        raise Http404
    return _read(request, version, node, None) if way == "read" else _produce(request, version, node, None)


@form_page("paths.procedures.write")
def item(request: Request, reference: UUID, key: str, place: int) -> HttpResponse:
    """A value of a step said otherwise."""
    version = draft_of(request, reference)
    node = node_of(version, key)
    if place >= len(node.items):
        raise Http404
    ask = _read if node.items[place].way == Way.IN else _produce
    return ask(request, version, node, place)


@act("paths.procedures.write")
def remove(request: Request, reference: UUID, key: str, place: int) -> HttpResponse:
    """The step no longer reads or produces it."""
    version = draft_of(request, reference)

    def without(chart: Chart) -> Chart:
        items = find_node(chart, key).items
        return change_node(chart, key, items=tuple(each for at, each in enumerate(items) if at != place))

    change(request, version, without)
    return back_to(request, version, step=key, say=_("The value is gone from this step."))


@act("paths.procedures.write")
def shift(request: Request, reference: UUID, key: str, place: int) -> HttpResponse:
    """Asked earlier than the value before it."""
    version = draft_of(request, reference)

    def earlier(chart: Chart) -> Chart:
        items = list(find_node(chart, key).items)
        if 0 < place < len(items):
            items.insert(place - 1, items.pop(place))
        return change_node(chart, key, items=tuple(items))

    change(request, version, earlier)
    return back_to(request, version, step=key)


def _read(request: Request, version: ProcedureVersion, node: ChartNode, place: int | None) -> HttpResponse:
    known = {each.key: each for each in list_known(get_chart(version))}
    choices = [(each.key, f"{each.title} ({each.type.label})") for each in known.values()]
    old = node.items[place] if place is not None else None
    initial = {"key": old.key, "required": old.required} if old else {}
    form = ReadForm(request.POST or None, known=choices, initial=initial)

    def made(_chart: Chart) -> ChartItem:
        chosen = known[form.cleaned_data["key"]]
        plain = ValueType.TEXT if chosen.type == ValueType.CHOICE and not chosen.choices else chosen.type
        source = get_chart(version).item.get(chosen.key)
        base = source or ChartItem(chosen.key, chosen.words, type=plain)
        return replace(base, way=Way.IN, required=form.cleaned_data["required"])

    if submit(
        request, form, lambda _values: change(request, version, lambda c: _with(c, node.key, made(c), place))
    ):
        return back_to(request, version, step=node.key, say=_("The step shows this value now."))
    heading = _("What “%(node)s” reads") % {"node": node_name(node)}
    return show_panel_form(
        request,
        version,
        form,
        heading=heading,
        label=_("Save"),
        step=node.key,
        back=step_url(version, node.key),
    )


def _produce(request: Request, version: ProcedureVersion, node: ChartNode, place: int | None) -> HttpResponse:
    form = ProduceForm(request.POST or None, item=node.items[place] if place is not None else None)

    def made(chart: Chart) -> ChartItem:
        return form.produced([each.key for each in list_known(chart)])

    if submit(
        request, form, lambda _values: change(request, version, lambda c: _with(c, node.key, made(c), place))
    ):
        return back_to(request, version, step=node.key, say=_("This value is asked for here now."))
    heading = _("What is filled in at “%(node)s”") % {"node": node_name(node)}
    return show_panel_form(
        request,
        version,
        form,
        heading=heading,
        label=_("Save"),
        step=node.key,
        back=step_url(version, node.key),
    )


def _with(chart: Chart, key: str, item: ChartItem, place: int | None) -> Chart:
    """A value of one name is the same everywhere, so others that read it are told its new type."""
    items = list(find_node(chart, key).items)
    if place is None or place >= len(items):
        items.append(item)
    else:
        items[place] = item
    chart = change_node(chart, key, items=tuple(items))
    if item.way == Way.IN:
        return chart
    nodes = tuple(
        replace(node, items=tuple(_told(each, item) for each in node.items)) for node in chart.nodes
    )
    return replace(chart, nodes=nodes)


def _told(other: ChartItem, item: ChartItem) -> ChartItem:
    if other.key != item.key or other.way == Way.OUT:
        return other
    return replace(other, title=item.title, type=item.type, choices=item.choices, columns=item.columns)
