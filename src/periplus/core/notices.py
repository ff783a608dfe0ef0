"""Sentences of the events of core."""

from django.utils.translation import gettext_lazy as _

from periplus.core.ledger.notices import Notice, declare

declare(
    Notice("core.document.stored", _("%(actor)s added the file %(document)s")),
    Notice("core.document.withdrawn", _("%(actor)s withdrew the file %(document)s: %(reason)s")),
    Notice("core.document.restored", _("%(actor)s put the file %(document)s back")),
    Notice("core.document.discarded", _("The content of the withdrawn file %(document)s was deleted")),
)
