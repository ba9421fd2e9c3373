"""What topics and production do by themselves.

The services are imported inside: some of them enqueue these very tasks.
"""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every


@every(hours=1)
@task()
def remind_of_cards() -> int:
    """Remind who makes films of the days by which they are to be ready."""
    from nastavnik.studio.services import cards  # noqa: PLC0415 -- see above

    return cards.remind_of_cards(now=clock.now())


@every(minutes=10)
@task()
def forget_who_was_missed_on_cards() -> int:
    """Forget whose erasure was missed."""
    from nastavnik.studio.services.cards import forgetting  # noqa: PLC0415 -- see above

    return forgetting.forget_who_was_missed()
