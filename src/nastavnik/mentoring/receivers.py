"""What mentoring does when the apps below it tell something."""

from nastavnik.core import clock
from nastavnik.core.events import on
from nastavnik.mentoring.services import routing_sweeps
from nastavnik.people.events import PersonDeactivated, RoleWithdrawn


@on(RoleWithdrawn)
@on(PersonDeactivated)
def let_questions_go_on(event: RoleWithdrawn | PersonDeactivated) -> None:
    """Give what lay with somebody who is a mentor no more to others; `move_questions_on` finds what is missed."""
    routing_sweeps.leave_person(user_id=event.user_id, now=clock.now())
