"""Properties of conditions and cells: what they mean, and that they never raise anything but a refusal."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from periplus.paths.enums import ValueType
from periplus.paths.feel import FeelError, compile_condition, compile_literal, compile_test

Truth: TypeAlias = bool | None
Reference: TypeAlias = Callable[[Mapping[str, Any]], Truth]
Drawn: TypeAlias = tuple[str, Reference]
SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
numbers = st.integers(-4, 4)


def _compared(name: str, sign: str, number: int) -> Drawn:
    return f"{name} {sign} {number}", lambda v: None if v[name] is None else SIGNS[sign](v[name], number)


def _ranged(name: str, low: int, width: int, brackets: str) -> Drawn:
    high = low + width

    def reference(values: Mapping[str, Any]) -> Truth:
        value = values[name]
        if value is None:
            return None
        above = value >= low if brackets[0] == "[" else value > low
        return bool(above and (value <= high if brackets[1] == "]" else value < high))

    return f"{name} in {brackets[0]}{low}..{high}{brackets[1]}", reference


def _every(parts: list[Drawn]) -> Drawn:
    def reference(values: Mapping[str, Any]) -> Truth:
        answers = [part(values) for _text, part in parts]
        return False if False in answers else None if None in answers else True

    return " and ".join(f"({text})" for text, _part in parts), reference


def _some(parts: list[Drawn]) -> Drawn:
    def reference(values: Mapping[str, Any]) -> Truth:
        answers = [part(values) for _text, part in parts]
        return True if True in answers else None if None in answers else False

    return " or ".join(f"({text})" for text, _part in parts), reference


def _opposite(part: Drawn) -> Drawn:
    text, inner = part

    def reference(values: Mapping[str, Any]) -> Truth:
        answer = inner(values)
        return None if answer is None else not answer

    return f"not({text})", reference


names = st.sampled_from("abc")
leaves = st.one_of(
    st.builds(_compared, names, st.sampled_from(list(SIGNS)), numbers),
    st.builds(
        _ranged, names, numbers, st.integers(1, 3), st.sampled_from(["[]", "[[", "]]", "][", "()", "(]"])
    ),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(_every),
        st.lists(inner, min_size=2, max_size=3).map(_some),
        inner.map(_opposite),
    ),
    max_leaves=10,
)


@given(conditions, st.fixed_dictionaries(dict.fromkeys("abc", st.none() | numbers)))
def test_meaning_equals_a_naive_reference(drawn: Drawn, values: Mapping[str, Any]) -> None:
    text, reference = drawn
    assert compile_condition(text).holds(values) is (reference(values) is True)
    typed = compile_condition(text, names=dict.fromkeys("abc", ValueType.NUMBER))
    assert typed.holds(values) is (reference(values) is True)


PIECES = [
    "a",
    "b",
    " and ",
    " or ",
    "not(",
    "(",
    ")",
    "[",
    "]",
    "..",
    ",",
    "-",
    "+",
    "*",
    "=",
    "<=",
    " in ",
    "5",
    '"x"',
    " null",
    " true",
    'date("2026-01-31")',
    " between ",
]
anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.lists(st.text(max_size=2), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
    st.dates(),
    st.decimals(),
)


@given(
    st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)),
    anything,
    anything,
)
def test_nothing_but_a_refusal_is_ever_raised(text: str, one: Any, other: Any) -> None:
    values = {"a": one, "b": other}
    _try(text, lambda: compile_condition(text).holds(values))
    for type_ in ValueType:
        _try(text, partial(_match, text, type_, values))
        _try(text, partial(compile_literal, text, type_))


def _match(text: str, type_: ValueType, values: Mapping[str, Any]) -> bool:
    test = compile_test(text, type_, names={"a": type_, "b": ValueType.NUMBER})
    return test.matches(values["a"], values)


def _try(text: str, read: Callable[[], Any]) -> None:
    refused = None
    try:
        read()
    except FeelError as error:
        refused = error
    assert refused is None or (refused.sentence and 0 <= refused.at <= len(text))
