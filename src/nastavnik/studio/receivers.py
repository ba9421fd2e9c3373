"""What topics and production do when the apps below them tell something."""

from nastavnik.core.events import on
from nastavnik.people.events import PersonErased
from nastavnik.studio.services.cards import forgetting as cards_forgetting


@on(PersonErased)
def take_person_off_cards(event: PersonErased) -> None:
    """Take away what names somebody who asked to be forgotten from cards."""
    cards_forgetting.forget_person(user_id=event.user_id)
