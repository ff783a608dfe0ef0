from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "periplus.partners"
    label = "partners"

    def ready(self) -> None:
        from periplus.partners import (  # noqa: F401, PLC0415 -- its doors register themselves
            levers,
            measures,
            notices,
            policies,
            policies_files,
            steps,
        )
