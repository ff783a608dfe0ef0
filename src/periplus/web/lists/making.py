"""Making spreadsheets of long lists: the work of the job."""

import tempfile

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from periplus.core.verdicts import Invalid
from periplus.people.queries.exports import find_export
from periplus.people.services import exports as services
from periplus.people.types import ListExport
from periplus.web.lists.exports import file_name, write_xlsx
from periplus.web.lists.listing import Listing, find_listing
from periplus.web.lists.places import place_of


def make(pk: int) -> None:
    """Write the file of an export, in the language and with the rights of whoever asked for it."""
    export = find_export(pk)
    if export is None or not services.claim_export(export=export):
        return
    with translation.override(export.language):
        listing = find_listing(export.list_key) if place_of(export.list_key) else None
        if listing is None or not export.person.is_active:
            services.fail_export(export=export, reason=_("This list is no longer there."))
            return
        try:
            _write(export, listing)
        except Invalid as refusal:
            services.fail_export(export=export, reason=str(next(iter(refusal.errors.values()))))


def _write(export: ListExport, listing: Listing) -> None:
    person, query = export.person, QueryDict(export.query)
    rows, columns = listing.narrowed(person, query), listing.columns_for(person, query)
    with tempfile.TemporaryFile() as file:
        written = write_xlsx(
            file,
            rows,
            columns,
            str(listing.title),
            lambda done: services.note_progress(export=export, done=done),
        )
        file.seek(0)
        services.finish_export(export=export, file=file, name=file_name(listing, "xlsx"), rows=written)
