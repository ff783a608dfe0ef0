"""Two entries of the register that are one institution: merged, after a look at what moves."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core import clock
from periplus.core.verdicts import Invalid
from periplus.partners import queries
from periplus.partners.policies import visible_partners
from periplus.partners.queries.names import find_choosable, list_merges, visible_merges
from periplus.partners.services import merging
from periplus.partners.types import Partner
from periplus.web.partners.words import country_name
from periplus.web.shell.components import Fact
from periplus.web.shell.doors import Request, act, form_page, found, leave

MOST_FOUND = 15
# What may move, by the label of its model.
KINDS = {
    "partners.partnername": gettext_lazy("Names"),
    "partners.identifier": gettext_lazy("Identifiers"),
    "partners.contact": gettext_lazy("Contacts"),
    "partners.agreementparty": gettext_lazy("Agreements"),
    "partners.agreementline": gettext_lazy("Agreement lines"),
    "partners.namematch": gettext_lazy("Decided names"),
    "partners.partner": gettext_lazy("Entries merged before"),
    "mobility.stay": gettext_lazy("Stays"),
    "mobility.enrolment": gettext_lazy("Enrolments"),
    "people.roleassignment": gettext_lazy("Guests"),
}


@form_page("partners.partners.change")
def merge(request: Request, reference: UUID) -> HttpResponse:
    """Choose the other entry, see what would move, merge it into this one."""
    kept = found(visible_partners(request.user), uuid=reference)
    other = _other(request, kept)
    if request.method == "POST":
        if other is None:
            raise Invalid({"other": _("Choose the entry to be merged into this one.")})
        merging.merge_partners(actor=request.user, kept=kept, merged=other, on=clock.today())
        said = _("%(other)s is part of %(name)s now.") % {"other": other.name, "name": kept.name}
        return leave(request, "names:merge", kept.uuid, say=said)
    words = request.GET.get("words", "" if other else kept.name).strip()
    context = {
        "kept": kept,
        "other": other,
        "words": words,
        "found": _found(request, kept, words),
        "merges": list(list_merges(request.user, kept)),
        **(_compared(kept, other) if other else {}),
    }
    return render(request, "names/merge.html", context)


@act("partners.partners.change")
def undo(request: Request, reference: UUID) -> HttpResponse:
    one = found(visible_merges(request.user), uuid=reference)
    merging.undo_merge(actor=request.user, merge=one, on=clock.today())
    said = _("%(name)s stands for itself again.") % {"name": one.merged.name}
    return leave(request, "names:merge", one.kept.uuid, say=said)


def _other(request: Request, kept: Partner) -> Partner | None:
    given = request.POST.get("other") or request.GET.get("other", "")
    try:
        other = find_choosable(request.user, UUID(given))
    except ValueError:
        return None
    return other if other and other.pk != kept.pk else None


def _found(request: Request, kept: Partner, words: str) -> list[tuple[Partner, str]]:
    candidates = queries.list_candidates(request.user, text=words, limit=MOST_FOUND + 1) if words else []
    return [(each, country_name(each.country)) for each in candidates if each.pk != kept.pk][:MOST_FOUND]


def _compared(kept: Partner, other: Partner) -> dict[str, object]:
    moves = merging.count_moves(kept=kept, merged=other)
    return {
        "moves": [Fact(KINDS.get(label, label), count) for label, count in sorted(moves.items())],
        "differences": [
            (_("Name"), other.name, kept.name),
            (_("Country"), country_name(other.country), country_name(kept.country)),
            (_("City"), other.city, kept.city),
            (_("Website"), other.website, kept.website),
            (_("Identifiers"), _identifiers(other), _identifiers(kept)),
        ],
    }


def _identifiers(partner: Partner) -> str:
    return ", ".join(map(str, queries.list_identifiers(partner)))
