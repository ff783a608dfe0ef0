"""Addresses of files."""

from django.urls import path

from periplus.web.documents import desk

app_name = "documents"

urlpatterns = [path("files/<uuid:reference>/", desk.download, name="download")]
