"""The door for `periplus demo`, which stands beside this package and may not import it."""

from typing import Any

from django.core.management.base import BaseCommand

from periplus.demo.services import tell_story


class Command(BaseCommand):
    help = "Tells the demo story into an empty database."

    def handle(self, *_arguments: Any, **_options: Any) -> str:
        return str(tell_story())
