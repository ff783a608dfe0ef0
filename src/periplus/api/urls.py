"""Addresses of the API: every one behind the same door."""

from django.urls import URLPattern, include, path, re_path

from periplus.api.door import nowhere, opened
from periplus.api.v1 import api

_patterns, _app, _namespace = api.urls
urlpatterns = [
    path("v1/", include(([opened(p) for p in _patterns if isinstance(p, URLPattern)], "api"))),
    re_path("", nowhere),
]
