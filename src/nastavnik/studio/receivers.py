"""What topics and production do when the apps below them tell something."""

from nastavnik.core.events import on
from nastavnik.people.events import PersonErased
from nastavnik.studio.services.topics import forgetting as topics


@on(PersonErased)
def forget_in_topics(event: PersonErased) -> None:
    """Take somebody who asked to be forgotten off all topics."""
    topics.forget_person(user_id=event.user_id)
