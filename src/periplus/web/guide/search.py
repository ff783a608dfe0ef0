"""Pages of the guide in the global search."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from periplus.core.languages import active_language
from periplus.core.text import normalise
from periplus.people.types import Person
from periplus.web.guide.library import list_pages
from periplus.web.home.search import Hit, Source


def find_guide_pages(_person: Person, words: str, limit: int) -> list[Hit]:
    """Pages that hold all the words, those with one in the title first."""
    wanted = words.split()
    pages = [page for page in list_pages(active_language()) if all(word in page.words for word in wanted)]
    pages.sort(key=lambda page: not any(word in normalise(page.title) for word in wanted))
    return [Hit(page.title, reverse("guide:page", args=[page.name])) for page in pages[:limit]]


SOURCES = [Source("guide", _("Guide"), icon="book", order=90, find=find_guide_pages)]
