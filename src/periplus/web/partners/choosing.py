"""Choosing institutions of the register by name, with links only: what is chosen stands in the address."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from periplus.partners import queries
from periplus.partners.policies import visible_partners
from periplus.partners.types import Partner
from periplus.web.partners.words import country_name
from periplus.web.shell.doors import Request

MOST_FOUND = 20


def chosen_partners(request: Request) -> list[Partner]:
    """The partners named in the address, as far as they exist and the person may see them."""
    wanted = [found for found in map(_uuid, request.GET.getlist("partner")) if found]
    partners = visible_partners(request.user).filter(uuid__in=wanted, served_here=False)
    return list(partners.order_by("sort_key", "id"))


def choice_of(request: Request) -> dict[str, Any]:
    """The context of `partners/choose.html`: what is chosen, what was found, and the addresses of both."""
    chosen, words = chosen_partners(request), request.GET.get("find", "").strip()
    found = list(queries.list_candidates(request.user, text=words, limit=MOST_FOUND)) if words else []
    taken = {each.uuid for each in chosen}
    return {
        "chosen": [(each, _address([one for one in chosen if one != each])) for each in chosen],
        "find": words,
        "found": [
            (each, country_name(each.country), _address([*chosen, each]))
            for each in found
            if each.uuid not in taken and not each.served_here
        ],
        "is_cut": len(found) == MOST_FOUND,
        "on": _address(chosen, on="1") if chosen else "",
    }


def _address(partners: list[Partner], **more: str) -> str:
    pairs = [("partner", str(each.uuid)) for each in partners] + list(more.items())
    return f"?{urlencode(pairs)}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
