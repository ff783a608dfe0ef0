"""How the things of the second half of the loop are named and opened."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from periplus.loop import policies
from periplus.web.shell.links import Link
from periplus.web.shell.words import day_words


def _of_item(item: Any) -> str:
    if item.deviation:
        return reverse("deviations:detail", args=[item.deviation.uuid])
    if item.effect_check:
        return reverse("effects:detail", args=[item.effect_check.uuid])
    return reverse("agenda:body", args=[item.body.uuid])


def _of_decision(pull: Any) -> str:
    return reverse("decisions:detail", args=[pull.decision.uuid])


def _of_body(entry: Any) -> str:
    return reverse("bodies:detail", args=[entry.body.uuid])


def _title_of_review(review: Any) -> str:
    return f"{review.body.name}, {day_words(timezone.localdate(review.held_at))}"


LINKS = [
    Link("loop.deviation", _("deviation"), policies.visible_deviations, "deviations:detail", joined=()),
    Link("loop.body", _("body"), policies.visible_bodies, "agenda:body", joined=()),
    Link(
        "loop.entrypoint",
        _("way onto an agenda"),
        policies.visible_entry_points,
        address=_of_body,
        joined=["body"],
    ),
    Link(
        "loop.agendaitem",
        _("agenda item"),
        policies.visible_items,
        address=_of_item,
        joined=["body", "deviation", "effect_check"],
    ),
    Link(
        "loop.review",
        _("review"),
        policies.visible_reviews,
        "reviews:detail",
        title=_title_of_review,
        joined=["body"],
    ),
    Link("loop.decision", _("decision"), policies.visible_decisions, "decisions:detail", joined=()),
    Link(
        "loop.leverpull",
        _("change"),
        policies.visible_pulls,
        address=_of_decision,
        title=lambda pull: pull.subject_title,
        joined=["decision"],
    ),
    Link(
        "loop.effectcheck",
        _("effect check"),
        policies.visible_effect_checks,
        "effects:detail",
        title=lambda check: check.decision.title,
        joined=["decision"],
    ),
]
