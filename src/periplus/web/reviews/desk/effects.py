"""Effect checks: what is compared, the result, and the end of the loop."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from periplus.core import clock
from periplus.loop import policies
from periplus.loop.forms.deciding import NoteForm
from periplus.loop.services import effects
from periplus.loop.types import EffectCheck
from periplus.web.reviews.effect_page import page_of
from periplus.web.shell.doors import Request, form_page, found, leave, page, submit


def seen(request: Request, reference: UUID) -> EffectCheck:
    joined = ("decision__deviation__owner", "decision__goal", "decision__institution")
    visible = policies.visible_effect_checks(request.user).select_related(*joined)
    return found(visible, uuid=reference)


@page("loop.reviews.see")
def detail(request: Request, reference: UUID) -> HttpResponse:
    check = seen(request, reference)
    return render(request, "effects/detail.html", page_of(request.user, check, clock.today(), NoteForm()))


@form_page("loop.effects.check")
def check(request: Request, reference: UUID) -> HttpResponse:
    """Measure again and judge."""
    due = seen(request, reference)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if submit(
        request,
        form,
        lambda values: effects.check_effect(
            actor=request.user, check=due, note=values["note"], today=clock.today()
        ),
    ):
        said = _("The effect is checked: %(verdict)s.") % {"verdict": due.get_verdict_display()}
        return leave(request, "effects:detail", reference, say=said)
    return render(request, "effects/detail.html", page_of(request.user, due, clock.today(), form))
