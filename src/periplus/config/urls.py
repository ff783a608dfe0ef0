"""Every address of the product; each area brings its own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

AREAS = (
    "web.shell",
    "web.people",
    "web.loop",
    "web.reviews",
    "web.partners",
    "web.mobility",
    "web.resources",
    "web.procedures",
    "web.work",
    "web.workplans",
    "web.panel",
    "web.imports",
    "web.ledger",
    "web.documents",
    "web.lists",
    "web.guide",
    "demo",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("periplus.web.people.accounts")),
    *(
        path("", include(f"periplus.{area}.urls"))
        for area in AREAS
        if find_spec(f"periplus.{area}") and find_spec(f"periplus.{area}.urls")
    ),
]
if find_spec("periplus.api.urls"):
    urlpatterns.append(path("api/", include("periplus.api.urls")))

handler400 = "periplus.web.shell.errors.bad_request"
handler403 = "periplus.web.shell.errors.permission_denied"
handler404 = "periplus.web.shell.errors.page_not_found"
handler500 = "periplus.web.shell.errors.server_error"
