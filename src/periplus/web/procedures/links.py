"""How procedures and their versions are named and opened."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.paths.policies import visible_procedures
from periplus.paths.queries.procedure_pages import list_versions_seen
from periplus.web.shell.links import Link


def _numbered(version: Any) -> str:
    return _("version %(number)s of %(procedure)s") % {
        "number": version.number,
        "procedure": version.procedure,
    }


LINKS = [
    Link("paths.procedure", gettext_lazy("procedure"), visible_procedures, "procedures:detail", joined=()),
    Link(
        "paths.procedureversion",
        gettext_lazy("version of a procedure"),
        list_versions_seen,
        "versions:detail",
        title=_numbered,
        joined=("procedure",),
    ),
]
