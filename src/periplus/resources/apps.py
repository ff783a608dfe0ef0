from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "periplus.resources"
    label = "resources"

    def ready(self) -> None:
        from periplus.resources import (  # noqa: F401, PLC0415 -- its doors register themselves
            levers,
            measures,
            notices,
            policies,
            steps,
        )
