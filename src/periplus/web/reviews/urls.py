"""Addresses of the second half of the loop."""

from django.urls import include, path

from periplus.web.lists.views import list_view
from periplus.web.reviews import decision_list, deviation_list, effect_list, review_list
from periplus.web.reviews.desk import agenda, bodies, decisions, deviations, effects, levers, reviews
from periplus.web.shell.doors import form_page

deviation_patterns = [
    path("", form_page("loop.goals.see")(list_view(deviation_list.LISTING)), name="list"),
    path("<uuid:reference>/", deviations.detail, name="detail"),
    path("<uuid:reference>/cause/", deviations.note_cause, name="cause"),
    path("<uuid:reference>/owner/", deviations.assign, name="assign"),
    path("<uuid:reference>/waive/", deviations.waive, name="waive"),
    path("<uuid:reference>/waive/end/", deviations.end_waiver, name="end-waiver"),
    path("<uuid:reference>/bring/", deviations.bring, name="bring"),
    path("<uuid:reference>/close/", deviations.close, name="close"),
    path("<uuid:reference>/reopen/", deviations.reopen, name="reopen"),
]
agenda_patterns = [
    path("", agenda.agendas, name="list"),
    path("<uuid:reference>/", agenda.body, name="body"),
    path("<uuid:reference>/bring/", agenda.bring, name="bring"),
    path("items/<uuid:reference>/move/<slug:way>/", agenda.move, name="move"),
    path("items/<uuid:reference>/priority/", agenda.prioritise, name="prioritise"),
    path("items/<uuid:reference>/schedule/", agenda.schedule, name="schedule"),
    path("items/<uuid:reference>/unschedule/", agenda.unschedule, name="unschedule"),
    path("items/<uuid:reference>/oppose/", agenda.oppose, name="oppose"),
    path("items/<uuid:reference>/withdraw/", agenda.withdraw, name="withdraw"),
]
body_patterns = [
    path("", bodies.bodies_kept, name="list"),
    path("new/", bodies.new, name="new"),
    path("<uuid:reference>/", bodies.detail, name="detail"),
    path("<uuid:reference>/change/", bodies.change, name="change"),
    path("<uuid:reference>/entries/<slug:kind>/", bodies.entry, name="entry"),
    path("<uuid:reference>/entries/<slug:kind>/close/", bodies.close_entry, name="close-entry"),
]
review_patterns = [
    path("", form_page("loop.reviews.see")(list_view(review_list.LISTING)), name="list"),
    path("new/", reviews.new, name="new"),
    path("<uuid:reference>/", reviews.detail, name="detail"),
    path("<uuid:reference>/minutes/", reviews.minutes, name="minutes"),
    path("<uuid:reference>/move/", reviews.move, name="move"),
    path("<uuid:reference>/open/", reviews.open_it, name="open"),
    path("<uuid:reference>/cancel/", reviews.cancel, name="cancel"),
    path("<uuid:reference>/close/", reviews.close, name="close"),
    path("<uuid:reference>/notes/", reviews.take_minutes, name="take-minutes"),
    path("items/<uuid:reference>/note/", reviews.note, name="note"),
]
decision_patterns = [
    path("", form_page("loop.reviews.see")(list_view(decision_list.LISTING)), name="list"),
    path("new/", decisions.new, name="new"),
    path("<uuid:reference>/", decisions.detail, name="detail"),
    path("<uuid:reference>/change/", decisions.change, name="change"),
    path("<uuid:reference>/levers/", levers.add_pull, name="add-pull"),
    path("<uuid:reference>/effect/", levers.plan_check, name="plan-check"),
    path("<uuid:reference>/take/", decisions.take, name="take"),
    path("<uuid:reference>/drop/", decisions.drop, name="drop"),
    path("<uuid:reference>/undo/", decisions.undo, name="undo"),
    path("levers/<uuid:reference>/remove/", levers.remove_pull, name="remove-pull"),
    path("levers/<uuid:reference>/retry/", levers.retry_pull, name="retry-pull"),
    path("levers/<uuid:reference>/undo/", levers.undo_pull, name="undo-pull"),
    path("effects/<uuid:reference>/remove/", levers.remove_check, name="remove-check"),
]
effect_patterns = [
    path("", form_page("loop.reviews.see")(list_view(effect_list.LISTING)), name="list"),
    path("<uuid:reference>/", effects.detail, name="detail"),
    path("<uuid:reference>/check/", effects.check, name="check"),
]
urlpatterns = [
    path("deviations/", include((deviation_patterns, "deviations"))),
    path("agenda/", include((agenda_patterns, "agenda"))),
    path("bodies/", include((body_patterns, "bodies"))),
    path("reviews/", include((review_patterns, "reviews"))),
    path("decisions/", include((decision_patterns, "decisions"))),
    path("effects/", include((effect_patterns, "effects"))),
]
