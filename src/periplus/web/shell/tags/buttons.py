"""Buttons and dialogs. A refused verdict leaves the button in its place, with the reason beside it."""

from django.template import Context
from django.utils.safestring import SafeString

from periplus.core.verdicts import YES, Verdict
from periplus.web.shell.components import Words
from periplus.web.shell.tags.library import register, render, unique_id


def _button(context: Context, text: Words, verdict: Verdict | None, **values: object) -> SafeString:
    answer = YES if verdict is None else verdict
    if answer.hidden:
        return SafeString("")
    if not answer:
        reason_id = unique_id(context, "why", text, answer.sentence)
        return render(context, "refused", text=text, sentence=answer.sentence, reason_id=reason_id, **values)
    return render(context, "button", text=text, **values)


@register.simple_tag(takes_context=True)
def link_button(
    context: Context,
    text: Words,
    url: str,
    *,
    kind: str = "",
    icon: str = "",
    verdict: Verdict | None = None,
    small: str = "",
) -> SafeString:
    """A link that looks like a button."""
    return _button(context, text, verdict, url=url, kind=kind, icon=icon, small=small)


@register.simple_tag(takes_context=True)
def button(  # noqa: PLR0913 -- one parameter for each attribute of HTML
    context: Context,
    text: Words,
    *,
    kind: str = "",
    icon: str = "",
    name: str = "",
    value: object = "",
    verdict: Verdict | None = None,
    form: str = "",
    small: str = "",
) -> SafeString:
    """A submit button of the form it stands in, or of the form with the id `form`."""
    return _button(
        context, text, verdict, kind=kind, icon=icon, name=name, value=value, form=form, small=small
    )


@register.simple_tag(takes_context=True)
def dialog_button(
    context: Context,
    text: Words,
    dialog_id: str,
    *,
    kind: str = "",
    icon: str = "",
    verdict: Verdict | None = None,
    small: str = "",
) -> SafeString:
    """Opens the dialog with this id; a popover where scripts are off."""
    return _button(context, text, verdict, opens=dialog_id, kind=kind, icon=icon, small=small)


@register.simple_block_tag(takes_context=True)
def dialog(context: Context, content: str, id: str, title: Words) -> SafeString:  # noqa: A002 -- HTML's word
    """A native dialog with content of the page."""
    return render(context, "dialog", id=id, title=title, content=content)


@register.simple_block_tag(takes_context=True)
def confirm_dialog(
    context: Context,
    content: str,
    id: str,  # noqa: A002 -- HTML's word
    title: Words,
    action: str,
    label: Words,
    *,
    kind: str = "primary",
) -> SafeString:
    """Asks once more, then posts to `action`; the content stands inside the form."""
    return render(
        context, "confirm_dialog", id=id, title=title, action=action, label=label, kind=kind, content=content
    )
