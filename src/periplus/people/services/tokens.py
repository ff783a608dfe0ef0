"""Keys with which machines act for a person."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.ledger.services import record
from periplus.core.verdicts import Invalid, Refused, require, unseen
from periplus.people import policies
from periplus.people.enums import TokenUse
from periplus.people.models import ApiToken, Person
from periplus.people.queries.tokens import digest_of

LONGEST = dt.timedelta(days=366)
MARK = "pp_"  # so that a leaked key is recognised by those who look for leaked keys


@transaction.atomic
def make_token(
    *, actor: Person, name: str, use: TokenUse, expires_on: dt.date, on: dt.date
) -> tuple[ApiToken, str]:
    """Make a key. The secret is given back once and can never be read again."""
    require(policies.may_make_tokens(actor))
    if not on < expires_on <= on + LONGEST:
        raise Invalid({"expires_on": _("A key lasts until a day within the next year.")})
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=actor,
        name=name,
        digest=digest_of(secret),
        beginning=secret[:8],
        read_only=use == TokenUse.READ,
        created_at=clock.now(),
        expires_on=expires_on,
    )
    record("people.token.made", actor=actor, objects={"person": actor, "token": token}, on=on)
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Person, token: ApiToken, on: dt.date) -> ApiToken:
    """From now on the key opens nothing."""
    if token.person_id != actor.pk:
        raise Refused(unseen())
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        record("people.token.revoked", actor=actor, objects={"person": actor, "token": token}, on=on)
    return token


def note_use(*, token: ApiToken, on: dt.date) -> None:
    """Remember the last day on which a key was used; at most one write a day."""
    if token.last_used_on != on:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=on)
