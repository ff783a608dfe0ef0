from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "periplus.api"
    label = "api"
