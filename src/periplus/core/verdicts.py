"""A policy's answer: yes, or no with a sentence a person can act on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Verdict:
    """`allowed`, and when not, `sentence`: the same words on the button, the page and the API."""

    allowed: bool
    sentence: str | Promise = ""
    hidden: bool = False  # the object does not exist for this person: 404, not 403
    lacking: bool = False  # a role would help; else it is how things stand that forbids it

    def __bool__(self) -> bool:
        return self.allowed

    def __and__(self, other: "Verdict") -> "Verdict":
        return other if self.allowed else self


YES = Verdict(allowed=True)


def no(sentence: str | Promise) -> Verdict:
    """A refusal that may be shown: as things stand, this cannot be done."""
    return Verdict(allowed=False, sentence=sentence)


def lacking(sentence: str | Promise) -> Verdict:
    """A refusal for want of a right: with another role it could be done."""
    return Verdict(allowed=False, sentence=sentence, lacking=True)


def unseen(sentence: str | Promise = "") -> Verdict:
    """A refusal that does not even admit that the object exists."""
    return Verdict(allowed=False, sentence=sentence, hidden=True)


def first_refusal(verdicts: Iterable[Verdict]) -> Verdict:
    """The first `no` of several rules, or yes; later rules are not evaluated."""
    for verdict in verdicts:
        if not verdict:
            return verdict
    return YES


class Refused(Exception):
    """A service was asked for something its policy does not allow."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(str(verdict.sentence))
        self.verdict = verdict


def require(verdict: Verdict) -> None:
    """Raise `Refused` unless the verdict is yes."""
    if not verdict:
        raise Refused(verdict)


class Invalid(Exception):
    """Input that cannot be used: a sentence for each field, '' for the whole."""

    def __init__(self, errors: "dict[str, str | Promise]") -> None:
        super().__init__("; ".join(str(sentence) for sentence in errors.values()))
        self.errors = errors
