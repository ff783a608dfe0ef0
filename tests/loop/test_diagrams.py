"""The tables of moves: whole, and drawn as they are."""

import pytest

from periplus.core.verdicts import Refused
from periplus.loop import lives
from periplus.loop.enums import DeviationState
from periplus.loop.lives import DEVIATION, LIVES, Life


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.key)
def test_every_state_is_reached_from_the_start(life: Life) -> None:
    reached = {life.start}
    for _round in life.moves:
        reached |= {move.target for move in life.moves if move.source in reached}
    assert reached == set(type(life.start))


def test_a_move_that_is_not_in_the_table_is_refused_with_the_state_in_words() -> None:
    lives.check_move(DEVIATION, DeviationState.DECIDED, DeviationState.CLOSED)
    with pytest.raises(Refused, match="stands at “On an agenda”"):
        lives.check_move(DEVIATION, DeviationState.ON_AGENDA, DeviationState.CLOSED)


def test_a_life_is_drawn_with_its_beginning_moves_and_ends() -> None:
    drawn = DEVIATION.diagram().splitlines()
    assert drawn[:2] == ["stateDiagram-v2", "    [*] --> open"]
    assert "    decided --> closed: all effect checks are stored" in drawn
    assert drawn[-1] == "    closed --> [*]"
    assert lives.diagrams().count("```mermaid") == len(LIVES)
