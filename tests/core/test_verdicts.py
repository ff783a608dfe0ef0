"""Yes, or no with a sentence."""

import pytest

from periplus.core.verdicts import YES, Invalid, Refused, first_refusal, no, require, unseen


def test_a_refusal_carries_its_sentence() -> None:
    with pytest.raises(Refused, match="The year is closed") as refused:
        require(no("The year is closed."))
    assert not refused.value.verdict.hidden
    require(YES)


def test_what_is_unseen_says_so() -> None:
    with pytest.raises(Refused) as refused:
        require(unseen())
    assert refused.value.verdict.hidden


def test_the_first_refusal_wins_and_ends_the_questions() -> None:
    asked = []

    def ask(verdict: object) -> object:
        asked.append(verdict)
        return verdict

    first, second = no("first"), no("second")
    verdicts = (ask(one) for one in (YES, first, second))
    assert first_refusal(verdicts) is first  # type: ignore[arg-type]
    assert asked == [YES, first]
    assert first_refusal([]) is YES


def test_two_verdicts_are_one() -> None:
    first, second = no("first"), no("second")
    assert (YES & first) is first
    assert (first & second) is first
    assert YES & YES


def test_invalid_input_has_a_sentence_for_each_field() -> None:
    invalid = Invalid({"name": "Write the name.", "": "Nothing was kept."})
    assert str(invalid) == "Write the name.; Nothing was kept."
    assert list(invalid.errors) == ["name", ""]
