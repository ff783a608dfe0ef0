from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "periplus.demo"
    label = "demo"
