"""Addresses of responsibility lists and of the map of collaboration."""

from django.urls import include, path

from periplus.web.lists.views import list_view
from periplus.web.shell.doors import form_page
from periplus.web.workplans import collaboration, desk, files, modules, plan_list

plan_patterns = [
    path("", form_page(desk.SEE)(list_view(plan_list.LISTING)), name="list"),
    path("new/", desk.new, name="new"),
    path("new/about/", desk.about, name="about"),
    path("new/begin/", desk.begin, name="begin"),
    path("new/procedure/<uuid:reference>/", desk.of_procedure, name="of-procedure"),
    path("modules/<uuid:reference>/", modules.module, name="module"),
    path("modules/<uuid:reference>/duties/", modules.give, name="give"),
    path("modules/<uuid:reference>/move/<str:way>/", modules.move, name="move"),
    path("modules/<uuid:reference>/remove/", modules.remove, name="remove"),
    path("duties/<uuid:reference>/end/", modules.end, name="end"),
    path("<uuid:reference>/", desk.detail, name="detail"),
    path("<uuid:reference>/change/", desk.change, name="change"),
    path("<uuid:reference>/partners/", desk.partners, name="partners"),
    path("<uuid:reference>/close/", desk.close, name="close"),
    path("<uuid:reference>/reopen/", desk.reopen, name="reopen"),
    path("<uuid:reference>/modules/add/", modules.add, name="add"),
    path("<uuid:reference>/export.<str:form>", files.export, name="export"),
]
map_patterns = [
    path("", collaboration.collaboration, name="map"),
    path("export.<str:form>", collaboration.export, name="export"),
]
urlpatterns = [
    path("responsibilities/", include((plan_patterns, "workplans"))),
    path("collaboration/", include((map_patterns, "collaboration"))),
]
