"""Addresses of files."""

from django.urls import path

from periplus.web.documents import desk, keeping

app_name = "documents"

urlpatterns = [
    path("files/<uuid:reference>/", desk.download, name="download"),
    path("files/<uuid:reference>/withdraw/", keeping.withdraw, name="withdraw"),
    path("files/<uuid:reference>/put-back/", keeping.put_back, name="put-back"),
    path("files/of/<str:kind>/<uuid:subject>/add/", keeping.add, name="add"),
]
