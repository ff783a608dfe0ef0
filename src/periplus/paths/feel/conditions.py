"""Conditions of flows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from periplus.paths.enums import ValueType
from periplus.paths.feel.checking import check_condition
from periplus.paths.feel.meaning import Ask, Values, meaning
from periplus.paths.feel.naming import names_in
from periplus.paths.feel.parsing import Parser
from periplus.paths.feel.refusal import check_written


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that was read once and can be asked often. `names`: the values it asks for."""

    text: str
    names: frozenset[str]
    ask: Ask

    def holds(self, values: Values) -> bool:
        """Whether it is true of these values; what is unknown does not hold. Never raises."""
        return self.ask(values) is True


def compile_condition(text: str, *, names: Mapping[str, ValueType] | None = None) -> Condition:
    """Read a condition such as `amount > 5000 and country in ("DE", "FR")`.

    `names`: the values there are and of which type; without it every name is accepted, and what a value is
    shows when it is compared. Raises `FeelError`.
    """
    check_written(text)
    return _compiled(text, None if names is None else frozenset(names.items()))


@lru_cache(maxsize=4096)
def _compiled(text: str, names: frozenset[tuple[str, ValueType]] | None) -> Condition:
    parser = Parser(text)
    tree = parser.either()
    parser.end()
    known = None if names is None else dict(names)
    check_condition(tree, known)
    return Condition(text, frozenset(names_in(tree)), meaning(tree, known))
