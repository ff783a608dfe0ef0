"""What every page's frame needs, computed only when the frame asks for it."""

from functools import cached_property
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _

from periplus.core import clock
from periplus.core.languages import LANGUAGES, active_language
from periplus.people.standing import standing_of
from periplus.web.shell import navigation, words
from periplus.web.shell.navigation import Group

THEMES = (("light", _("Light")), ("dark", _("Dark")), ("auto", _("Automatic")))
THEME_COOKIE = "theme"
DEMO_ROLES = "shell/demo_roles.html"


class Shell:
    """The frame of one request: who is here, where, in which language and light."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def person(self) -> Any:
        """The signed-in person, or None."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def theme(self) -> str:
        """Set on the page itself, so that nothing flashes."""
        wanted = self.person.theme if self.person else self.request.COOKIES.get(THEME_COOKIE, "")
        return wanted if wanted in dict(THEMES) else "auto"

    @cached_property
    def standing(self) -> str:
        """As what the person is here today, in words."""
        if self.person is None:
            return ""
        holdings = standing_of(self.person, on=clock.today()).holdings
        return ", ".join(dict.fromkeys(str(holding.role.label) for holding in holdings))

    @cached_property
    def entries(self) -> list[navigation.Shown]:
        if self.person is None:
            return []
        return navigation.shown(person=self.person, path=self.request.path)

    @property
    def sections(self) -> list[navigation.Section]:
        return navigation.sections(self.entries)

    @property
    def bell(self) -> navigation.Shown | None:
        return next(iter(navigation.of_group(self.entries, Group.BELL)), None)

    @property
    def own_links(self) -> list[navigation.Shown]:
        return navigation.of_group(self.entries, Group.ME)

    @property
    def foot_links(self) -> list[navigation.Shown]:
        return navigation.of_group(self.entries, Group.FOOT)

    @property
    def here(self) -> str:
        """Where a change of language or theme comes back to."""
        return self.request.get_full_path() if self.request.method == "GET" else self.request.path

    @property
    def demo_roles(self) -> str:
        """The template of the demo's role switcher, when this is a demo and it has one."""
        if not settings.DEMO:
            return ""
        try:
            get_template(DEMO_ROLES)
        except TemplateDoesNotExist:
            return ""
        return DEMO_ROLES

    @property
    def zone(self) -> str:
        return words.zone_words()

    @property
    def language(self) -> str:
        return active_language()

    themes = THEMES
    languages = LANGUAGES
    version = version("periplus")


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor."""
    return {"shell": Shell(request)}
