"""Agreement lines by the thousand, from lists with one row per line and academic year."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from periplus.core.copying import reserve_ids, rows_of
from periplus.core.ledger.services import Actor, System, record_bulk
from periplus.core.text import normalise
from periplus.core.traces import Brought, Effect, Trace
from periplus.partners.bulk.facts import LineFacts
from periplus.partners.bulk.line_book import LineBook
from periplus.partners.enums import AgreementKind, AgreementState
from periplus.partners.models import Agreement, AgreementLine, AgreementParty, LineYear

T = TypeVar("T", Agreement, AgreementParty, AgreementLine, LineYear)
Thing = Agreement | AgreementParty | AgreementLine | LineYear
_TITLE: Final = 300
_IN_ORDER: Final = (Agreement, AgreementParty, AgreementLine, LineYear)


def bring_lines(
    *,
    actor: Actor | System | None,
    book: LineBook,
    lines: Sequence[LineFacts],
    today: dt.date,
    attributes: Mapping[str, Any],
) -> list[Brought]:
    """Bring in rows of distinct line and year. What each became, for the ledger, is its line."""
    book.learn_names({each.partner_id for each in lines})
    batch, brought, agreements = _Batch(book, len(lines), today), [], set[uuid.UUID]()
    for facts in lines:
        trace = Trace()
        agreement, line, effect = batch.bring(facts, trace)
        if trace:
            agreements.add(agreement.uuid)
        brought.append(Brought(effect if trace else Effect.UNCHANGED, line.uuid, trace or None))
    batch.write()
    touched = {each.uuid for each in brought if each.effect is not Effect.UNCHANGED}
    if touched:
        effects = [each.effect for each in brought]
        counts = {"created": effects.count(Effect.CREATED), "changed": effects.count(Effect.CHANGED)}
        record_bulk(
            "partners.agreement_lines.imported",
            actor=actor,
            objects={"agreement": (Agreement, sorted(agreements)), "line": (AgreementLine, sorted(touched))},
            on=today,
            attributes={**attributes, **counts},
        )
    return brought


class _Batch:
    """What one call is going to write. Things made here get their ids at once and are written at the end."""

    def __init__(self, book: LineBook, count: int, today: dt.date) -> None:
        self._book = book
        self._today = today
        self._ids = {model: iter(reserve_ids(model, count)) for model in _IN_ORDER}
        self._new: dict[tuple[type[Thing], int], Thing] = {}
        self._changed: dict[tuple[type[Thing], int], tuple[Thing, set[str]]] = {}

    def bring(self, facts: LineFacts, trace: Trace) -> tuple[Agreement, AgreementLine, Effect]:
        agreement = self._book.find_agreement(facts) or self._open_agreement(facts, trace)
        self._begin_earlier(agreement, facts, trace)
        line = self._book.lines.get((agreement.pk, facts.line_key))
        effect = Effect.CHANGED
        if line is None:
            line, effect = self._open_line(agreement, facts, trace), Effect.CREATED
        else:
            self._update_line(line, facts, trace)
        if facts.year is not None:
            effect = self._bring_year(line, facts, facts.year, trace)
        return agreement, line, effect

    def write(self) -> None:
        for model in _IN_ORDER:
            rows = [thing for (of, _pk), thing in self._new.items() if of is model]
            rows_of(model).bulk_create(rows, batch_size=1000)
        by_shape: dict[tuple[type[Thing], tuple[str, ...]], list[Thing]] = defaultdict(list)
        for (model, _pk), (thing, names) in self._changed.items():
            by_shape[model, tuple(sorted(names))].append(thing)
        for (model, columns), things in by_shape.items():
            rows_of(model).bulk_update(things, columns, batch_size=500)

    def _make(self, model: type[T], trace: Trace, **values: Any) -> T:
        thing = model(pk=next(self._ids[model]), **values)
        self._new[model, thing.pk] = thing
        trace.add_created(model, thing.pk)
        return thing

    def _set(self, thing: Thing, new: dict[str, Any], trace: Trace) -> None:
        if not new:
            return
        trace.add_changed(thing, {name: getattr(thing, name) for name in new}, new)
        for name, value in new.items():
            setattr(thing, name, value)
        key = type(thing), thing.pk
        if key not in self._new:
            self._changed.setdefault(key, (thing, set()))[1].update(new)

    def _open_agreement(self, facts: LineFacts, trace: Trace) -> Agreement:
        book = self._book
        name, country = book.names[facts.partner_id]
        running = facts.valid_until is None or facts.valid_until > self._today
        erasmus = "erasmus" in normalise(facts.programme)
        agreement = self._make(
            Agreement,
            trace,
            institution=book.institution,
            reference=facts.reference or book.free_reference(facts, country),
            title=" – ".join(filter(None, (facts.programme, name)))[:_TITLE],
            kind=AgreementKind.INTER_INSTITUTIONAL if erasmus else AgreementKind.STUDENT_EXCHANGE,
            programme=facts.programme,
            state=AgreementState.IN_FORCE if running else AgreementState.EXPIRED,
            valid_from=self._begins(facts),
            valid_until=facts.valid_until,
            source=book.source,
        )
        self._make(AgreementParty, trace, agreement=agreement, partner_id=facts.partner_id)
        book.by_reference[agreement.reference] = agreement
        book.know_partner(agreement, facts.partner_id)
        return agreement

    def _begins(self, facts: LineFacts) -> dt.date | None:
        month = self._book.institution.year_starts_month
        return facts.valid_from or (dt.date(facts.year, month, 1) if facts.year else None)

    def _begin_earlier(self, agreement: Agreement, facts: LineFacts, trace: Trace) -> None:
        """A list of an older year shows that the agreement held before."""
        first, so_far = self._begins(facts), agreement.valid_from
        if agreement.source == self._book.source and first and so_far and first < so_far:
            self._set(agreement, {"valid_from": first}, trace)

    def _open_line(self, agreement: Agreement, facts: LineFacts, trace: Trace) -> AgreementLine:
        line = self._make(
            AgreementLine,
            trace,
            agreement=agreement,
            partner_id=facts.partner_id,
            unit_name=facts.unit_name,
            direction=facts.direction,
            activity=facts.activity,
            field=facts.field,
            field_text=facts.field_text,
            level=facts.level,
            language=facts.language,
            cefr=facts.cefr,
            places=facts.places,
            months=facts.months,
            year_from=facts.year,
        )
        self._book.lines[agreement.pk, facts.line_key] = line
        return line

    def _update_line(self, line: AgreementLine, facts: LineFacts, trace: Trace) -> None:
        """The line offers what its newest year offers, and began with its oldest."""
        new: dict[str, Any] = {}
        if self._tells_of_now(line, facts) and line.places != facts.places:
            new["places"] = facts.places
        if facts.year and line.year_from and facts.year < line.year_from:
            new["year_from"] = facts.year
        if facts.months is not None and line.months != facts.months:
            new["months"] = facts.months
        self._set(line, new, trace)

    def _tells_of_now(self, line: AgreementLine, facts: LineFacts) -> bool:
        """A list of the newest year does, unless other places were set for the years after it."""
        newest = self._book.newest[line.pk]
        if facts.year is None or facts.year > newest:
            return True
        latest = self._book.years.get((line.pk, newest))
        return facts.year == newest and (latest is None or latest.places == line.places)

    def _bring_year(self, line: AgreementLine, facts: LineFacts, year: int, trace: Trace) -> Effect:
        told: dict[str, Any] = {"places": facts.places, "used": facts.used}
        if facts.reported_on:
            told["reported_on"] = facts.reported_on
        stored = self._book.years.get((line.pk, year))
        if stored is None:
            self._book.know_year(self._make(LineYear, trace, line=line, year=year, **told))
            return Effect.CREATED
        new = {name: value for name, value in told.items() if getattr(stored, name) != value}
        self._set(stored, new, trace)
        return Effect.CHANGED
