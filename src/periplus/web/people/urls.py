"""Addresses of people, units, rights, and of what everybody keeps for themselves."""

from django.urls import path

from periplus.web.people import desk, own, posts, rights, units

app_name = "people"

urlpatterns = [
    path("people/", desk.persons, name="persons"),
    path("people/add/", desk.add, name="add"),
    path("people/permissions/", rights.matrix, name="permissions"),
    path("people/personal-data/", rights.register, name="privacy"),
    path("people/who/<str:object_type>/<uuid:reference>/<str:action>/", rights.who, name="who"),
    path("people/<uuid:reference>/", desk.person, name="person"),
    path("people/<uuid:reference>/change/", desk.change, name="change"),
    path("people/<uuid:reference>/invite/", desk.invite, name="invite"),
    path("people/<uuid:reference>/leave/", desk.record_leave, name="leave"),
    path("people/<uuid:reference>/roles/give/", posts.give_role, name="give_role"),
    path("people/<uuid:reference>/places/give/", posts.give_place, name="give_place"),
    path("people/roles/<uuid:reference>/end/", posts.stop_role, name="stop_role"),
    path("people/places/<uuid:reference>/end/", posts.stop_place, name="stop_place"),
    path("units/", units.tree, name="units"),
    path("units/<uuid:reference>/", units.unit, name="unit"),
    path("units/<uuid:reference>/add/", units.add, name="add_unit"),
    path("units/<uuid:reference>/change/", units.change, name="change_unit"),
    path("units/<uuid:reference>/move/", units.move, name="move_unit"),
    path("units/<uuid:reference>/close/", units.close, name="close_unit"),
    path("institutions/add/", units.add_institution, name="add_institution"),
    path("me/", own.profile, name="profile"),
    path("me/calendar/open/", own.open_calendar, name="open_calendar"),
    path("me/calendar/close/", own.close_calendar, name="close_calendar"),
    path("me/keys/", own.tokens, name="tokens"),
    path("me/keys/<uuid:reference>/revoke/", own.revoke, name="revoke"),
    path("me/data/", own.held, name="held"),
    path("me/data.json", own.download, name="download"),
]
