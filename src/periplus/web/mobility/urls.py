"""Addresses of stays."""

from django.urls import path

from periplus.web.lists.views import list_view
from periplus.web.mobility import desk, portal, recording, stay_list
from periplus.web.shell.doors import form_page

app_name = "stays"
urlpatterns = [
    path("stays/", form_page("mobility.stays.see")(list_view(stay_list.LISTING)), name="list"),
    path("stays/mine/", portal.own, name="own"),
    path("stays/new/", recording.new, name="new"),
    path("stays/<uuid:reference>/", desk.detail, name="detail"),
    path("stays/<uuid:reference>/dates/", desk.change_dates, name="dates"),
    path("stays/<uuid:reference>/cancel/", desk.cancel, name="cancel"),
]
