"""What a change left behind is enough to take it back."""

from decimal import Decimal

import pytest

from periplus.core.copying import array_text, copy_rows, json_text, reserve_ids
from periplus.core.traces import Trace, take_back, trace_from
from periplus.exchange.models import ImportRow
from periplus.mobility.models import StayFunding
from periplus.partners.models import Partner, PartnerName
from tests.factories.mobility import StayFactory
from tests.factories.partners import PartnerFactory


@pytest.mark.django_db
def test_created_changed_and_deleted_are_taken_back_through_json() -> None:
    kept = PartnerFactory.create(name="Before", city="X")
    stay = StayFactory.create()
    money = StayFunding.objects.create(stay=stay, currency="EUR", amount=Decimal("12.50"))
    first, second = Trace(), Trace()
    made = PartnerFactory.create(name="Made")
    first.add_created(Partner, made.pk)
    first.add_created(PartnerName, made.names.get().pk)
    first.add_changed(kept, {"name": "Before"}, {"name": "Between"})
    second.add_changed(kept, {"name": "Between", "city": "X"}, {"name": "After", "city": "Y"})
    second.add_deleted(money)
    money.delete()
    Partner.objects.filter(pk=kept.pk).update(name="After", city="Y")
    take_back([trace_from(second.as_json()), trace_from(first.as_json())])
    kept.refresh_from_db()
    assert (kept.name, kept.city) == ("Before", "X")
    assert not Partner.objects.filter(pk=made.pk).exists()
    assert StayFunding.objects.get().amount == money.amount


@pytest.mark.django_db
def test_what_was_made_and_changed_just_goes() -> None:
    made = PartnerFactory.create()
    trace = Trace()
    trace.add_created(Partner, made.pk)
    trace.add_created(PartnerName, made.names.get().pk)
    trace.add_changed(made, {"city": ""}, {"city": "X"})
    take_back([trace])
    assert not Partner.objects.exists()


def test_an_empty_trace_says_nothing() -> None:
    assert not Trace()
    assert Trace().as_json() == {}


@pytest.mark.django_db
def test_rows_are_copied_with_any_text() -> None:
    (pk,) = reserve_ids(PartnerName, 1)
    partner = PartnerFactory.create()
    name = 'a\\b\t"c"\n{d},\u00e9'
    copy_rows(
        PartnerName,
        ("id", "partner_id", "name", "normalised", "language", "kind"),
        [(pk, partner.pk, name, "x", "", "alias")],
    )
    assert PartnerName.objects.get(pk=pk).name == name


@pytest.mark.parametrize(
    "cells", [[], [""], ["a", "b"], ['a"b', "c\\d", "{e,f}"], ["a", '","', "x"], ["NULL", "\n"]]
)
@pytest.mark.django_db
def test_arrays_of_texts_survive_as_they_are(cells: list[str]) -> None:
    from django.db import connection  # noqa: PLC0415 -- only this test speaks to the database itself

    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[]", [array_text(cells)])
        assert cursor.fetchone()[0] == cells


def test_json_text_keeps_letters() -> None:
    assert json_text({"a": "é"}) == '{"a": "é"}'


@pytest.mark.django_db
def test_no_ids_are_reserved_for_nothing() -> None:
    assert reserve_ids(ImportRow, 0) == []
    assert len(set(reserve_ids(ImportRow, 3))) == 3
