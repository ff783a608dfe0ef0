"""What a decision may change about partners and agreements."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periplus.core.codes import code_list
from periplus.core.languages import active_language, format_date
from periplus.core.ledger.services import System
from periplus.core.periods import academic_year
from periplus.core.text import normalise
from periplus.core.verdicts import YES, Invalid, Refused, Verdict, no
from periplus.loop.levering import Change, Choice, Difference, Input, Lever, register
from periplus.partners import lives, services
from periplus.partners.enums import AgreementState, PartnerState, Watch
from periplus.partners.models import Agreement, AgreementLine, Partner
from periplus.partners.services.places import demand_sensible
from periplus.people.models import Person

DECISION = System("decision")


class LinePlaces(Lever):
    """How many places a line of an agreement offers from an academic year on."""

    key = "partners.line_places"
    title = gettext_lazy("Change the places of an agreement line")
    subject_type = "partners.agreementline"

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        named = Partner.objects.filter(names__normalised__contains=normalise(text))
        lines = _lines().filter(
            Q(agreement__reference__icontains=text)
            | Q(field_text__icontains=text)
            | Q(partner__in=named.order_by())
        )
        found = lines.order_by("agreement__reference", "id")[:limit]
        return [Choice(str(line.uuid), _line_title(line)) for line in found]

    def subject(self, reference: uuid.UUID) -> AgreementLine | None:
        return _lines().filter(uuid=reference).first()

    def title_of(self, subject: models.Model) -> str:
        return _line_title(cast("AgreementLine", subject))

    def inputs(self, subject: models.Model) -> Sequence[Input]:
        line = cast("AgreementLine", subject)
        hint = _("%(places)s places now.") % {"places": line.places}
        return [
            Input("places", gettext_lazy("Places"), "whole", hint=hint),
            Input(
                "from_year",
                gettext_lazy("From the academic year"),
                "whole",
                hint=gettext_lazy("The calendar year in which it begins."),
            ),
        ]

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:
        line = cast("AgreementLine", subject)
        places, from_year = _whole(change.get("places")), _whole(change.get("from_year"))
        if places is None or from_year is None:
            return no(_("Places and year are whole numbers."))
        if from_year < lives.academic_year_of(line.agreement.institution, on):
            return no(_("This academic year is over. Choose the running or a later one."))
        return _line_holds(line, from_year) & _sensible(line, places, from_year)

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        line = cast("AgreementLine", subject)
        starts = (line.agreement.institution.year_starts_month, 1)
        year = academic_year(int(change["from_year"]), starts).label(active_language())
        label = _("Places from %(year)s on") % {"year": year}
        return [Difference(label, str(line.places), str(int(change["places"])))]

    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        line = cast("AgreementLine", subject)
        before = services.set_places(
            actor=actor or DECISION,
            line=line,
            places=int(change["places"]),
            from_year=int(change["from_year"]),
            on=on,
        )
        return {
            "from_year": before.from_year,
            "after": before.after,
            "places": before.places,
            "years": {str(year): places for year, places in before.years.items()},
        }

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        kept = services.PlacesBefore(
            from_year=before["from_year"],
            after=before["after"],
            places=before["places"],
            years={int(year): places for year, places in before["years"].items()},
        )
        line = cast("AgreementLine", subject)
        services.restore_places(actor=actor or DECISION, line=line, before=kept, on=on)


class WatchLever(Lever):
    """A watch until a day: what both kinds of subject have in common."""

    title: ClassVar[str | Promise]

    def inputs(self, subject: models.Model) -> Sequence[Input]:  # noqa: ARG002 -- the same for each
        choices = tuple(Choice(watch.value, str(watch.label)) for watch in Watch)
        return [
            Input("watch", gettext_lazy("Watch"), "choice", choices=choices),
            Input(
                "until",
                gettext_lazy("Until"),
                "date",
                required=False,
                hint=gettext_lazy("The day by which it is to be done."),
            ),
        ]

    def check(self, subject: models.Model, change: Change, *, on: dt.date) -> Verdict:
        watched = cast("Partner | Agreement", subject)
        watch, until = change.get("watch"), _day(change.get("until"))
        if watch not in Watch.values:
            return no(_("Choose a watch from the list."))
        if watch == Watch.NONE:
            lifted = watched.watch != Watch.NONE and until is None
            return YES if lifted else no(_("There is no watch to take off, or a day is given without one."))
        if until is None or until <= on:
            return no(_("Give a day after the change takes effect until which the watch lasts."))
        if (watched.watch, watched.watch_until) == (watch, until):
            return no(_("It is on this watch already."))
        return self.holds(watched)

    def holds(self, subject: Any) -> Verdict:
        """Whether the subject is still there to be watched."""
        raise NotImplementedError

    def preview(self, subject: models.Model, change: Change) -> list[Difference]:
        watched = cast("Partner | Agreement", subject)
        before = _in_words(watched.watch, watched.watch_until)
        after = _in_words(str(change["watch"]), _day(change.get("until")))
        return [Difference(gettext_lazy("Watch"), before, after)]

    def apply(
        self, *, actor: Person | None, subject: models.Model, change: Change, on: dt.date
    ) -> dict[str, Any]:
        watched = cast("Partner | Agreement", subject)
        before = {"watch": watched.watch, "until": _iso(watched.watch_until)}
        after = {"watch": str(change["watch"]), "until": _iso(_day(change.get("until")))}
        self.write(actor or DECISION, watched, after, on)
        return {**before, "after": after}

    def undo(self, *, actor: Person | None, subject: models.Model, before: Change, on: dt.date) -> None:
        watched = cast("Partner | Agreement", subject)
        watched.refresh_from_db()
        if {"watch": watched.watch, "until": _iso(watched.watch_until)} != before["after"]:
            raise Refused(no(_("The watch was changed again since. Change it anew instead.")))
        self.write(actor or DECISION, watched, before, on)

    def write(self, actor: Person | System, subject: Any, change: Change, on: dt.date) -> None:
        """Through the stretch's own service."""
        raise NotImplementedError


class PartnerWatch(WatchLever):
    """That a partnership as a whole is to be renewed or closed."""

    key = "partners.partner_watch"
    title = gettext_lazy("Put a partner on renew or close watch")
    subject_type = "partners.partner"

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        found = _partners().filter(names__normalised__contains=normalise(text)).distinct()
        return [Choice(str(each.uuid), each.name) for each in found.order_by("sort_key", "id")[:limit]]

    def subject(self, reference: uuid.UUID) -> Partner | None:
        return _partners().filter(uuid=reference).first()

    def holds(self, subject: Any) -> Verdict:
        return YES if subject.state != PartnerState.MERGED else no(_("This institution was merged."))

    def write(self, actor: Person | System, subject: Any, change: Change, on: dt.date) -> None:
        watch, until = Watch(change["watch"]), _day(change["until"])
        services.set_partner_watch(actor=actor, partner=subject, watch=watch, until=until, on=on)


class AgreementWatch(WatchLever):
    """That one agreement is to be renewed or closed."""

    key = "partners.agreement_watch"
    title = gettext_lazy("Put an agreement on renew or close watch")
    subject_type = "partners.agreement"

    def subjects(self, *, text: str, limit: int) -> Sequence[Choice]:
        agreements = Agreement.objects.filter(state=AgreementState.IN_FORCE)
        found = agreements.filter(Q(reference__icontains=text) | Q(title__icontains=text))
        return [Choice(str(each.uuid), str(each)) for each in found.order_by("reference", "id")[:limit]]

    def subject(self, reference: uuid.UUID) -> Agreement | None:
        return Agreement.objects.filter(uuid=reference).first()

    def holds(self, subject: Any) -> Verdict:
        in_force = subject.state == AgreementState.IN_FORCE
        return YES if in_force else no(_("The agreement is not in force."))

    def write(self, actor: Person | System, subject: Any, change: Change, on: dt.date) -> None:
        watch, until = Watch(change["watch"]), _day(change["until"])
        services.set_agreement_watch(actor=actor, agreement=subject, watch=watch, until=until, on=on)


def _lines() -> QuerySet[AgreementLine]:
    in_force = AgreementLine.objects.filter(agreement__state=AgreementState.IN_FORCE)
    return in_force.select_related("agreement__institution", "agreement__unit", "partner")


def _partners() -> QuerySet[Partner]:
    return Partner.objects.exclude(state=PartnerState.MERGED).filter(served_here=False)


def _line_title(line: AgreementLine) -> str:
    field = line.field_text or code_list("isced_f").name(line.field, active_language())
    parts = (line.agreement.reference, line.partner.name, line.get_direction_display(), field)
    return " · ".join(str(part) for part in parts if part)


def _line_holds(line: AgreementLine, year: int) -> Verdict:
    if line.agreement.state != AgreementState.IN_FORCE:
        return no(_("The agreement is not in force."))
    if line.year_until and year >= line.year_until:
        return no(_("The line ends before this academic year."))
    return YES


def _sensible(line: AgreementLine, places: int, from_year: int) -> Verdict:
    if places == line.places and not line.years.filter(year__gte=from_year).exclude(places=places).exists():
        return no(_("The line has this number of places already."))
    try:
        demand_sensible(line, places, from_year)
    except Invalid as invalid:
        return no(next(iter(invalid.errors.values())))
    return YES


def _whole(value: object) -> int | None:
    try:
        return None if isinstance(value, bool | float) else int(str(value))
    except ValueError:
        return None


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _in_words(watch: str, until: dt.date | None) -> str:
    word = str(Watch(watch).label)
    return f"{word}, {format_date(until, active_language())}" if until else word


register(LinePlaces(), PartnerWatch(), AgreementWatch())
