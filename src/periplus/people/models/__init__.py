from periplus.people.models.access import ApiToken, RoleAssignment
from periplus.people.models.attention import Notification, SavedView
from periplus.people.models.exports import ListExport
from periplus.people.models.institutions import Institution, Unit
from periplus.people.models.persons import Affiliation, Person

__all__ = [
    "Affiliation",
    "ApiToken",
    "Institution",
    "ListExport",
    "Notification",
    "Person",
    "RoleAssignment",
    "SavedView",
    "Unit",
]
