"""Conditions and cells of decision tables in S-FEEL, read by a parser of our own.

Nothing written by people is ever run: the text is cut into known words and signs, read by a small grammar
into values and comparisons, and these are asked. No name reaches anything but a value of the case, and
only `not(…)` and `date(…)` can be called. Every refusal is a sentence with the place.

A comparison with a missing value is unknown, unless it is a comparison with `null`; what is unknown does
not hold, nor does its opposite. In this we are stricter than FEEL, where `not(country = "DE")` holds when
nobody has filled in the country.
"""

from periplus.paths.feel.cells import UnaryTest, compile_literal, compile_test
from periplus.paths.feel.conditions import Condition, compile_condition
from periplus.paths.feel.refusal import FeelError

__all__ = ["Condition", "FeelError", "UnaryTest", "compile_condition", "compile_literal", "compile_test"]
