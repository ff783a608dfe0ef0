import pytest, datetime as dt
from periplus.people.enums import Role
from tests.web.partners.conftest import *
from tests.factories.partners import *
from tests.factories.mobility import StayFactory
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_all(sign_in, partner, university, faculty):
    office = sign_in(Role.OFFICE)
    a = agreement_with(partner, institution=university, unit=faculty, valid_until=dt.date(2027, 8, 31))
    line = AgreementLineFactory.create(agreement=a, partner=partner)
    stay = StayFactory.create(receiving=partner, line=line)
    for url in [
        "/partners/",
        f"/partners/{partner.uuid}/",
        "/partners/new/",
        f"/partners/{partner.uuid}/change/",
        f"/partners/{partner.uuid}/watch/",
        f"/partners/{partner.uuid}/identifiers/new/",
        f"/partners/{partner.uuid}/contacts/new/",
        "/agreements/",
        f"/agreements/{a.uuid}/",
        "/agreements/new/",
        f"/agreements/new/?partner={partner.uuid}&on=1",
        f"/agreements/{a.uuid}/renew/",
        f"/agreements/lines/{line.uuid}/places/",
        f"/agreements/lines/{line.uuid}/use/",
        "/stays/",
        f"/stays/{stay.uuid}/",
        "/stays/new/",
        f"/stays/new/?partner={partner.uuid}&on=1",
        "/budget/",
        "/budget/new/",
        "/",
        "/search/?q=nantes",
    ]:
        r = office.get(url)
        print(url, r.status_code)
        assert r.status_code == 200, url
