"""Names for annotations of those who reach people only through queries and services."""

from periplus.people.models import Affiliation, Institution, Person, RoleAssignment, Unit

__all__ = ["Affiliation", "Institution", "Person", "RoleAssignment", "Unit"]
