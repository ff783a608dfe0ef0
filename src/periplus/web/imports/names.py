"""The queue of doubtful names: which institution does each mean, or is it a new one?"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from periplus.core import clock
from periplus.partners import queries
from periplus.partners.queries.names import (
    count_surer,
    count_unlike,
    find_choosable,
    list_settled_names,
    list_waiting_names,
    visible_names,
)
from periplus.partners.services import naming
from periplus.partners.types import NameMatch, Partner
from periplus.web.partners.words import country_name
from periplus.web.shell.components import Tab
from periplus.web.shell.doors import Request, act, found, leave, page
from periplus.web.shell.words import number_words

AT_A_TIME: Final = 20
MOST_FOUND: Final = 10
STEPS: Final = (95, 90, 85, 80, 75)


@page("partners.partners.change")
def queue(request: Request) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    waiting = list_waiting_names(request.user)
    if words:
        waiting = waiting.filter(written__icontains=words)
    sheet = Paginator(waiting, AT_A_TIME).get_page(request.GET.get("page"))
    context = {
        "sheet": sheet,
        "names": [_card(request, match, place == 0) for place, match in enumerate(sheet)],
        "waiting": sheet.paginator.count,
        "waiting_shown": number_words(sheet.paginator.count),
        "q": words,
        "surer": [(each, count_surer(request.user, each / 100)) for each in STEPS],
        "unlike": count_unlike(request.user),
        "at_once": naming.AT_ONCE,
        "tabs": _tabs("queue"),
        "here": _address(request),
    }
    return render(request, "names/queue.html", context)


@page("partners.partners.change")
def settled(request: Request) -> HttpResponse:
    sheet = Paginator(list_settled_names(request.user), AT_A_TIME).get_page(request.GET.get("page"))
    names = [(match, country_name(match.country)) for match in sheet]
    return render(request, "names/settled.html", {"sheet": sheet, "names": names, "tabs": _tabs("settled")})


@act("partners.partners.change")
def decide(request: Request, reference: UUID) -> HttpResponse:
    """The name means the chosen institution; 'new' adds it to the register."""
    match = found(visible_names(request.user), uuid=reference)
    chosen = request.POST.get("chosen", "")
    if chosen == "new":
        naming.register_name(actor=request.user, match=match, on=clock.today())
        said = _("%(name)s is in the register now.") % {"name": match.written}
    else:
        partner = _chosen(request, chosen)
        naming.confirm_name(actor=request.user, match=match, chosen=partner, on=clock.today())
        said = _("%(written)s is %(name)s.") % {"written": match.written, "name": partner.name}
    return leave(request, _back(request), say=said)


@act("partners.partners.change")
def reopen(request: Request, reference: UUID) -> HttpResponse:
    match = found(visible_names(request.user), uuid=reference)
    naming.reopen_name(actor=request.user, match=match, on=clock.today())
    return leave(request, "names:settled", say=_("%(name)s waits again.") % {"name": match.written})


@act("partners.partners.change")
def accept(request: Request) -> HttpResponse:
    """Accept the best candidate of every name that is sure enough."""
    given = request.POST.get("at_least", "")
    at_least = int(given) if given in {str(each) for each in STEPS} else STEPS[0]
    done = naming.confirm_best(actor=request.user, at_least=Decimal(at_least) / 100, on=clock.today())
    said = ngettext("%(number)s name is matched.", "%(number)s names are matched.", done)
    return leave(request, "names:queue", say=said % {"number": done})


@act("partners.partners.change")
def add_unlike(request: Request) -> HttpResponse:
    """Add every name that nothing in the register is like."""
    done = naming.register_unlike(actor=request.user, on=clock.today())
    said = ngettext(
        "%(number)s institution is new in the register.",
        "%(number)s institutions are new in the register.",
        done,
    )
    return leave(request, "names:queue", say=said % {"number": done})


@act("partners.partners.change")
def look_again(request: Request) -> HttpResponse:
    """Compare all waiting names with the register as it is now."""
    done = naming.look_again(actor=request.user, on=clock.today())
    said = ngettext(
        "Looked again: %(number)s name matched by itself.",
        "Looked again: %(number)s names matched by themselves.",
        done,
    )
    return leave(request, "names:queue", say=said % {"number": done})


def _card(request: Request, match: NameMatch, is_first: bool) -> dict[str, Any]:  # noqa: FBT001 -- a place
    open_here = request.GET.get("find") == str(match.uuid)
    words = request.GET.get("words", match.written) if open_here else match.written
    return {
        "match": match,
        "country": country_name(match.country),
        "candidates": [
            (each["uuid"], each["name"], round(each["confidence"] * 100)) for each in match.candidates
        ],
        "is_first": is_first and "find" not in request.GET,
        "is_open": open_here,
        "words": words,
        "found": _found(request, words, match) if open_here else (),
    }


def _found(request: Request, words: str, match: NameMatch) -> Sequence[tuple[Partner, str]]:
    candidates = queries.list_candidates(request.user, text=words, limit=MOST_FOUND + 1) if words else []
    others = [each for each in candidates if each.pk != match.provisional_id]
    return [(each, country_name(each.country)) for each in others[:MOST_FOUND]]


def _chosen(request: Request, reference: str) -> Partner:
    try:
        partner = find_choosable(request.user, UUID(reference))
    except ValueError:
        partner = None
    if partner is None:
        raise Http404
    return partner


def _tabs(current: str) -> list[Tab]:
    return [
        Tab(_("Waiting"), reverse("names:queue"), current == "queue"),
        Tab(_("Decided"), reverse("names:settled"), current == "settled"),
    ]


def _address(request: Request) -> str:
    """The page of the queue one is at, without an opened search."""
    kept = {key: request.GET[key] for key in ("q", "page") if request.GET.get(key)}
    return f"?{urlencode(kept)}"


def _back(request: Request) -> str:
    """The same page of the queue; the next name has moved up."""
    kept = {key: request.POST[key] for key in ("q", "page") if request.POST.get(key)}
    return f"{reverse('names:queue')}?{urlencode(kept)}"
