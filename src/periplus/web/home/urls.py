"""Addresses of home, search, notifications, the calendar feed and the sign of life; in namespace `shell`."""

from django.urls import path

from periplus.web.home import calendar, desk, notifications, searching

urlpatterns = [
    path("", desk.home, name="home"),
    path("search/", searching.search, name="search"),
    path("search/suggestions/", searching.suggestions, name="suggestions"),
    path("notifications/", notifications.show, name="notifications"),
    path("notifications/read/", notifications.read_all, name="read_all"),
    path("notifications/<int:number>/read/", notifications.read_one, name="read_one"),
    path("notifications/letter/", notifications.letter, name="letter"),
    path("calendar/<str:key>.ics", calendar.feed, name="calendar"),
    path("healthz", desk.healthz, name="healthz"),
]
