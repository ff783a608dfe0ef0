"""Keys for machines."""

import datetime as dt
import hashlib

from django.db.models import QuerySet

from periplus.people.models import ApiToken, Person


def list_tokens(person: Person) -> QuerySet[ApiToken]:
    """A person's keys, the newest first."""
    return ApiToken.objects.filter(person=person).order_by("-created_at", "-id")


def find_token(secret: str, *, on: dt.date) -> ApiToken | None:
    """The key with this secret, if it is still good and its person is still here."""
    good = ApiToken.objects.filter(revoked_at__isnull=True, expires_on__gt=on, person__is_active=True)
    return good.filter(digest=digest_of(secret)).select_related("person__institution").first()


def digest_of(secret: str) -> str:
    """What is kept of a secret: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
