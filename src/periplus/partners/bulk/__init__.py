"""Thousands of institutions and agreement lines at once: what imports call. Each call is one ledger event."""

from periplus.partners.bulk.book import Book, Record
from periplus.partners.bulk.facts import InstitutionFacts, LineFacts, Naming
from periplus.partners.bulk.finding import Found, find_institution
from periplus.partners.bulk.institutions import Recognised, bring_institutions
from periplus.partners.bulk.line_book import LineBook
from periplus.partners.bulk.lines import bring_lines

__all__ = [
    "Book",
    "Found",
    "InstitutionFacts",
    "LineBook",
    "LineFacts",
    "Naming",
    "Recognised",
    "Record",
    "bring_institutions",
    "bring_lines",
    "find_institution",
]
