"""Rows that are institutions: registers, lists of domains, lists of charter holders."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from periplus.core.text import fold_spaces
from periplus.core.traces import Effect
from periplus.exchange.enums import ImportKind, Outcome, RunState
from periplus.exchange.models import ImportRow
from periplus.exchange.spreadsheets.fields import Draft
from periplus.exchange.spreadsheets.kinds.base import Importer, Kind, Result, Setting, result_of
from periplus.exchange.spreadsheets.kinds.institution_fields import FIELDS, IDENTIFIERS
from periplus.partners.bulk import Book, Found, InstitutionFacts, Naming, bring_institutions
from periplus.partners.enums import NameKind, Scheme
from periplus.partners.identifiers import looks_right, tidy
from periplus.partners.matching import Register, Written
from periplus.partners.models import Identifier, Merge, Partner, PartnerName

_LENGTH: Final = 300
_LANGUAGE: Final = re.compile(r"^([a-z]{2,3}):(.+)$")
_GONE: Final = frozenset({"withdrawn", "inactive", "closed", "dissolved", "inactivo", "extinta", "cerrada"})
_ALIVE: Final = frozenset({"active", "activa", "activo", "ativa", "open"})


class Institutions(Kind):
    """Institutions of the world, whatever the list knows about each."""

    key = ImportKind.INSTITUTIONS
    target = Partner
    # Merges that hold stand in the way of an undo by their entry in the ledger; undone ones go along.
    owned = ((PartnerName, "partner"), (Identifier, "partner"), (Merge, "kept"), (Merge, "merged"))
    fields = FIELDS
    about = _("Universities with their names, countries, identifiers and internet domains.")

    def importer(self, setting: Setting) -> Importer:
        return InstitutionImporter(setting)


class InstitutionImporter(Importer):
    """One import of institutions."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._book: Book | None = None
        self._settled: dict[Any, Effect] = {}
        self._register: Register | None = None

    def survey(self, draft: Draft) -> None:
        """Each row speaks for itself."""

    def prepare(self) -> None:
        brought = ImportRow.objects.filter(
            run__source=self._setting.run.source, outcome=Outcome.CREATED, target_uuid__isnull=False
        ).exclude(run__state=RunState.UNDONE)
        self._book = Book({each for each in brought.values_list("target_uuid", flat=True) if each})
        # An empty register has nothing that the list could look like.
        self._register = Register() if self._book.records else None

    def resume(self, next_row: int) -> None:
        rows = ImportRow.objects.filter(run=self._setting.run, number__lt=next_row)
        rows = rows.exclude(outcome__in=[Outcome.REFUSED, Outcome.MERGED]).order_by("-number")
        for target, outcome in rows.values_list("target_uuid", "outcome"):
            self._settled[target] = Effect(outcome)

    def apply(self, drafts: Sequence[Draft], attributes: Mapping[str, Any]) -> list[Result]:
        if self._book is None:
            message = "The register was not loaded."
            raise ValueError(message)
        recognised = bring_institutions(
            actor=self._setting.actor,
            book=self._book,
            institutions=[_facts(draft.values) for draft in drafts],
            settled=self._settled,
            today=self._setting.today,
            attributes=attributes,
        )
        for draft, each in zip(drafts, recognised, strict=True):
            if each.found.several:
                names = " · ".join(record.name for record in each.found.several)
                draft.refuse("two_identifiers", names=names)
        new = [
            (draft, each.found)
            for draft, each in zip(drafts, recognised, strict=True)
            if each.brought and each.brought.effect is Effect.CREATED
        ]
        self._remark(new, self._book)
        return [result_of(each.brought) if each.brought else Result(Outcome.REFUSED) for each in recognised]

    def _remark(self, new: Sequence[tuple[Draft, Found]], book: Book) -> None:
        """Say of new institutions which one in the register they may be after all."""
        if not new or self._register is None:
            return
        written = {
            draft.number: Written(_name(draft), draft.values.get("country", "")) for draft, _found in new
        }
        matches = self._register.match_names(written.values())
        for draft, found in new:
            alike = book.records.get(matches[written[draft.number]].partner_id or 0)
            if found.alike or alike:
                draft.warn("looks_like", name=(alike or found.alike[0]).name)
            elif found.shared_host:
                draft.warn("shared_domain", value=found.shared_host)


def _name(draft: Draft) -> str:
    return str(draft.values.get("name", ""))


def _facts(values: Mapping[str, Any]) -> InstitutionFacts:
    get = values.get
    domains = tuple(get("domains", ()))
    sites = get("website", ())
    latitude, longitude = get("latitude"), get("longitude")
    placed = latitude is not None and longitude is not None
    return InstitutionFacts(
        name=get("name", ""),
        country=get("country", ""),
        city=get("city", ""),
        website=sites[0] if sites else "",
        latitude=latitude if placed else None,
        longitude=longitude if placed else None,
        gone=_gone(get("status", "")),
        names=tuple(_names(values)),
        identifiers=tuple(_identifiers(values, domains)),
        hosts=domains,
    )


def _gone(status: str) -> bool | None:
    word = status.casefold()
    return True if word in _GONE else False if word in _ALIVE else None


def _names(values: Mapping[str, Any]) -> Iterable[Naming]:
    for label in values.get("labels", ()):
        match = _LANGUAGE.match(label)
        name, language = (match[2], match[1]) if match else (label, "")
        yield Naming(fold_spaces(name)[:_LENGTH], NameKind.LABEL, language)
    for alias in values.get("aliases", ()):
        yield Naming(alias[:_LENGTH], NameKind.ALIAS)
    for acronym in values.get("acronyms", ()):
        yield Naming(acronym[:_LENGTH], NameKind.ACRONYM)


def _identifiers(values: Mapping[str, Any], domains: Iterable[str]) -> Iterable[tuple[Scheme, str]]:
    for name, scheme in IDENTIFIERS.items():
        if name in values:
            yield scheme, values[name]
    for domain in domains:
        value = tidy(Scheme.DOMAIN, domain)
        if looks_right(Scheme.DOMAIN, value):
            yield Scheme.DOMAIN, value
