"""Addresses of the ledger."""

from django.urls import path

from periplus.web.ledger import desk

app_name = "ledger"

urlpatterns = [
    path("ledger/", desk.entries, name="entries"),
    path("ledger/periplus-ledger.ocel.json", desk.export, name="export"),
    path("ledger/<uuid:reference>/", desk.entry, name="entry"),
]
