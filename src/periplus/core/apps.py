from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "periplus.core"
    label = "core"

    def ready(self) -> None:
        from periplus.core import notices  # noqa: F401, PLC0415 -- models must be loaded first
