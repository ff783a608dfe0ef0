"""What finished cases say about running ones: a table by the step last reached, and how good it proves.

No model but medians: on the event logs it was tried on, it was as good as anything learnt by machine, and
everybody can check it. Its quality: a strict split in time, so that nothing is known beforehand (Weytjens and
De Weerdt, 2021): the table is made from cases finished before a day and tested on cases begun after it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.float64]
Keys: TypeAlias = npt.NDArray[np.str_]

DAY: Final = 86_400.0
ALL: Final = ""  # key of the state that stands for every case at its start
SLOW: Final = 0.8  # of the cases take no longer than what is called late where nobody said until when
SPLIT: Final = 0.7  # of the cases began before the day on which learning stops
NEVER: Final = 1e-9
NORMAL_80: Final = 0.8416212335729143  # of a standard normal, 80 per cent lie below


@dataclass(frozen=True, slots=True)
class Prefixes:
    """Moments of finished cases: the state reached, the number of the case, instants in seconds.

    `due`: NaN where none is set.
    """

    state: Keys
    case: Numbers
    at: Numbers
    started: Numbers
    ended: Numbers
    due: Numbers

    def __len__(self) -> int:
        return len(self.at)

    def where(self, chosen: npt.NDArray[np.bool_]) -> "Prefixes":
        numbers = (self.case, self.at, self.started, self.ended, self.due)
        return Prefixes(self.state[chosen], *(each[chosen] for each in numbers))

    @property
    def left(self) -> Numbers:
        """Remaining days."""
        return (self.ended - self.at) / DAY

    @property
    def took(self) -> Numbers:
        """Days from start to end."""
        return (self.ended - self.started) / DAY


@dataclass(frozen=True, slots=True)
class State:
    """What the finished cases that stood so had still before them, in days."""

    key: str
    cases: int
    median_days: float
    late_after_days: float
    late_share: float


@dataclass(frozen=True, slots=True)
class Quality:
    """As `OutlookQuality`. None where the cases do not allow to tell."""

    learnt_from: int
    tested_on: int
    hit_rate: float | None
    error_days: float | None
    plain_error_days: float | None  # had one guessed the same remaining time for all


def prefixes_from(rows: Iterable[Sequence[Any]]) -> Prefixes:
    """As the statement `prefixes` gives them."""
    columns = list(zip(*rows, strict=True)) or [()] * 6
    numbers = [np.array([math.nan if x is None else x for x in c], dtype=np.float64) for c in columns[1:]]
    return Prefixes(np.array(columns[0], dtype=np.str_), *numbers)


def learn(known: Prefixes) -> dict[str, State]:
    """The table: one row for each state, and one for all cases at their start."""
    if not len(known):
        return {}
    late = known.ended > _limits(known, usual_days(known))
    first = _first_of_cases(known)
    table = {ALL: _state(ALL, known.took[first], late[first])}
    order = np.argsort(known.state, kind="stable")
    keys, begins = np.unique(known.state[order], return_index=True)
    for key, members in zip(keys, np.split(order, begins[1:]), strict=True):
        table[str(key)] = _state(str(key), known.left[members], late[members])
    return table


def _state(key: str, left: Numbers, late: npt.NDArray[np.bool_]) -> State:
    half, slow = np.quantile(left, [0.5, SLOW])
    return State(key, len(left), float(half), float(slow), float(late.mean()))


def usual_days(known: Prefixes) -> float:
    """How long 80 per cent of the cases take at most."""
    return float(np.quantile(known.took[_first_of_cases(known)], SLOW))


def _limits(known: Prefixes, usual: float) -> Numbers:
    return np.where(np.isnan(known.due), known.started + usual * DAY, known.due)


def _first_of_cases(known: Prefixes) -> npt.NDArray[np.intp]:
    """One place for each case."""
    return np.unique(known.case, return_index=True)[1]


def chance_of_late(state: State, *, days_until_limit: float, days_there: float = 0.0) -> float:
    """How likely a case that stands so ends after its limit, given the days it has been standing there.

    `days_until_limit`: from when it got there. Remaining times are taken as log-normal through the median
    and the 80 per cent of the table.
    """
    if days_until_limit <= days_there:
        return 1.0
    beyond = _share_beyond(state, days_until_limit)
    still = _share_beyond(state, days_there) if days_there > 0 else 1.0
    return min(beyond / still, 1.0) if still > NEVER else 1.0


def _share_beyond(state: State, days: float) -> float:
    if days <= 0:
        return 1.0
    half, slow = max(state.median_days, 1e-4), max(state.late_after_days, 1e-4)
    spread = max(math.log(slow / half) / NORMAL_80, 0.05)
    return 0.5 * math.erfc(math.log(days / half) / spread / math.sqrt(2))


def judge(known: Prefixes) -> Quality:
    """How good the table is for cases it was not made from: a strict split in time.

    Made from cases that ended before the day by which 70 per cent of the cases had begun; tested at every
    moment of cases begun after it; for the chance of being late, only while the limit had not passed.
    """
    if not len(known):
        return Quality(0, 0, None, None, None)
    first = _first_of_cases(known)
    day = float(np.quantile(known.started[first], SPLIT))
    learnt, test = known.where(known.ended <= day), known.where(known.started > day)
    table = learn(learnt)
    counts = len(_first_of_cases(learnt)), len(_first_of_cases(test))
    if not table or not len(test):
        return Quality(*counts, None, None, None)
    expected = _expected(table, test, float(np.median(learnt.left)))
    error = float(np.abs(test.left - expected).mean())
    plain = float(np.abs(test.left - np.median(learnt.left)).mean())
    return Quality(*counts, _hit_rate(table, test, usual_days(learnt)), error, plain)


def _expected(table: Mapping[str, State], test: Prefixes, otherwise: float) -> Numbers:
    days = [table[key].median_days if key in table else otherwise for key in test.state]
    return np.array(days, dtype=np.float64)


def _hit_rate(table: Mapping[str, State], test: Prefixes, usual: float) -> float | None:
    limits = _limits(test, usual)
    asked = test.at < limits
    late = (test.ended > limits)[asked]
    until = ((limits - test.at) / DAY)[asked]
    chances = [
        chance_of_late(table.get(str(key), table[ALL]), days_until_limit=days)
        for key, days in zip(test.state[asked], until, strict=True)
    ]
    return area_under_curve(np.array(chances), late)


def area_under_curve(chances: Numbers, late: npt.NDArray[np.bool_]) -> float | None:
    """Chance that of a late and a timely one the late one was given the higher chance; ties count half."""
    yes, nope = int(late.sum()), int((~late).sum())
    if not yes or not nope:
        return None
    _values, place, number = np.unique(chances, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(number) - (number - 1) / 2)[place]
    return float((ranks[late].sum() - yes * (yes + 1) / 2) / (yes * nope))
