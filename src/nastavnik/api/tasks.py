"""Work in the background: messages to webhooks, and what is forgotten. The services are imported inside: they enqueue these tasks."""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every


# An address that does not answer is waited for; letters do not stand behind it.
@every(minutes=1)
@task(queue_name="outside")
def deliver() -> int:
    """Send what waits for webhooks; enqueued when there is news, too."""
    from nastavnik.api.services import hooks  # noqa: PLC0415 -- see above

    return hooks.send_due_deliveries(clock=clock.now)


@every(hours=24)
@task(queue_name="default")
def forget_what_is_old() -> None:
    """Delete old messages and answers, and keys of people whose erasure nobody heard of."""
    from nastavnik.api.services import hooks, keys, repeats  # noqa: PLC0415 -- see above

    repeats.forget_old_repeats(now=clock.now())
    hooks.forget_old_deliveries(now=clock.now())
    keys.forget_who_was_missed()
