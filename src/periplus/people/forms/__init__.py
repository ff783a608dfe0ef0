"""Forms about people; fields that other domains use as well stand here by name."""

from periplus.people.forms.fields import DayInput, LongSelect, UnitField, day_field

__all__ = ["DayInput", "LongSelect", "UnitField", "day_field"]
