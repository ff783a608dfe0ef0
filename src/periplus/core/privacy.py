"""Marks of personal data: each such field says why it is held and for how long."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Retention(StrEnum):
    """How long, counted from what. A data-protection officer confirms these for each installation."""

    ACCOUNT = "account"  # while the person has an account, then one year
    RECORD = "record"  # academic or contractual record: validity plus ten years
    MOBILITY = "mobility"  # funded mobility file: five years after the final payment
    LEDGER = "ledger"  # proof of what happened: ten years
    SHORT = "short"  # one year after last use

    @property
    def sentence(self) -> str | Promise:
        return _SENTENCES[self]


_SENTENCES: dict[Retention, str | Promise] = {
    Retention.ACCOUNT: _("while the account is open, then one year"),
    Retention.RECORD: _("while it is valid, then ten years"),
    Retention.MOBILITY: _("five years after the final payment"),
    Retention.LEDGER: _("ten years, as proof of what happened"),
    Retention.SHORT: _("one year after it was last used"),
}


@dataclass(frozen=True, slots=True)
class Personal:
    """One personal field: what it is for, how long it stays."""

    purpose: str | Promise
    retention: Retention


Marks = Mapping[str, Personal]


def marks_of(model: type[models.Model]) -> Marks | None:
    """The marks a model declares itself as `PRIVACY`; None when it declares nothing."""
    return model.__dict__.get("PRIVACY")


def register() -> Iterator[tuple[type[models.Model], str, Personal]]:
    """Every personal field of the product, in a stable order."""
    ours = (m for m in apps.get_models() if m.__module__.startswith("periplus."))
    for model in sorted(ours, key=lambda m: m._meta.label_lower):
        for field, mark in sorted((marks_of(model) or {}).items()):
            yield model, field, mark
