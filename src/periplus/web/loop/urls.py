"""Addresses of the first half of the loop."""

from django.urls import path

from periplus.web.lists.views import list_view
from periplus.web.loop import (
    board,
    goals,
    indicators,
    plans,
    replays,
    rule_list,
    rules,
    signal_list,
    signals,
    targets,
)
from periplus.web.shell.doors import form_page

app_name = "loop"

urlpatterns = [
    path("loop/", board.board, name="board"),
    path("plans/", plans.plans, name="plans"),
    path("plans/draft/", plans.draft, name="draft_plan"),
    path("plans/<uuid:reference>/", plans.plan, name="plan"),
    path("plans/<uuid:reference>/change/", plans.change, name="change_plan"),
    path("plans/<uuid:reference>/changed/", plans.compare, name="compare_plan"),
    path("plans/<uuid:reference>/renew/", plans.renew, name="renew_plan"),
    path("plans/<uuid:reference>/enact/", plans.enact, name="enact_plan"),
    path("plans/<uuid:reference>/close/", plans.close, name="close_plan"),
    path("plans/<uuid:reference>/discard/", plans.discard, name="discard_plan"),
    path("plans/<uuid:reference>/goals/add/", goals.add, name="add_goal"),
    path("plans/goals/<uuid:reference>/", goals.goal, name="goal"),
    path("plans/goals/<uuid:reference>/change/", goals.change, name="change_goal"),
    path("plans/goals/<uuid:reference>/hand-over/", goals.hand_over, name="hand_over"),
    path("plans/goals/<uuid:reference>/note/", goals.note, name="note"),
    path("plans/goals/<uuid:reference>/settle/", goals.settle, name="settle_goal"),
    path("plans/goals/<uuid:reference>/remove/", goals.remove, name="remove_goal"),
    path("plans/goals/<uuid:reference>/targets/add/", targets.add, name="add_target"),
    path("plans/targets/<uuid:reference>/change/", targets.change, name="change_target"),
    path("plans/targets/<uuid:reference>/remove/", targets.remove, name="remove_target"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/measure/", indicators.measure_now, name="measure_now"),
    path("indicators/<str:key>/", indicators.indicator, name="indicator"),
    path("indicators/<str:key>/narrow/", indicators.narrow, name="narrow"),
    path("indicators/<str:key>/records/", indicators.records, name="records"),
    path("signals/", form_page("loop.goals.see")(list_view(signal_list.SIGNALS)), name="signals"),
    path("signals/report/", signals.report, name="report_signal"),
    path("signals/<uuid:reference>/", signals.signal, name="signal"),
    path("signals/<uuid:reference>/dismiss/", signals.dismiss, name="dismiss_signal"),
    path("signals/<uuid:reference>/open/", signals.open_deviation, name="open_deviation"),
    path("signals/<uuid:reference>/join/", signals.join, name="join_deviation"),
    path("signals/rules/", form_page("loop.goals.see")(list_view(rule_list.RULES)), name="rules"),
    path("signals/rules/write/", rules.write, name="write_rule"),
    path("signals/rules/<uuid:reference>/", rules.rule, name="rule"),
    path("signals/rules/<uuid:reference>/revise/", rules.revise, name="revise_rule"),
    path("signals/rules/<uuid:reference>/on/", rules.switch_on, name="switch_on"),
    path("signals/rules/<uuid:reference>/off/", rules.switch_off, name="switch_off"),
    path("signals/rules/<uuid:reference>/discard/", rules.discard, name="discard_rule"),
    path("replays/", replays.replays, name="replays"),
    path("replays/start/", replays.start, name="start_replay"),
    path("replays/<uuid:reference>/", replays.replay, name="replay"),
    path("replays/<uuid:reference>/progress/", replays.progress, name="replay_progress"),
    path("replays/<uuid:reference>/resume/", replays.resume, name="resume_replay"),
    path("replays/<uuid:reference>/export.<str:form>", replays.export, name="export_replay"),
]
