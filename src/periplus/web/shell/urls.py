"""The frame's own addresses; the way home, search and notifications come from `web/home`."""

from django.urls import URLPattern, URLResolver, include, path

from periplus.web.shell import views

app_name = "shell"

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("gallery/", views.gallery, name="gallery"),
    path("", include("periplus.web.home.urls")),
]
