"""What contests do when the apps below them tell something. Each area forgets what names a person in a `forget_person` of its own."""

from nastavnik.contest.services import applications, jury, results
from nastavnik.core.events import on
from nastavnik.people.events import PersonErased


@on(PersonErased)
def forget_erased_person(event: PersonErased) -> None:
    """Take away what names somebody who asked to be forgotten."""
    applications.forget_person(user_id=event.user_id)
    jury.forget_person(user_id=event.user_id)
    results.forget_person(user_id=event.user_id)
