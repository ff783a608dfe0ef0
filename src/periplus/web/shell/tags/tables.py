"""The frame of tables, and paging."""

from django.core.paginator import Page
from django.template import Context
from django.utils.safestring import SafeString

from periplus.web.shell.components import Words
from periplus.web.shell.tags.library import register, render


@register.simple_block_tag(takes_context=True)
def data_table(context: Context, content: str, label: Words) -> SafeString:
    """A region that scrolls sideways and can be reached by keyboard."""
    return render(context, "data_table", label=label, content=content)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: "Page[object]", *, parameter: str = "page") -> SafeString:
    """Pages as links that keep the filters."""
    numbers = [
        (number, _address(context, parameter, number) if isinstance(number, int) else "")
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    before = _address(context, parameter, page.previous_page_number()) if page.has_previous() else ""
    after = _address(context, parameter, page.next_page_number()) if page.has_next() else ""
    return render(context, "pagination", page=page, numbers=numbers, before=before, after=after)


def _address(context: Context, parameter: str, number: int) -> str:
    query = context["request"].GET.copy()
    query[parameter] = str(number)
    return f"?{query.urlencode()}"
