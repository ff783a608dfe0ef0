from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "periplus.web"
    label = "web"
