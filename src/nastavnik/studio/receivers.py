"""What topics and production do when the apps below them tell something."""

from nastavnik.core import clock
from nastavnik.core.events import on
from nastavnik.people.events import PersonErased
from nastavnik.studio.services.shooting.forgetting import forget_person as forget_who_is_shown


@on(PersonErased)
def forget_erased_who_was_shown(event: PersonErased) -> None:
    """Take away what names somebody who was shown and asked to be forgotten; her consent is withdrawn with it."""
    forget_who_is_shown(user_id=event.user_id, now=clock.now())
