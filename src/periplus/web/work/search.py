"""Finding cases by reference or name."""

from django.utils.translation import gettext_lazy as _

from periplus.paths.enums import CaseState
from periplus.paths.queries import case_lists
from periplus.people.types import Person
from periplus.web.home.search import Hit, Source
from periplus.web.lists.words import label_of
from periplus.web.work.case_columns import page_of
from periplus.web.work.words import procedure_name


def find_cases(person: Person, words: str, limit: int) -> list[Hit]:
    found = case_lists.list_plain_cases(person)
    for word in words.split():
        found = found.filter(case_lists.about(word))
    return [
        Hit(case.title, page_of(case), note=f"{label_of(CaseState, case.state)} · {procedure_name(case)}")
        for case in found.order_by("-id")[:limit]
    ]


SOURCES = [Source("cases", _("Cases"), icon="play", order=30, find=find_cases)]
