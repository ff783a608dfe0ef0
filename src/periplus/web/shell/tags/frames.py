"""What holds other things: cards, notes, facts, tabs, empty states."""

from collections.abc import Iterable

from django.template import Context
from django.utils.safestring import SafeString

from periplus.web.shell import icons
from periplus.web.shell.components import Fact, Tab, Words
from periplus.web.shell.tags.library import register, render
from periplus.web.shell.words import initials, size_words


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing that stands beside words."""
    return icons.icon(name)


@register.simple_tag
def shape(tone: str) -> SafeString:
    """The mark of a state alone, where its word stands beside it already."""
    return icons.shape(tone)


@register.simple_block_tag(takes_context=True)
def card(
    context: Context,
    content: str,
    title: Words,
    *,
    count: int | None = None,
    url: str = "",
    link: Words = "",
    id: str = "",  # noqa: A002 -- HTML's word
) -> SafeString:
    """A group of things with a heading and at most one link."""
    return render(context, "card", title=title, count=count, url=url, link=link, id=id, content=content)


@register.simple_block_tag(takes_context=True)
def note(context: Context, content: str, tone: str) -> SafeString:
    """A message in its place on the page."""
    return render(context, "note", tone=tone, content=content)


@register.simple_tag(takes_context=True)
def facts(context: Context, rows: Iterable[Fact | tuple[Words, object]]) -> SafeString:
    """Labels and values, one below the other."""
    return render(context, "facts", rows=[row if isinstance(row, Fact) else Fact(*row) for row in rows])


@register.simple_tag(takes_context=True)
def tabs(context: Context, items: Iterable[Tab], label: Words) -> SafeString:
    """Links to sibling pages; `label` names the group to screen readers."""
    return render(context, "tabs", items=list(items), label=label)


@register.simple_tag(takes_context=True)
def empty(
    context: Context, title: Words, text: Words, *, url: str = "", label: Words = "", icon: str = "wave"
) -> SafeString:
    """Says that nothing is here, why, and what to do next."""
    return render(context, "empty", title=title, text=text, url=url, label=label, icon=icon)


@register.simple_tag(takes_context=True)
def avatar(context: Context, name: str) -> SafeString:
    """Initials in a disc; the name itself stands beside it."""
    return render(context, "avatar", initials=initials(name))


@register.simple_tag(takes_context=True)
def file_chip(context: Context, name: str, url: str, size: int, kind: Words) -> SafeString:
    """A document to open: its name, what it is and how large."""
    return render(context, "file_chip", name=name, url=url, size=size_words(size), kind=kind)
