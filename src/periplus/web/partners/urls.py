"""Addresses of partners and of agreements."""

from django.urls import include, path

from periplus.web.lists.views import list_view
from periplus.web.partners import agreement_list, partner_list, portal
from periplus.web.partners.desk import agreements, contacts, drafting, lines, partners
from periplus.web.shell.doors import form_page

partner_patterns = [
    path("", form_page("partners.partners.see")(list_view(partner_list.LISTING)), name="list"),
    path("new/", partners.new, name="new"),
    path("ours/", portal.own, name="own"),
    path("<uuid:reference>/", partners.detail, name="detail"),
    path("<uuid:reference>/change/", partners.change, name="change"),
    path("<uuid:reference>/identifiers/new/", partners.identify, name="identify"),
    path("<uuid:reference>/watch/", partners.watch, name="watch"),
    path("<uuid:reference>/contacts/new/", contacts.add, name="contact"),
    path("contacts/<uuid:reference>/end/", contacts.end, name="end-contact"),
]
agreement_patterns = [
    path("", form_page("partners.agreements.see")(list_view(agreement_list.LISTING)), name="list"),
    path("new/", drafting.new, name="new"),
    path("<uuid:reference>/", agreements.detail, name="detail"),
    path("<uuid:reference>/change/", drafting.change, name="change"),
    path("<uuid:reference>/renew/", agreements.renew, name="renew"),
    path("<uuid:reference>/watch/", agreements.watch, name="watch"),
    path("<uuid:reference>/signatures/", agreements.record_signature, name="record-signature"),
    path("<uuid:reference>/lines/new/", lines.add, name="add-line"),
    path("<uuid:reference>/steps/<slug:verb>/", agreements.move, name="move"),
    path("lines/<uuid:reference>/", lines.change, name="change-line"),
    path("lines/<uuid:reference>/remove/", lines.remove, name="remove-line"),
    path("lines/<uuid:reference>/places/", lines.places, name="places"),
    path("lines/<uuid:reference>/use/", lines.use, name="use"),
]
urlpatterns = [
    path("partners/", include((partner_patterns, "partners"))),
    path("agreements/", include((agreement_patterns, "agreements"))),
]
