"""How sign-in meets our people: nobody adds themselves; universities vouch for their own."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from periplus.core import clock
from periplus.core.ledger.services import System
from periplus.people.queries.units import find_only_institution
from periplus.people.services.persons import add_person
from periplus.people.types import Person

UNIVERSITY = System("sign-in")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Accounts are made by administrators, never by whoever comes along."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth asks with the request
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters are written in the language of the one who reads them."""
        person = context.get("user")
        language = person.language if isinstance(person, Person) else translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, context)


class UniversityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """People sign in through their university (OpenID Connect); a verified address finds the person."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ARG002 -- as below
        """Whoever is found by address keeps the password: the address was written by an administrator."""
        if sociallogin.user.pk and not sociallogin.account.pk:
            EmailAddress.objects.get_or_create(
                user=sociallogin.user,
                email=sociallogin.user.email,
                defaults={"verified": True, "primary": True},
            )

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 -- as above
        """Unknown people come in only with a verified address of a domain that was named."""
        return _vouched_address(sociallogin) is not None

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Person:  # noqa: ARG002
        """Add the person whom the university vouches for. Without a role they see little."""
        email = _vouched_address(sociallogin) or ""
        claims = sociallogin.account.extra_data
        known = claims.get("userinfo") or claims.get("id_token") or claims
        person = add_person(
            actor=UNIVERSITY,
            email=email,
            name=known.get("name") or email,
            institution=find_only_institution(),
            language=known.get("locale") or translation.get_language() or "",
            on=clock.today(),
        )
        sociallogin.user = person
        sociallogin.save(request)
        return person


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """Secrets of authenticator apps lie encrypted in the database."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _vouched_address(sociallogin: Any) -> str | None:
    """The first verified address in a domain whose people may come in."""
    allowed = {domain.lower() for domain in settings.OIDC_DOMAINS}
    verified = [address.email for address in sociallogin.email_addresses if address.verified]
    return next((email for email in verified if email.rpartition("@")[2].lower() in allowed), None)


def _cipher() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"second-factor").digest()
    return Fernet(base64.urlsafe_b64encode(key))
