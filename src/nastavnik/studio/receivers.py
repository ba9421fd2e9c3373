"""What topics and production do when the apps below them tell something."""

from nastavnik.core import clock
from nastavnik.core.events import on
from nastavnik.people.events import PersonErased
from nastavnik.studio.services.cards import forgetting as cards
from nastavnik.studio.services.shooting import forgetting as shooting
from nastavnik.studio.services.topics import forgetting as topics


@on(PersonErased)
def forget_in_topics(event: PersonErased) -> None:
    """Take somebody who asked to be forgotten off all topics."""
    topics.forget_person(user_id=event.user_id)


@on(PersonErased)
def forget_erased_who_was_shown(event: PersonErased) -> None:
    """Take away what names somebody who was shown and asked to be forgotten; her consent is withdrawn with it."""
    shooting.forget_person(user_id=event.user_id, now=clock.now())


@on(PersonErased)
def take_person_off_cards(event: PersonErased) -> None:
    """Take away what names somebody who asked to be forgotten from cards."""
    cards.forget_person(user_id=event.user_id)
