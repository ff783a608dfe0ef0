"""Addresses at which something goes wrong, for the tests of error pages."""

from typing import NoReturn

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest
from django.urls import path

from periplus.config.urls import urlpatterns as real
from periplus.core.verdicts import Refused, lacking, no, unseen

SENTENCE = "Only the vice-rector signs agreements with more than 20 places."
FAULTS = {
    "bad": SuspiciousOperation("no"),
    "denied": PermissionDenied(SENTENCE),
    "refused": Refused(lacking(SENTENCE)),
    "overtaken": Refused(no(SENTENCE)),
    "unseen": Refused(unseen(SENTENCE)),
    "broken": ValueError("no"),
    "away": OperationalError("no"),
}


@login_not_required
def fail(_request: HttpRequest, fault: str) -> NoReturn:
    raise FAULTS[fault]


urlpatterns = [*real, path("faults/<fault>/", fail)]
handler400 = "periplus.web.shell.errors.bad_request"
handler403 = "periplus.web.shell.errors.permission_denied"
handler404 = "periplus.web.shell.errors.page_not_found"
handler500 = "periplus.web.shell.errors.server_error"
