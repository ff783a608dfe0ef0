"""Sentences of the events of core."""

from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.notices import Notice, declare

declare(Notice("core.document.stored", _("%(actor)s added the file %(document)s")))
