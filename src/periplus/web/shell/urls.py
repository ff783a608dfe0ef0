"""The frame's own addresses; the way home, search and notifications come from `web/home`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from periplus.web.shell import views

app_name = "shell"

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("gallery/", views.gallery, name="gallery"),
]
if find_spec("periplus.web.home") and find_spec("periplus.web.home.urls"):
    urlpatterns.append(path("", include("periplus.web.home.urls")))
