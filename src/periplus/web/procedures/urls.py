"""Addresses of procedures and their versions."""

from django.urls import include, path

from periplus.web.lists.views import list_view
from periplus.web.procedures import procedure_list
from periplus.web.procedures.desk import (
    adding,
    columns,
    enacting,
    exchange,
    flows,
    items,
    procedures,
    steps,
    tables,
    trials,
    versions,
)
from periplus.web.shell.doors import form_page

VERSION = "<uuid:reference>/"
STEP = f"{VERSION}steps/<str:key>/"
TABLE = f"{VERSION}tables/<str:key>/"

procedure_patterns = [
    path("", form_page("paths.procedures.see")(list_view(procedure_list.LISTING)), name="list"),
    path("library/", procedures.library, name="library"),
    path("library/<slug:key>/", procedures.library_item, name="library-item"),
    path("new/", procedures.new, name="new"),
    path("import/", exchange.bring, name="bring"),
    path("<uuid:reference>/", procedures.detail, name="detail"),
    path("<uuid:reference>/import/", exchange.bring_version, name="bring-version"),
    path("<uuid:reference>/compare/", versions.compare, name="compare"),
    path("<uuid:reference>/switch/", enacting.switch, name="switch"),
]
version_patterns = [
    path(VERSION, versions.detail, name="detail"),
    path(f"{VERSION}copy/", procedures.copy, name="copy"),
    path(f"{VERSION}draft/", procedures.draft, name="draft"),
    path(f"{VERSION}describe/", versions.describe, name="describe"),
    path(f"{VERSION}arrange/", versions.arrange, name="arrange"),
    path(f"{VERSION}discard/", versions.discard, name="discard"),
    path(f"{VERSION}enact/", enacting.enact, name="enact"),
    path(f"{VERSION}trial/", trials.trial, name="trial"),
    path(f"{VERSION}bpmn/", exchange.bpmn, name="bpmn"),
    path(f"{VERSION}dmn/", exchange.dmn, name="dmn"),
    path(f"{VERSION}dmn/import/", exchange.bring_tables, name="bring-tables"),
    path(f"{VERSION}brought/", exchange.brought, name="brought"),
    path(f"{VERSION}ways/<str:key>/", flows.flow, name="flow"),
    path(f"{VERSION}ways/<str:key>/remove/", flows.remove, name="remove-flow"),
    path(f"{VERSION}ways/<str:key>/shift/", flows.shift, name="shift-flow"),
    path(STEP, steps.step, name="step"),
    path(f"{STEP}move/", steps.move, name="move"),
    path(f"{STEP}remove/", steps.remove, name="remove"),
    path(f"{STEP}add/<slug:what>/", adding.add, name="add"),
    path(f"{STEP}ways/new/", flows.add, name="add-flow"),
    path(f"{STEP}values/<int:place>/", items.item, name="item"),
    path(f"{STEP}values/<int:place>/remove/", items.remove, name="remove-item"),
    path(f"{STEP}values/<int:place>/shift/", items.shift, name="shift-item"),
    path(f"{STEP}values/<slug:way>/", items.add, name="add-item"),
    path(TABLE, tables.table, name="table"),
    path(f"{TABLE}name/", tables.rename, name="rename-table"),
    path(f"{TABLE}remove/", tables.remove, name="remove-table"),
    path(f"{TABLE}tests/new/", tables.keep_test, name="keep-test"),
    path(f"{TABLE}tests/<int:place>/remove/", tables.drop_test, name="drop-test"),
    path(f"{TABLE}<slug:side>/new/", columns.add, name="add-column"),
    path(f"{TABLE}<slug:side>/<int:place>/", columns.column, name="column"),
    path(f"{TABLE}<slug:side>/<int:place>/remove/", columns.remove, name="remove-column"),
    path(f"{TABLE}<slug:side>/<int:place>/shift/", columns.shift, name="shift-column"),
]
urlpatterns = [
    path("procedures/", include((procedure_patterns, "procedures"))),
    path("procedures/versions/", include((version_patterns, "versions"))),
]
