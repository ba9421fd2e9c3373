"""What topics and production do by themselves, safe to run twice.

The services are imported inside: some of them enqueue these very tasks.
"""

from django_tasks import task

from nastavnik.core import clock
from nastavnik.core.queue.schedule import every


@every(minutes=10)
@task(queue_name="default")
def forget_shown_who_were_missed() -> int:
    """Forget people who are shown and whose erasure was missed."""
    from nastavnik.studio.services.shooting import forgetting  # noqa: PLC0415 -- see above

    return forgetting.forget_who_was_missed(now=clock.now())


@every(hours=24)
@task(queue_name="default")
def delete_mails_of_shown() -> int:
    """Delete the mails of people who were asked for a consent long ago and never agreed."""
    from nastavnik.studio.services.shooting import forgetting  # noqa: PLC0415 -- see above

    return forgetting.delete_old_mails(now=clock.now())


@every(hours=24)
@task()
def collect_topics() -> int:
    """Let topics write themselves from what the schools know."""
    from nastavnik.studio.services import topics  # noqa: PLC0415 -- see above

    return topics.collect_all(now=clock.now())


@every(minutes=10)
@task()
def forget_who_was_missed_in_topics() -> int:
    """Forget whose erasure was missed."""
    from nastavnik.studio.services.topics import forgetting  # noqa: PLC0415 -- see above

    return forgetting.forget_who_was_missed()


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
