"""Pages of the guide in the global search."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from periplus.core.text import normalise
from periplus.people.types import Person
from periplus.web.guide.library import list_pages
from periplus.web.home.search import Hit, Source


def find_guide_pages(_person: Person, words: str, limit: int) -> list[Hit]:
    """Pages whose title holds all the words."""
    wanted = words.split()
    pages = list_pages(get_language() or "en")
    hits = [page for page in pages if all(word in normalise(page.title) for word in wanted)]
    return [Hit(page.title, reverse("guide:page", args=[page.name])) for page in hits[:limit]]


SOURCES = [Source("guide", _("Guide"), icon="book", order=90, find=find_guide_pages)]
