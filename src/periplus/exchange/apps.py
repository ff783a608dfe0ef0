from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "periplus.exchange"
    label = "exchange"

    def ready(self) -> None:
        from periplus.exchange import (  # noqa: F401, PLC0415 -- its doors register themselves
            notices,
            policies,
        )
