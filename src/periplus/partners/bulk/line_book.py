"""The agreements of one institution in memory, for one import."""

import re
from collections import defaultdict
from typing import Final

from periplus.core.text import normalise
from periplus.partners.bulk.facts import LineFacts
from periplus.partners.models import Agreement, AgreementLine, AgreementParty, LineYear, Partner
from periplus.people.models import Institution

LineKey = tuple[int, tuple[object, ...]]
_REFERENCE: Final = 60
_SLUG: Final = re.compile(r"[^A-Z0-9]+")


class LineBook:
    """The agreements of one institution in memory: found by reference, or by programme and partner."""

    def __init__(self, institution: Institution, source: str) -> None:
        self.institution = institution
        self.source = source
        self.by_reference: dict[str, Agreement] = {}
        self.by_partner: dict[tuple[str, int], list[Agreement]] = defaultdict(list)
        self.lines: dict[LineKey, AgreementLine] = {}
        self.years: dict[tuple[int, int], LineYear] = {}
        self.newest: dict[int, int] = defaultdict(int)
        self.names: dict[int, tuple[str, str]] = {}
        self._numbers: dict[str, int] = {}
        self._load()

    def _load(self) -> None:
        agreements = Agreement.objects.filter(institution=self.institution).order_by("id")
        known = {each.pk: each for each in agreements}
        for agreement in known.values():
            self.by_reference[agreement.reference] = agreement
        parties = AgreementParty.objects.filter(agreement_id__in=known).order_by("id")
        for agreement_id, partner_id in parties.values_list("agreement_id", "partner_id"):
            self.know_partner(known[agreement_id], partner_id)
        for line in AgreementLine.objects.filter(agreement_id__in=known).order_by("id"):
            self.lines.setdefault((line.agreement_id, _key_of(line)), line)
        for each in LineYear.objects.filter(line__agreement_id__in=known):
            self.know_year(each)

    def know_year(self, each: LineYear) -> None:
        self.years[each.line_id, each.year] = each
        self.newest[each.line_id] = max(each.year, self.newest[each.line_id])

    def know_partner(self, agreement: Agreement, partner_id: int) -> None:
        self.by_partner[normalise(agreement.programme), partner_id].append(agreement)

    def find_agreement(self, facts: LineFacts) -> Agreement | None:
        if facts.reference:
            return self.by_reference.get(facts.reference)
        several = self.by_partner.get((normalise(facts.programme), facts.partner_id), [])
        own = [each for each in several if each.source == self.source]
        return next(iter(own or several), None)

    def free_reference(self, facts: LineFacts, country: str) -> str:
        """Give the next reference: programme, country, running number ('ERASMUS-FR-012')."""
        programme = _SLUG.sub("-", normalise(facts.programme).upper()).strip("-")[:40] or "AGREEMENT"
        beginning = f"{programme}-{country or 'XX'}-"
        number = self._numbers.get(beginning, 0)
        while True:
            number += 1
            reference = f"{beginning}{number:03d}"[-_REFERENCE:]
            if reference not in self.by_reference:
                self._numbers[beginning] = number
                return reference

    def learn_names(self, partner_ids: set[int]) -> None:
        new = partner_ids - self.names.keys()
        rows = Partner.objects.filter(pk__in=new).values_list("id", "name", "country")
        self.names |= {pk: (name, country) for pk, name, country in rows}


def _key_of(line: AgreementLine) -> tuple[object, ...]:
    words = normalise(line.unit_name), normalise(line.field_text)
    codes = line.direction, line.activity, line.field, line.level, line.language, line.cefr
    return (line.partner_id, *words, *codes)
