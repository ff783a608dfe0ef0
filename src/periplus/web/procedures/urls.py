"""Addresses of procedures and their versions."""

from django.urls import URLPattern, URLResolver, include, path

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
table_patterns = [
    path("", tables.table, name="table"),
    path("name/", tables.rename, name="rename-table"),
    path("remove/", tables.remove, name="remove-table"),
    path("tests/new/", tables.keep_test, name="keep-test"),
    path("tests/<int:place>/remove/", tables.drop_test, name="drop-test"),
    path("<slug:side>/new/", columns.add, name="add-column"),
    path("<slug:side>/<int:place>/", columns.column, name="column"),
    path("<slug:side>/<int:place>/remove/", columns.remove, name="remove-column"),
    path("<slug:side>/<int:place>/shift/", columns.shift, name="shift-column"),
]
step_patterns = [
    path("", steps.step, name="step"),
    path("move/", steps.move, name="move"),
    path("remove/", steps.remove, name="remove"),
    path("add/<slug:what>/", adding.add, name="add"),
    path("ways/new/", flows.add, name="add-flow"),
    path("values/<int:place>/", items.item, name="item"),
    path("values/<int:place>/remove/", items.remove, name="remove-item"),
    path("values/<int:place>/shift/", items.shift, name="shift-item"),
    path("values/<slug:way>/", items.add, name="add-item"),
]
version_patterns: list[URLPattern | URLResolver] = [
    path("", versions.detail, name="detail"),
    path("copy/", procedures.copy, name="copy"),
    path("draft/", procedures.draft, name="draft"),
    path("describe/", versions.describe, name="describe"),
    path("arrange/", versions.arrange, name="arrange"),
    path("discard/", versions.discard, name="discard"),
    path("enact/", enacting.enact, name="enact"),
    path("trial/", trials.trial, name="trial"),
    path("bpmn/", exchange.bpmn, name="bpmn"),
    path("dmn/", exchange.dmn, name="dmn"),
    path("dmn/import/", exchange.bring_tables, name="bring-tables"),
    path("brought/", exchange.brought, name="brought"),
    path("steps/<str:key>/", include(step_patterns)),
    path("ways/<str:key>/", flows.flow, name="flow"),
    path("ways/<str:key>/remove/", flows.remove, name="remove-flow"),
    path("ways/<str:key>/shift/", flows.shift, name="shift-flow"),
    path("tables/<str:key>/", include(table_patterns)),
]
urlpatterns = [
    path("procedures/", include((procedure_patterns, "procedures"))),
    path("procedures/versions/<uuid:reference>/", include((version_patterns, "versions"))),
]
