"""Work in the background: ids in, one service call each, safe to run twice.

The services are imported inside: they enqueue these very tasks.
"""

from datetime import datetime

from django_tasks import task

from nastavnik.core import clock


# Before letters and films: somebody is about to go on air and waits.
@task(queue_name="default", priority=20)
def run_preflight(preflight_id: int, asked_at: str) -> None:
    """Look at what a broadcast needs before it goes on air."""
    from nastavnik.live.services import preflight  # noqa: PLC0415 -- see above

    preflight.run_preflight(preflight_id=preflight_id, asked_at=datetime.fromisoformat(asked_at), now=clock.now())
