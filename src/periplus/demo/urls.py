"""Addresses of the demo."""

from django.urls import path

from periplus.demo import views

app_name = "demo"

urlpatterns = [
    path("demo/become/<str:role>/", views.become, name="become"),
    path("demo/clock/", views.move_clock, name="clock"),
]
