"""What learning does with news of the apps below. Each area forgets what names a person in a `forget_person` of its own."""

from nastavnik.core.events import on
from nastavnik.learning.services import surveys
from nastavnik.people.events import PersonErased


@on(PersonErased)
def forget_erased_person(event: PersonErased) -> None:
    """Take away what names somebody who asked to be forgotten."""
    surveys.forget_person(user_id=event.user_id)
