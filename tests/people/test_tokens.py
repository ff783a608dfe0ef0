"""Keys for machines: shown once, kept as a hash, good for a while."""

import datetime as dt

import pytest

from periplus.core.verdicts import Invalid, Refused
from periplus.people.enums import Role, TokenUse
from periplus.people.models import ApiToken
from periplus.people.queries.tokens import find_token
from periplus.people.services.tokens import make_token, note_use, revoke_token
from tests.factories.people import person_as

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 3, 2)
END = ON + dt.timedelta(days=90)


def test_a_key_opens_until_its_day() -> None:
    ana = person_as(Role.OFFICE)
    token, secret = make_token(actor=ana, name="study office", use=TokenUse.READ, expires_on=END, on=ON)
    assert secret not in {str(value) for value in ApiToken.objects.filter(pk=token.pk).values_list()[0]}
    found = find_token(secret, on=END - dt.timedelta(days=1))
    assert found is not None
    assert (found.person, found.read_only) == (ana, True)
    assert find_token(secret, on=END) is None
    assert find_token(f"{secret}x", on=ON) is None


def test_a_revoked_key_and_the_key_of_somebody_gone_open_nothing() -> None:
    ana = person_as(Role.OFFICE)
    token, secret = make_token(actor=ana, name="one", use=TokenUse.WRITE, expires_on=END, on=ON)
    _other, second = make_token(actor=ana, name="two", use=TokenUse.WRITE, expires_on=END, on=ON)
    revoke_token(actor=ana, token=token, on=ON)
    assert find_token(secret, on=ON) is None
    assert find_token(second, on=ON) is not None
    ana.is_active = False
    ana.save()
    assert find_token(second, on=ON) is None


def test_only_the_owner_revokes() -> None:
    token, _secret = make_token(
        actor=person_as(Role.OFFICE), name="one", use=TokenUse.READ, expires_on=END, on=ON
    )
    with pytest.raises(Refused) as refused:
        revoke_token(actor=person_as(Role.ADMINISTRATOR), token=token, on=ON)
    assert refused.value.verdict.hidden


def test_keys_do_not_last_for_ever() -> None:
    ana = person_as(Role.OFFICE)
    for day in (ON, ON + dt.timedelta(days=367)):
        with pytest.raises(Invalid, match="next year"):
            make_token(actor=ana, name="one", use=TokenUse.READ, expires_on=day, on=ON)
    with pytest.raises(Refused):
        make_token(actor=person_as(Role.STUDENT), name="one", use=TokenUse.READ, expires_on=END, on=ON)


def test_use_is_noted_once_a_day(django_assert_num_queries: object) -> None:
    token, _secret = make_token(
        actor=person_as(Role.OFFICE), name="one", use=TokenUse.READ, expires_on=END, on=ON
    )
    note_use(token=token, on=ON)
    token.refresh_from_db()
    with django_assert_num_queries(0):  # type: ignore[operator]
        note_use(token=token, on=ON)
    assert token.last_used_on == ON
