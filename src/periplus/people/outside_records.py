"""Personal fields of the tables that sign-in brings along; they cannot carry their marks themselves."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from periplus.core.privacy import Marks, Personal, Retention

_ACCOUNT = Retention.ACCOUNT
OUTSIDE_MARKS: Final[Mapping[str, Marks]] = {
    "account.emailaddress": {
        "user": Personal(_("to know whose address it is"), _ACCOUNT),
        "email": Personal(_("to sign in and to be written to"), _ACCOUNT),
    },
    "mfa.authenticator": {
        "user": Personal(_("to ask for the second step at sign-in"), _ACCOUNT),
        "data": Personal(_("to check the code of the app; kept encrypted"), _ACCOUNT),
        "last_used_at": Personal(_("to show when the second step was last used"), _ACCOUNT),
    },
    "socialaccount.socialaccount": {
        "user": Personal(_("to sign in through the university"), _ACCOUNT),
        "uid": Personal(_("what the university calls the person"), _ACCOUNT),
        "extra_data": Personal(_("what the university said at the last sign-in"), _ACCOUNT),
    },
}


def outside_register() -> Iterator[tuple[type[models.Model], str, Personal]]:
    """The same shape as `core.privacy.register`."""
    for label, marks in OUTSIDE_MARKS.items():
        for field, mark in marks.items():
            yield apps.get_model(label), field, mark
