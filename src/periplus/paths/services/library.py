"""Ready procedures taken over by an institution. Later changes of the library do not reach them."""

import datetime as dt
from dataclasses import replace

from django.db import transaction

from periplus.paths.chart import Chart, Words
from periplus.paths.editing.keys import key_from
from periplus.paths.models import Procedure, ProcedureVersion
from periplus.paths.queries.charts import get_chart
from periplus.paths.services.holding import Actor
from periplus.paths.services.procedures import add_procedure, enact_version
from periplus.people.models import Institution


@transaction.atomic
def install_chart(
    *,
    actor: Actor,
    institution: Institution,
    chart: Chart,
    at: dt.datetime,
    effective_from: dt.date | None = None,
    reason: str = "",
) -> ProcedureVersion:
    """A ready procedure becomes one of the institution's: a draft, or in force from `effective_from` on.

    Raises `Invalid` when there is a procedure of this key, or when what is to be enacted is not sound here.
    """
    version = add_procedure(actor=actor, institution=institution, chart=chart, at=at)
    if effective_from is None:
        return version
    return enact_version(actor=actor, version=version, effective_from=effective_from, reason=reason, at=at)


@transaction.atomic
def copy_procedure(
    *, actor: Actor, origin: ProcedureVersion, title: Words, at: dt.datetime
) -> ProcedureVersion:
    """A new procedure that begins as a copy of a version of another."""
    institution = origin.procedure.institution
    taken = Procedure.objects.filter(institution=institution).values_list("key", flat=True)
    key = key_from(title, taken, usual=f"{origin.procedure.key[:30]}_copy")
    chart = replace(get_chart(origin), key=key, title=dict(title))
    return add_procedure(actor=actor, institution=institution, chart=chart, at=at)
