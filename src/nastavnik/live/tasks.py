"""Work in the background: ids in, one service call each, safe to run twice.

The services are imported inside: they enqueue these very tasks.
"""

from datetime import datetime

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every


# Before letters and films: somebody is about to go on air and waits.
@task(queue_name="default", priority=20)
def run_preflight(preflight_id: int, asked_at: str) -> None:
    """Look at what a broadcast needs before it goes on air."""
    from nastavnik.live.services import preflight  # noqa: PLC0415 -- see above

    preflight.run_preflight(preflight_id=preflight_id, asked_at=datetime.fromisoformat(asked_at), now=clock.now())


@task(queue_name="video")
def assemble_recording(broadcast_id: int) -> None:
    """Put the pieces of a broadcast together to one file, from which the film's qualities are made."""
    from nastavnik.live.services import recordings  # noqa: PLC0415 -- see above

    recordings.assemble(broadcast_id=broadcast_id, now=clock.now())


# Before the qualities of other films: the methodist waits for it, and it takes seconds.
@task(queue_name="video", priority=10)
def cut_recording(broadcast_id: int, head_seconds: float, tail_seconds: float) -> None:
    """Cut the beginning and the end off a recording."""
    from nastavnik.live.services import recordings  # noqa: PLC0415 -- see above

    recordings.cut(broadcast_id=broadcast_id, head_seconds=head_seconds, tail_seconds=tail_seconds, now=clock.now())


@task(queue_name="video", priority=10)
def align_recording(broadcast_id: int, source_path: str) -> None:
    """Find where the broadcast lies in the file that replaced its recording."""
    from nastavnik.live.services import replacement  # noqa: PLC0415 -- see above

    replacement.align(broadcast_id=broadcast_id, source_path=source_path, now=clock.now())


@task(queue_name="default", priority=15)
def tell_on_air(broadcast_id: int) -> None:
    """Tell those enrolled that a broadcast has begun."""
    from nastavnik.live.services import notices  # noqa: PLC0415 -- see above

    notices.tell_on_air(broadcast_id=broadcast_id, now=clock.now())


@task(queue_name="default")
def tell_recording(broadcast_id: int) -> None:
    """Tell those enrolled that a recording can be watched, and askers where they were answered."""
    from nastavnik.live.services import notices  # noqa: PLC0415 -- see above

    notices.tell_recording(broadcast_id=broadcast_id, now=clock.now())


@every(minutes=5)
@task(queue_name="default")
def tell_what_was_missed() -> None:
    """Tell of broadcasts and recordings what a process that died left untold."""
    from nastavnik.live.services import notices  # noqa: PLC0415 -- see above

    notices.tell_what_was_missed(now=clock.now())


@every(minutes=5)
@task(queue_name="default")
def sweep_recordings() -> None:
    """Find recordings that nobody puts together."""
    from nastavnik.live.services import recordings  # noqa: PLC0415 -- see above

    recordings.assemble_owed()


@every(minutes=24 * 60)
@task(queue_name="default")
def forget_what_rooms_need_no_more() -> None:
    """Delete the logs of old rooms, and the names of their guests."""
    from nastavnik.live.services import room  # noqa: PLC0415 -- see above

    room.forget_logs(now=clock.now())
    room.forget_guests(now=clock.now())


@every(minutes=24 * 60)
@task(queue_name="default")
def check_submissions() -> None:
    """Ask portals whether what was submitted is published."""
    from nastavnik.live.services import submissions  # noqa: PLC0415 -- see above

    submissions.check_due(now=clock.now())
