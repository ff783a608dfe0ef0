"""The worker of a demo lives in the demo's time."""

from typing import Any

from django.conf import settings
from procrastinate import App


def set_up(app: App) -> None:
    """Called when the jobs are ready (`PROCRASTINATE_ON_APP_READY`)."""
    if settings.DEMO:
        app.worker_defaults["task_middleware"] = [in_demo_time]


def in_demo_time(call_next: Any, context: Any, worker: Any) -> Any:  # noqa: ARG001 -- procrastinate calls it so
    """Run one job with the clock where the demo has it."""
    from periplus.core import clock  # noqa: PLC0415 -- models are loaded after the settings
    from periplus.demo.clock import shift  # noqa: PLC0415 -- as above

    clock.set_shift(shift())
    return call_next()
