"""Who somebody is at sign-in, and again at every request."""

import datetime as dt
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from periplus.core import clock
from periplus.people.models import Person
from periplus.people.queries.persons import is_living


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is not typed
    """People sign in with their e-mail address; those who have left do not come in."""

    def get_user(self, user_id: int) -> Person | None:
        person = Person.objects.filter(pk=user_id).select_related("institution").first()
        return person if person and self.user_can_authenticate(person) else None

    def user_can_authenticate(self, user: Any) -> bool:
        today: dt.date = clock.today()
        return is_living(user, on=today)
