"""Addresses of imports, of doubtful names, and of merges."""

from django.urls import include, path

from periplus.web.imports import desk, handing_in, merging, names, rows, run_list
from periplus.web.lists.views import list_view
from periplus.web.shell.doors import form_page

import_patterns = [
    path("", form_page("exchange.imports.see")(list_view(run_list.LISTING)), name="list"),
    path("new/", handing_in.new, name="new"),
    path("<uuid:reference>/", desk.run, name="run"),
    path("<uuid:reference>/columns/", handing_in.columns, name="columns"),
    path("<uuid:reference>/progress/", desk.progress, name="progress"),
    path("<uuid:reference>/begin/", desk.begin, name="begin"),
    path("<uuid:reference>/resume/", desk.resume, name="resume"),
    path("<uuid:reference>/stop/", desk.stop, name="stop"),
    path("<uuid:reference>/undo/", desk.undo, name="undo"),
    path("<uuid:reference>/rows/", rows.rows, name="rows"),
    path("<uuid:reference>/refused.xlsx", rows.refused, name="refused"),
]
name_patterns = [
    path("names/", names.queue, name="queue"),
    path("names/decided/", names.settled, name="settled"),
    path("names/accept/", names.accept, name="accept"),
    path("names/add-unlike/", names.add_unlike, name="add-unlike"),
    path("names/look-again/", names.look_again, name="look-again"),
    path("names/<uuid:reference>/", names.decide, name="decide"),
    path("names/<uuid:reference>/reopen/", names.reopen, name="reopen"),
    path("partners/<uuid:reference>/merge/", merging.merge, name="merge"),
    path("merges/<uuid:reference>/undo/", merging.undo, name="undo-merge"),
]
urlpatterns = [
    path("imports/", include((import_patterns, "imports"))),
    path("", include((name_patterns, "names"))),
]
