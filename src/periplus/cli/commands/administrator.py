"""`periplus administrator`: makes somebody a system administrator, the first one above all."""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import django

from periplus.cli.failures import Failure

if TYPE_CHECKING:
    from periplus.people.models import Person

NAME = "administrator"
HELP = "makes somebody a system administrator and gives a link to choose a password"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("email", help="the address the person signs in with")
    parser.add_argument("--name", default="", help="the person's name, when nobody has this address yet")


def run(options: Namespace) -> int:
    django.setup()
    from periplus.core.verdicts import Invalid  # noqa: PLC0415 -- after Django is set up

    try:
        person = _make_administrator(options.email, options.name)
    except Invalid as invalid:
        raise Failure(" ".join(str(sentence) for sentence in invalid.errors.values())) from invalid
    sys.stdout.write(
        f"{person.name} is a system administrator. A password is chosen here, once:\n{_link(person)}\n"
    )
    return 0


def _make_administrator(email: str, name: str) -> "Person":
    from periplus.core import clock  # noqa: PLC0415 -- after Django is set up
    from periplus.core.ledger.services import System  # noqa: PLC0415 -- after Django is set up
    from periplus.people.enums import Role  # noqa: PLC0415 -- after Django is set up
    from periplus.people.models import Person  # noqa: PLC0415 -- imports models, so after setup
    from periplus.people.services.persons import add_person  # noqa: PLC0415 -- imports models, so after setup
    from periplus.people.services.roles import assign_role  # noqa: PLC0415 -- imports models, so after setup
    from periplus.people.standing import standing_of  # noqa: PLC0415 -- imports models, so after setup

    actor, today = System("periplus administrator"), clock.today()
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        person = add_person(actor=actor, email=email, name=name, institution=None, on=today)
    if Role.ADMINISTRATOR not in {holding.role for holding in standing_of(person, on=today).holdings}:
        assign_role(actor=actor, person=person, role=Role.ADMINISTRATOR, valid_from=today, on=today)
    return person


def _link(person: "Person") -> str:
    """The same link as in an invitation: it works once, and only until a password is chosen."""
    from allauth.account.forms import default_token_generator  # noqa: PLC0415 -- imports models, so after setup
    from allauth.account.utils import user_pk_to_url_str  # noqa: PLC0415 -- imports models, so after setup
    from django.conf import settings  # noqa: PLC0415 -- after Django is set up
    from django.urls import reverse  # noqa: PLC0415 -- after Django is set up

    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return urljoin(settings.SITE_URL, reverse("account_reset_password_from_key", kwargs=key))
