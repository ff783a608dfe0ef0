from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "periplus.people"
    label = "people"

    def ready(self) -> None:
        from periplus.people import notices, policies  # noqa: F401, PLC0415 -- models must be loaded first
