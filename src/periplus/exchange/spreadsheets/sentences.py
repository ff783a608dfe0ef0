"""What is said about a row that is refused, or that needs a look. Keys are stored, so that they translate."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[Mapping[str, "str | Promise"]] = {
    # cells
    "missing": _("%(label)s is missing."),
    "too_long": _("This has %(length)s characters. At most %(longest)s fit."),
    "not_whole": _("“%(value)s” is not a whole number."),
    "not_a_number": _("“%(value)s” is not a number."),
    "not_a_year": _("“%(value)s” is not a year. Write 2024 or 2024/25."),
    "not_a_month": _("“%(value)s” is not a month. Write a number from 1 to 12."),
    "not_a_date": _("“%(value)s” is not a date. Write 2024-09-01 or 01/09/2024."),
    "no_such_day": _("There is no day “%(value)s”."),
    "not_one_of": _("“%(value)s” is not known here. Write one of: %(known)s."),
    "unknown_country": _("We do not know the country “%(value)s”. Write its name or its two letters."),
    "unknown_language": _("We do not know the language “%(value)s”."),
    "unknown_cefr": _("“%(value)s” is not a language level. Write A1 to C2."),
    "unknown_isced_f": _("We do not know the field of study “%(value)s”. Its words are kept."),
    "unknown_isced_level": _("We do not know the level “%(value)s”. Its words are kept."),
    "not_an_identifier": _("“%(value)s” is not an identifier of this kind."),
    "not_an_address": _("“%(value)s” is not an internet address."),
    "not_a_currency": _("“%(value)s” is not a currency. Write its three letters."),
    "out_of_range": _("“%(value)s” is out of range."),
    # rows
    "too_many_cells": _(
        "The row has %(cells)s cells under %(headings)s headings. Check for a stray delimiter."
    ),
    "nobody_moved": _("Neither an institution nor a country is named, so nobody went anywhere."),
    "ends_before_start": _("It ends before it starts. The end was left out."),
    "same_both_ends": _("It leads from an institution to the same institution."),
    "differs_in_process": _("An earlier row of %(reference)s says otherwise: %(fields)s. That one was kept."),
    "more_used_than_offered": _("%(used)s places were used, but only %(places)s offered."),
    "unknown_unit": _("There is no unit with the code “%(value)s”."),
    "unit_left_out": _(
        "There is no unit with the code “%(value)s”. The row counts for the whole institution."
    ),
    "unknown_institution": _(
        "No institution in the register is surely “%(value)s”. Add it, or correct its name."
    ),
    "amount_without_currency": _("There is an amount but no currency. The amount was left out."),
    "two_identifiers": _(
        "Its identifiers belong to two institutions: %(names)s. Merge them, or correct the row."
    ),
    "looks_like": _("It looks like %(name)s. Merge them if they are the same."),
    "shared_domain": _("Several institutions share %(value)s. It was added as a new one."),
}


def sentence_of(problem: Mapping[str, Any], labels: Mapping[str, "str | Promise"]) -> str:
    """Give the sentence of a stored problem; `labels` names the fields of the kind."""
    facts = dict(problem.get("facts", {}))
    if "field" in facts:
        facts["label"] = labels.get(facts["field"], facts["field"])
    if "fields" in facts:
        facts["fields"] = ", ".join(str(labels.get(each, each)) for each in facts["fields"])
    return str(SENTENCES[problem["sentence"]]) % facts
