"""Names that wait for a decision: which institution of the register do they mean, or is it a new one?

A decision merges the stand-in into the chosen institution. The written name moves along and is
remembered, so the next import matches by itself.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from periplus.core.ledger.services import record
from periplus.core.text import normalise, sort_key
from periplus.core.verdicts import Invalid, require
from periplus.partners import policies
from periplus.partners.enums import MatchState, NameKind, PartnerState
from periplus.partners.matching import Match, Register, Written, titles_of
from periplus.partners.merging import count_uses
from periplus.partners.models import Merge, NameMatch, Partner, PartnerName
from periplus.partners.policies import Actor
from periplus.partners.services.merging import merge_partners, undo_merge

AT_ONCE: Final = 200
_LENGTH: Final = 300
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StoodIn:
    """Which entry of the register stands for each name, and which stand-ins had to be made."""

    partner_ids: dict[Written, int]
    made: dict[Written, int]


def stand_in_for(matches: Mapping[Written, Match]) -> StoodIn:
    """Give every doubtful name an entry to point at: one made before, or a new stand-in in the queue.

    Called by imports inside their transaction, which records the event.
    """
    keys = {written: _key(written) for written in matches}
    known = _known(set(keys.values()))
    new = {keys[written]: written for written in reversed(list(matches)) if keys[written] not in known}
    made = _make_all(new, matches)
    return StoodIn(
        {written: (known | made)[key] for written, key in keys.items()},
        {written: made[key] for key, written in new.items()},
    )


def find_stand_ins(names: Iterable[Written]) -> dict[Written, int]:
    """The entries that stand for those of these doubtful names that were met before; writes nothing."""
    keys = {written: _key(written) for written in names}
    known = _known(set(keys.values()))
    return {written: known[key] for written, key in keys.items() if key in known}


@transaction.atomic
def confirm_name(*, actor: Actor, match: NameMatch, chosen: Partner, on: dt.date) -> Merge:
    """Decide that a name means this institution."""
    match = _locked_open(match)
    merge = merge_partners(actor=actor, kept=chosen, merged=match.provisional, on=on)
    match.state, match.chosen, match.settled_on = MatchState.CONFIRMED, chosen, on
    match.save(update_fields=["state", "chosen", "settled_on"])
    return merge


@transaction.atomic
def register_name(*, actor: Actor, match: NameMatch, on: dt.date) -> Partner:
    """Decide that a name is an institution which the register did not know yet."""
    match = _locked_open(match)
    partner = match.provisional
    require(policies.may_change_partner(actor, partner))
    partner.state = PartnerState.REGISTERED
    partner.save(update_fields=["state"])
    partner.names.filter(kind=NameKind.WRITTEN, name=partner.name).update(kind=NameKind.OFFICIAL)
    match.state, match.settled_on = MatchState.NEW, on
    match.save(update_fields=["state", "settled_on"])
    record("partners.name.registered", actor=actor, objects={"partner": partner}, on=on)
    return partner


@transaction.atomic
def reopen_name(*, actor: Actor, match: NameMatch, on: dt.date) -> NameMatch:
    """Take a decision about a name back; it waits in the queue again."""
    match = NameMatch.objects.select_for_update().get(pk=match.pk)
    if match.state == MatchState.OPEN:
        raise Invalid({"": _("Nothing was decided about this name yet.")})
    if match.state == MatchState.CONFIRMED:
        merge = Merge.objects.filter(merged=match.provisional, undone_at=None).latest("merged_at")
        undo_merge(actor=actor, merge=merge, on=on)
        return NameMatch.objects.get(pk=match.pk)
    partner = match.provisional
    require(policies.may_change_partner(actor, partner))
    partner.state = PartnerState.PROVISIONAL
    partner.save(update_fields=["state"])
    partner.names.filter(kind=NameKind.OFFICIAL, name=partner.name).update(kind=NameKind.WRITTEN)
    match.state, match.settled_on = MatchState.OPEN, None
    match.save(update_fields=["state", "settled_on"])
    record("partners.name.reopened", actor=actor, objects={"partner": partner}, on=on)
    return match


@transaction.atomic
def confirm_best(*, actor: Actor, at_least: Decimal, on: dt.date) -> int:
    """Accept the best candidate of every open name that is at least this sure; `AT_ONCE` at most."""
    require(policies.may_register_partner(actor))
    waiting = NameMatch.objects.filter(state=MatchState.OPEN, confidence__gte=at_least)
    confirmed = 0
    for match in waiting.order_by("-confidence", "-uses", "id")[:AT_ONCE]:
        best = [each["uuid"] for each in match.candidates[:1]]
        chosen = Partner.objects.filter(uuid__in=best).exclude(state=PartnerState.MERGED).first()
        if chosen:
            confirm_name(actor=actor, match=match, chosen=chosen, on=on)
            confirmed += 1
    return confirmed


@transaction.atomic
def register_unlike(*, actor: Actor, on: dt.date) -> int:
    """Add every waiting name that nothing in the register is like; `AT_ONCE` at most."""
    require(policies.may_register_partner(actor))
    unlike = NameMatch.objects.filter(state=MatchState.OPEN, candidates=[])
    added = list(unlike.order_by("-uses", "id")[:AT_ONCE])
    for match in added:
        register_name(actor=actor, match=match, on=on)
    return len(added)


@transaction.atomic
def look_again(*, actor: Actor, on: dt.date) -> int:
    """Compare all waiting names with the register as it is now; decide those that are sure."""
    require(policies.may_register_partner(actor))
    waiting = list(NameMatch.objects.filter(state=MatchState.OPEN).order_by("id"))
    found = Register().match_names(Written(each.written, each.country) for each in waiting)
    titles = titles_of(candidate for match in found.values() for candidate in match.candidates)
    decided = 0
    for match in waiting:
        new = found[Written(match.written, match.country)]
        match.candidates = _candidates(new, titles)
        match.confidence = Decimal(str(new.confidence))
        if new.partner_id is not None:
            confirm_name(actor=actor, match=match, chosen=Partner.objects.get(pk=new.partner_id), on=on)
            decided += 1
    NameMatch.objects.bulk_update(waiting, ["candidates", "confidence"], batch_size=500)
    return decided


def recount_uses() -> None:
    """Count anew how many rows wait for each open name."""
    waiting = list(NameMatch.objects.filter(state=MatchState.OPEN).only("id", "provisional_id", "uses"))
    uses = count_uses(each.provisional_id for each in waiting)
    stale = [each for each in waiting if each.uses != uses[each.provisional_id]]
    for match in stale:
        match.uses = uses[match.provisional_id]
    NameMatch.objects.bulk_update(stale, ["uses"], batch_size=1000)


def _key(written: Written) -> Key:
    return normalise(written.name)[:_LENGTH], written.country


def _known(keys: set[Key]) -> dict[Key, int]:
    rows = NameMatch.objects.filter(normalised__in={normalised for normalised, _country in keys})
    columns = ("normalised", "country", "provisional_id", "chosen_id", "state")
    return {
        (normalised, country): chosen if state == MatchState.CONFIRMED and chosen else provisional
        for normalised, country, provisional, chosen, state in rows.values_list(*columns)
        if (normalised, country) in keys
    }


def _make_all(new: Mapping[Key, Written], matches: Mapping[Written, Match]) -> dict[Key, int]:
    names = {key: written.name[:_LENGTH] for key, written in new.items()}
    partners = Partner.objects.bulk_create(
        Partner(name=name, sort_key=sort_key(name)[:_LENGTH], country=country, state=PartnerState.PROVISIONAL)
        for (_normalised, country), name in names.items()
    )
    made = {key: partner.pk for key, partner in zip(names, partners, strict=True)}
    PartnerName.objects.bulk_create(
        PartnerName(partner_id=pk, name=names[key], normalised=key[0], kind=NameKind.WRITTEN)
        for key, pk in made.items()
    )
    titles = titles_of(each for written in new.values() for each in matches[written].candidates)
    NameMatch.objects.bulk_create(
        NameMatch(
            written=names[key],
            normalised=key[0],
            country=key[1],
            provisional_id=pk,
            candidates=_candidates(matches[new[key]], titles),
            confidence=Decimal(str(matches[new[key]].confidence)),
        )
        for key, pk in made.items()
    )
    return made


def _candidates(match: Match, titles: Mapping[int, Any]) -> list[dict[str, Any]]:
    return [
        {
            "uuid": str(titles[each.partner_id][0]),
            "name": titles[each.partner_id][1],
            "confidence": each.confidence,
        }
        for each in match.candidates
        if each.partner_id in titles
    ]


def _locked_open(match: NameMatch) -> NameMatch:
    locked = NameMatch.objects.select_for_update().get(pk=match.pk)
    if locked.state != MatchState.OPEN:
        raise Invalid({"": _("This name was decided before. Reload the queue.")})
    return locked
