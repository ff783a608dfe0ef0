"""Addresses of work and cases."""

from django.urls import include, path

from periplus.web.lists.views import list_view
from periplus.web.shell.doors import form_page
from periplus.web.work import case_list, work_list
from periplus.web.work.desk import absences, cases, handing, items, messages, reminders, starting

work_patterns = [
    path("", form_page("paths.work.do")(list_view(work_list.LISTING)), name="list"),
    path("all/", form_page("paths.cases.steer")(list_view(work_list.LISTING_OF_ALL)), name="all"),
    path("away/", absences.absences, name="absences"),
    path("away/new/", absences.enter, name="enter-absence"),
    path("away/<uuid:reference>/end/", absences.end, name="end-absence"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/new/", reminders.add, name="add-reminder"),
    path("reminders/<uuid:reference>/", reminders.change, name="change-reminder"),
    path("<uuid:reference>/", items.detail, name="detail"),
    path("<uuid:reference>/take/", handing.take, name="take"),
    path("<uuid:reference>/give-back/", handing.give_back, name="give-back"),
    path("<uuid:reference>/try-again/", handing.retry, name="retry"),
    path("<uuid:reference>/skip/", handing.skip, name="skip"),
    path("<uuid:reference>/send-back/", handing.send_back, name="send-back"),
    path("<uuid:reference>/received/", messages.receive, name="receive"),
    path("<uuid:reference>/hand-over/", handing.hand_over, name="hand-over"),
]
case_patterns = [
    path("", form_page("paths.cases.see")(list_view(case_list.LISTING)), name="list"),
    path("new/", starting.new, name="new"),
    path("new/<uuid:reference>/", starting.start, name="start"),
    path("<uuid:reference>/", cases.detail, name="detail"),
    path("<uuid:reference>/suspend/", cases.suspend, name="suspend"),
    path("<uuid:reference>/resume/", cases.resume, name="resume"),
    path("<uuid:reference>/cancel/", cases.cancel, name="cancel"),
    path("<uuid:reference>/priority/", cases.prioritise, name="prioritise"),
    path("<uuid:reference>/followers/new/", cases.follow, name="follow"),
]
urlpatterns = [
    path("work/", include((work_patterns, "work"))),
    path("cases/", include((case_patterns, "cases"))),
]
