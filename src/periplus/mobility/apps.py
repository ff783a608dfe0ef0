from django.apps import AppConfig


class MobilityConfig(AppConfig):
    name = "periplus.mobility"
    label = "mobility"

    def ready(self) -> None:
        from periplus.mobility import (  # noqa: F401, PLC0415 -- its doors register themselves
            levers,
            measures,
            movers,
            notices,
            policies,
            policies_files,
            steps,
        )
