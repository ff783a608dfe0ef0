"""A list of institutions to try the framework on, at addresses of its own."""

from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import include, path

from periplus.core.verdicts import YES, no
from periplus.partners.enums import PartnerState
from periplus.partners.models import Partner, PartnerName
from periplus.people.models import Person
from periplus.web.lists.columns import Column
from periplus.web.lists.filters import (
    ChoiceFilter,
    DateFilter,
    OwnChoiceFilter,
    ReferenceFilter,
    SelectFilter,
    TextFilter,
    ThingFilter,
)
from periplus.web.lists.listing import Bulk, Listing, Step
from periplus.web.lists.views import list_view
from periplus.web.shell.doors import Request, form_page

COUNTRIES = (("BR", "Brazil"), ("PT", "Portugal"), ("CN", "China"))


class NoteForm(forms.Form):
    note = forms.CharField(max_length=20)


def visible(person: Person) -> QuerySet[Partner]:
    """Nobody sees withdrawn institutions; who stands in Portugal sees no Chinese ones."""
    rows = Partner.objects.exclude(state=PartnerState.WITHDRAWN)
    return rows.exclude(country="CN") if person.name == "Guest" else rows


def is_no_guest(person: Person) -> bool:
    return person.name != "Guest"


def write_note(_request: Request, rows: QuerySet[Partner], note: str) -> str:
    return f"{Partner.objects.filter(pk__in=rows.values('pk')).update(note=note)} noted"


def own_countries(person: Person) -> list[tuple[str, str]]:
    return [pair for pair in COUNTRIES if pair[0] in set(visible(person).values_list("country", flat=True))]


def named(word: str) -> Q:
    return Q(Exists(PartnerName.objects.filter(partner=OuterRef("pk"), normalised__contains=word)))


LIST = Listing(
    key="tests.harbour",
    title="Harbours",
    lead="All of them.",
    source=visible,
    columns=(
        Column("name", "Name", lambda p: p.name, order_by=("sort_key",), link=lambda p: f"/p/{p.uuid}/"),
        Column("country", "Country", lambda p: p.country, order_by=("country", "sort_key")),
        Column("state", "State", lambda p: p.get_state_display(), kind="state", tone=lambda _p: "good"),
        Column("latitude", "Latitude", lambda p: p.latitude, kind="number", order_by=("latitude",), digits=2),
        Column("share", "Share", lambda p: p.longitude, kind="share", digits=1, shown=False),
        Column("watched", "Watched until", lambda p: p.watch_until, kind="date", order_by=("watch_until",)),
        Column("served", "Served", lambda p: p.served_here, kind="flag", shown=False),
        Column("note", "Note", lambda p: p.note, order_by=("note",), shown=False, allowed=is_no_guest),
    ),
    filters=(
        TextFilter("q", "Search", named),
        ChoiceFilter("country", "Country", lambda: COUNTRIES, lambda values: Q(country__in=values)),
        OwnChoiceFilter("own", "Own", own_countries, lambda values: Q(country__in=values)),
        SelectFilter(
            "show",
            "Show",
            (("open", "Open"), ("all", "All")),
            lambda value: Q(served_here=False) if value == "open" else Q(),
            default="open",
        ),
        ThingFilter("taken", "Taken in by", visible, lambda uuid: Q(merged_into__uuid=uuid)),
        ReferenceFilter(
            "letter",
            "Letter",
            letter := (lambda v: v if len(v) == 1 else None),
            lambda v: Q(name__startswith=v),
        ),
        DateFilter("from", "From", "watch_until__gte"),
        ReferenceFilter("note", "Note", lambda v: v or None, lambda v: Q(note=v)).only(is_no_guest),
    ),
    order=("sort_key", "id"),
    bulks=(
        Bulk(
            "note",
            "Write a note",
            "What do you note?",
            lambda _person: YES,
            write_note,
            form=lambda _person, posted: NoteForm(posted),
        ),
        Bulk("never", "Sink", "Sure?", lambda _person: no("Harbours do not sink."), write_note),
    ),
    empty_title="No harbour yet",
    empty_text="Build one.",
    empty_step=lambda _person: Step("Build", "/build/"),
)

view = form_page("signed_in")(list_view(LIST))
BACKWARDS = (F("watch_until").desc(nulls_last=True), "id")

urlpatterns: list[Any] = [path("harbours/", view, name="harbours"), path("", include("periplus.config.urls"))]
