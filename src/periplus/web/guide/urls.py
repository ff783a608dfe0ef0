from django.urls import path

from periplus.web.guide import desk

app_name = "guide"
urlpatterns = [
    path("guide/", desk.index, name="index"),
    path("guide/accessibility/", desk.accessibility, name="accessibility"),
    path("guide/pictures/<str:name>", desk.picture, name="picture"),
    path("guide/<path:name>/", desk.read, name="page"),
]
