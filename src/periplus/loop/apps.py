from django.apps import AppConfig


class LoopConfig(AppConfig):
    name = "periplus.loop"
    label = "loop"

    def ready(self) -> None:
        from periplus.loop import (  # noqa: F401, PLC0415 -- its doors register themselves
            levers,
            measures,
            notices,
            policies,
            policies_files,
            steps,
        )
