from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "periplus.web"
    label = "web"

    def ready(self) -> None:
        from periplus.core.ledger.listeners import listen  # noqa: PLC0415 -- models must be loaded first
        from periplus.web.home.tasks import tell_of  # noqa: PLC0415 -- as above

        listen(tell_of)
