"""Words of imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportKind(models.TextChoices):
    """What the rows of a spreadsheet are."""

    INSTITUTIONS = "institutions", _("Institutions")
    AGREEMENTS = "agreements", _("Agreement lines")
    STAYS = "stays", _("Stays")
    ENROLMENTS = "enrolments", _("Enrolment")


class RunState(models.TextChoices):
    """Life of an import; the table of moves stands in `exchange.spreadsheets.lives`."""

    UPLOADED = "uploaded", pgettext_lazy("import", "Columns to be matched")
    PREVIEWED = "previewed", pgettext_lazy("import", "Previewed")
    RUNNING = "running", pgettext_lazy("import", "Running")
    DONE = "done", pgettext_lazy("import", "Done")
    FAILED = "failed", pgettext_lazy("import", "Stopped by an error")
    UNDOING = "undoing", pgettext_lazy("import", "Being undone")
    UNDONE = "undone", pgettext_lazy("import", "Undone")


class Outcome(models.TextChoices):
    """How a row ended."""

    CREATED = "created", pgettext_lazy("row", "Imported as new")
    CHANGED = "changed", pgettext_lazy("row", "Imported, changed what was there")
    UNCHANGED = "unchanged", pgettext_lazy("row", "Already there, no difference")
    MERGED = "merged", pgettext_lazy("row", "Merged into another row")
    REFUSED = "refused", pgettext_lazy("row", "Refused")
