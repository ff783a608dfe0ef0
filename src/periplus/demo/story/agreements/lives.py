"""The agreements of the story, from the first summer to today."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from periplus.demo.story.agreements import moving
from periplus.demo.story.agreements.offers import Offer, offers_of
from periplus.demo.story.diary import Act
from periplus.demo.story.flows import Flows
from periplus.demo.story.world import World
from periplus.partners import services
from periplus.partners.enums import Watch

WRITTEN_BEFORE = 175  # days from the first draft to the day on which it begins
RENEWED_BEFORE = 150
RENEWALS_UNDER_WAY = 4
NOTICE_GIVEN = ("halvoya", "vadstena", "karst", "nordhafen", "ostrava_vale")


def tell(world: World, flows: Flows) -> None:
    offers = offers_of(world, flows)
    for number, offer in enumerate(offers):
        _begin(world, offer, dt.timedelta(days=number % 40))
    _renew(world, offers)
    _give_notice(world, offers)
    world.diary.write(world.years.ago(70), lambda day: _watch(world, offers, day))


def _begin(world: World, offer: Offer, later: dt.timedelta) -> None:
    first_day = offer.begins - dt.timedelta(days=WRITTEN_BEFORE) + later

    def write(day: dt.date) -> None:
        agreement = moving.draft(world, offer, day)
        moving.lead_into_force(world, agreement, day)

    world.diary.write(first_day, write)


def _renew(world: World, offers: list[Offer]) -> None:
    for renewal in renewals_of(world, offers):
        _write_renewal(world, renewal.offer, renewal.on, renewal.last)


@dataclass(frozen=True, slots=True)
class Renewal:
    """An agreement that is renewed, from a day on, up to the step named `last`."""

    offer: Offer
    on: dt.date
    last: str


def renewals_of(world: World, offers: list[Offer]) -> Iterator[Renewal]:
    """What ended was renewed in time; of what ends next, a few renewals are being talked about."""
    under_way = 0
    for offer in offers:
        if offer.ends is None or offer.renews_by_itself:
            continue
        is_over = offer.ends <= world.years.today
        soon = offer.ends == world.years.next_september and under_way < RENEWALS_UNDER_WAY
        if is_over:
            yield Renewal(offer, offer.ends - dt.timedelta(days=RENEWED_BEFORE), "in_force")
        elif soon:
            under_way += 1
            yield Renewal(offer, world.years.ago(31 + 7 * under_way), "negotiation")


def ending_of(world: World, offers: list[Offer]) -> list[Offer]:
    """What ends with the academic year and is not being renewed yet."""
    ends = world.years.next_september
    ending = [each for each in offers if each.ends == ends and not each.renews_by_itself]
    return [each for each in ending[RENEWALS_UNDER_WAY:] if each.partner not in NOTICE_GIVEN]


def _write_renewal(world: World, offer: Offer, on: dt.date, last: str) -> None:
    def write(day: dt.date) -> None:
        assert offer.ends is not None  # noqa: S101 -- asked by the caller
        successor = services.renew_agreement(
            actor=moving.coordinator_of(world, offer.unit),
            agreement=world.agreements[offer.key],
            valid_until=offer.ends.replace(year=offer.ends.year + 6),
            on=day,
        )
        world.agreements[offer.key] = successor
        moving.lead_until(world, successor, day, last)

    world.diary.write(on, write)


def _give_notice(world: World, offers: list[Offer]) -> None:
    """After the committee had looked at what lies still, notice was given where nobody ever went."""
    months = dt.date(world.years.plan, 5, 6)
    for number, offer in enumerate(each for each in offers if each.partner in NOTICE_GIVEN):
        world.diary.write(months + dt.timedelta(days=3 * number), _notice(world, offer.key))


def _notice(world: World, key: str) -> Act:
    return lambda day: services.terminate_agreement(
        actor=world.people["office"],
        agreement=world.agreements[key],
        reason="Nobody has gone or come for years. Both sides agree to end it.",
        on=day,
    )


def _watch(world: World, offers: list[Offer], day: dt.date) -> None:
    """Of what ends within the year, some is to be renewed and one is not."""
    watches = (Watch.RENEW, Watch.RENEW, Watch.CLOSE)
    for offer, watch in zip(ending_of(world, offers), watches, strict=False):
        services.watch_agreement(
            actor=world.people["vice_rector"],
            agreement=world.agreements[offer.key],
            watch=watch,
            until=world.years.ahead(90),
            on=day,
        )
