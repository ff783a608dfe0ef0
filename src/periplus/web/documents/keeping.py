"""Adding a file to a thing, withdrawing it, putting it back."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from periplus.core.documents import queries, services
from periplus.core.documents.forms import AddForm, WithdrawForm
from periplus.core.documents.types import ENDINGS
from periplus.core.enums import Confidentiality
from periplus.core.types import Document
from periplus.core.verdicts import require
from periplus.web.shell.doors import Request, act, form_page, leave, show_form, submit
from periplus.web.shell.links import Named, name_things

MEGABYTE = 1024 * 1024


@form_page("signed_in")
def add(request: Request, kind: str, subject: UUID) -> HttpResponse:
    """One file at a time, with the class that says who reads it."""
    require(queries.may_add_document(request.user, kind, subject))
    thing = _thing(request, kind, subject)
    classes = queries.list_classes(request.user, kind, subject)
    form = AddForm(request.POST or None, request.FILES or None, classes=classes)
    added = submit(
        request,
        form,
        lambda values: services.add_document(
            actor=request.user,
            file=values["file"],
            name=values["file"].name,
            subject_type=kind,
            subject_uuid=subject,
            confidentiality=Confidentiality(values["confidentiality"]),
        ),
    )
    if added:
        return leave(request, thing.url, say=_("“%(name)s” is added.") % {"name": added.result.name})
    limits = {
        "size": settings.UPLOAD_LIMIT // MEGABYTE,
        "kinds": ", ".join(each.lstrip(".") for each in ENDINGS),
    }
    return show_form(request, "documents/add.html", form, thing=thing, **limits)


@form_page("signed_in")
def withdraw(request: Request, reference: UUID) -> HttpResponse:
    document = _found(reference)
    require(queries.may_withdraw_document(request.user, document))
    thing = _thing(request, document.subject_type, document.subject_uuid)
    form = WithdrawForm(request.POST or None)
    withdrawn = submit(
        request,
        form,
        lambda values: services.withdraw_document(actor=request.user, document=document, **values),
    )
    if withdrawn:
        return leave(request, thing.url, say=_("“%(name)s” is withdrawn.") % {"name": document.name})
    days = queries.GRACE.days
    return show_form(request, "documents/withdraw.html", form, thing=thing, document=document, days=days)


@act("signed_in")
def put_back(request: Request, reference: UUID) -> HttpResponse:
    document = services.restore_document(actor=request.user, document=_found(reference))
    thing = _thing(request, document.subject_type, document.subject_uuid)
    return leave(request, thing.url, say=_("“%(name)s” is back.") % {"name": document.name})


def _found(reference: UUID) -> Document:
    document = queries.find_document(reference)
    if document is None:
        raise Http404
    return document


def _thing(request: Request, kind: str, subject: UUID | None) -> Named:
    """What the file belongs to, with the page to come back to."""
    thing = name_things(request.user, [(kind, subject)]).get(subject) if subject else None
    if thing is None or not thing.url:
        raise Http404
    return thing
