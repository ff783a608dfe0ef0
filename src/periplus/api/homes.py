"""The institution on whose behalf a caller acts."""

from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.people.types import Institution, Person


def home_of(person: Person) -> Institution:
    """The institution that a person belongs to. Raises `Invalid` when there is none."""
    if person.institution is None:
        raise Invalid({"": _("Your account belongs to no institution. Ask an administrator.")})
    return person.institution
