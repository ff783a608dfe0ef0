"""Addresses of spreadsheets that are made of long lists."""

from django.urls import path

from periplus.web.lists import ordering

app_name = "lists"

urlpatterns = [
    path("exports/<uuid:reference>/", ordering.export_page, name="export"),
    path("exports/<uuid:reference>/progress/", ordering.export_progress, name="export-progress"),
]
