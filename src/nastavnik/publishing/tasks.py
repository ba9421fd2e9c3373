"""Work in the background: ids in, one service call each, safe to run twice.

The services are imported inside: they enqueue these very tasks.
"""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every


# A queue of its own: letters do not stand behind a book, nor books behind films that are encoded for hours.
@task(queue_name="press")
def press_collection(run_id: int) -> None:
    """Press a collection in the forms that were asked for."""
    from nastavnik.publishing.services import pressing  # noqa: PLC0415 -- see above

    pressing.press(run_id=run_id, clock=clock.now)


@every(minutes=5)
@task(queue_name="default")
def look_after_press() -> None:
    """Find runs that nobody works on, end those that hang; delete files that were replaced long ago."""
    from nastavnik.publishing.services import pressing  # noqa: PLC0415 -- see above

    pressing.requeue_stuck_runs(now=clock.now())
    pressing.end_hung_runs(now=clock.now())
    pressing.delete_old_files(now=clock.now())


# A copy of some minutes of sound takes a second or two; its author may have opened the letter already.
@task(queue_name="default")
def make_proof_sound(link_id: int) -> None:
    """Cut what was said of a proof's text out of its film."""
    from nastavnik.publishing.services import proofs  # noqa: PLC0415 -- see above

    proofs.make_sound(link_id=link_id, now=clock.now())


@every(minutes=5)
@task(queue_name="default")
def look_after_proofs() -> None:
    """Let be heard what can be heard by now; delete the sound of proofs whose link works no more."""
    from nastavnik.publishing.services import proofs  # noqa: PLC0415 -- see above

    proofs.request_sounds(now=clock.now())
    proofs.give_up_sounds(now=clock.now())


@every(minutes=5)
@task(queue_name="default")
def renew_catalogues() -> int:
    """Announce to the catalogues of others what is new, what has changed, and what is no longer public."""
    from nastavnik.publishing.services import catalogues  # noqa: PLC0415 -- see above

    return catalogues.renew_catalogues(clock=clock.now)


@every(hours=24)
@task(queue_name="default")
def delete_old_memos() -> int:
    """Delete the memos of lessons that were set long ago."""
    from nastavnik.publishing.services import memos  # noqa: PLC0415 -- see above

    return memos.delete_old_memos(now=clock.now())


@every(minutes=10)
@task(queue_name="default")
def forget_who_was_missed() -> int:
    """Forget whose erasure was missed."""
    from nastavnik.publishing.services import forgetting  # noqa: PLC0415 -- see above

    return forgetting.forget_who_was_missed()
