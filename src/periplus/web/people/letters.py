"""Letters about accounts that allauth does not write."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.urls import reverse

from periplus.people.types import Person


def send_invitation(request: HttpRequest, person: Person) -> None:
    """Invite somebody: the link lets them choose a password, once."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    uid, _dash, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    context = {"user": person, "password_reset_url": request.build_absolute_uri(path), "request": request}
    get_adapter().send_mail("people/email/invitation", person.email, context)
