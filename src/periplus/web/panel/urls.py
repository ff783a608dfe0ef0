"""Addresses of the control panel and of process facts."""

from django.urls import include, path

from periplus.web.panel import desk, facts_desk

panel_patterns = [
    path("", desk.procedures, name="list"),
    path("<uuid:reference>/", desk.procedure, name="detail"),
    path("<uuid:reference>/warnings/", desk.warnings, name="warnings"),
]
facts_patterns = [
    path("", facts_desk.sources, name="list"),
    path("logs/new/", facts_desk.bring, name="bring"),
    path("logs/<uuid:reference>/", facts_desk.log, name="log"),
    path("logs/<uuid:reference>/delete/", facts_desk.delete, name="delete"),
    path("<uuid:reference>/", facts_desk.procedure, name="procedure"),
]
urlpatterns = [
    path("panel/", include((panel_patterns, "panel"))),
    path("facts/", include((facts_patterns, "facts"))),
]
