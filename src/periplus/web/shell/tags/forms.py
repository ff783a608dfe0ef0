"""Forms: a label, a field, help, and the error in words."""

from django import forms
from django.forms import BoundField
from django.template import Context
from django.utils.safestring import SafeString

from periplus.web.shell.tags.library import register, render


@register.simple_tag(takes_context=True)
def field(context: Context, bound: BoundField, *, wide: bool = False) -> SafeString:
    """One field. `wide` lets it span both columns of a form grid."""
    widget = bound.field.widget
    return render(
        context,
        "field",
        field=bound,
        group=widget.use_fieldset,
        check=isinstance(widget, forms.CheckboxInput),
        wide=wide or widget.use_fieldset or isinstance(widget, forms.Textarea),
    )


@register.simple_tag(takes_context=True)
def form_body(context: Context, form: forms.BaseForm) -> SafeString:
    """All fields of a form, with a summary of what must be put right."""
    return render(context, "form_body", form=form)
