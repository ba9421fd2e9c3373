"""What collections do when the apps below them tell something."""

from nastavnik.core.events import on
from nastavnik.people.events import PersonErased
from nastavnik.publishing.services.forgetting import forget_person


@on(PersonErased)
def forget_erased_person(event: PersonErased) -> None:
    """Take away what names somebody who asked to be forgotten."""
    forget_person(user_id=event.user_id)
