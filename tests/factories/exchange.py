"""Imports for tests."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from periplus.core import clock
from periplus.core.models import Document
from periplus.exchange.enums import ImportKind, RunState
from periplus.exchange.models import ImportRun, ImportSource


class DocumentFactory(DjangoModelFactory[Document]):
    """The entry of a file; its content is nowhere."""

    class Meta:
        model = Document

    name = factory.Sequence(lambda n: f"stays-{n}.csv")
    content_type = "text/csv"
    size = 100
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    uploaded_at = factory.LazyFunction(clock.now)


class ImportSourceFactory(DjangoModelFactory[ImportSource]):
    class Meta:
        model = ImportSource

    name = factory.Sequence(lambda n: f"Source {n}")
    kind = ImportKind.STAYS


class ImportRunFactory(DjangoModelFactory[ImportRun]):
    """An import that is done."""

    class Meta:
        model = ImportRun

    source = factory.SubFactory(ImportSourceFactory)
    document = factory.SubFactory(DocumentFactory)
    state = RunState.DONE
    rows_total = 10
    counts = {"created": 9, "refused": 1}
    created_at = factory.Sequence(lambda n: dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=n))
