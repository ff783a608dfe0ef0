"""Addresses of the budget."""

from django.urls import path

from periplus.web.lists.views import list_view
from periplus.web.resources import budget_list, desk, transfers
from periplus.web.shell.doors import form_page

app_name = "budget"
urlpatterns = [
    path("budget/", form_page("resources.budget.see")(list_view(budget_list.LISTING)), name="list"),
    path("budget/new/", desk.new, name="new"),
    path("budget/<uuid:reference>/", desk.detail, name="detail"),
    path("budget/<uuid:reference>/spending/", desk.spend, name="spend"),
    path("budget/<uuid:reference>/close/", desk.close, name="close"),
    path("budget/<uuid:reference>/move/", transfers.move, name="move"),
    path("budget/transfers/<uuid:reference>/undo/", transfers.undo, name="undo"),
]
