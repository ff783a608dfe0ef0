from django.apps import AppConfig


class PathsConfig(AppConfig):
    name = "periplus.paths"
    label = "paths"

    def ready(self) -> None:
        from periplus.paths import (  # noqa: F401, PLC0415 -- its doors register themselves
            notices,
            policies,
            policies_files,
            steps,
        )
