"""What mentoring does when the apps below it tell something."""

from nastavnik.core import clock
from nastavnik.core.events import on
from nastavnik.mentoring.services import appointments, forgetting, routing_sweeps
from nastavnik.people.events import PersonDeactivated, PersonErased, RoleWithdrawn


@on(RoleWithdrawn)
def leave_who_is_a_mentor_no_more(event: RoleWithdrawn) -> None:
    """Give what lay with her to others; `move_questions_on` finds what is missed."""
    routing_sweeps.leave_person(user_id=event.user_id, now=clock.now())


@on(PersonDeactivated)
def leave_whose_account_is_off(event: PersonDeactivated) -> None:
    """Give what lay with her to others; `move_questions_on` finds what is missed."""
    routing_sweeps.leave_person(user_id=event.user_id, now=clock.now())


@on(RoleWithdrawn)
def receive_nobody_as_a_mentor_no_more(event: RoleWithdrawn) -> None:
    """Cancel and withdraw what is ahead of her; `leave_appointments` finds what is missed."""
    appointments.leave_person(user_id=event.user_id, now=clock.now())


@on(PersonDeactivated)
def receive_nobody_whose_account_is_off(event: PersonDeactivated) -> None:
    """Cancel and withdraw what is ahead of her; `leave_appointments` finds what is missed."""
    appointments.leave_person(user_id=event.user_id, now=clock.now())


@on(PersonErased)
def forget_erased_person(event: PersonErased) -> None:
    """Take away what names somebody who asked to be forgotten."""
    forgetting.forget_person(user_id=event.user_id, now=clock.now())
