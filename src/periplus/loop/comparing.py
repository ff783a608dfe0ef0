"""Whether a number moved as hoped."""

from decimal import Decimal

from periplus.loop.enums import Direction, EffectVerdict


def compare(
    before: Decimal | None,
    after: Decimal | None,
    *,
    direction: str,
    tolerance: Decimal,
    hoped: Decimal | None = None,
) -> EffectVerdict:
    """Judge a movement: past `tolerance` the right way, the wrong way, or not at all.

    All numbers are in the unit of the measure. Within a band the movement is measured by the distance
    from `hoped`, the middle of the band; without it nothing can be told. Missing is never good news.
    """
    if before is None or after is None:
        return EffectVerdict.UNKNOWN
    if direction == Direction.BAND:
        if hoped is None:
            return EffectVerdict.UNKNOWN
        gain = abs(before - hoped) - abs(after - hoped)
    else:
        gain = after - before if direction == Direction.UP else before - after
    if abs(gain) <= tolerance:
        return EffectVerdict.UNCHANGED
    return EffectVerdict.BETTER if gain > 0 else EffectVerdict.WORSE
