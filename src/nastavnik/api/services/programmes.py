"""Programmes and who takes part, as programs change them: by the services of the programme, with the rights of the key's owner."""

from datetime import date, datetime
from typing import Any

from nastavnik.api.selectors.shapes.staff import NewCycle, NewEnrolments, NewProgramme, ProgrammeChanges
from nastavnik.api.selectors.staff.programmes import libraries_named, people_named
from nastavnik.api.services.lessons import OddYear
from nastavnik.core.forms import FIRST_DAY, LAST_DAY
from nastavnik.people.models import User
from nastavnik.programme import services
from nastavnik.programme.models import School
from nastavnik.programme.selectors.board import programme_at_desk
from nastavnik.programme.selectors.enrolled import enrolment_at_desk
from nastavnik.programme.services.enrolment import Enrolled


def make(*, actor: User, school: School, new: NewProgramme, now: datetime) -> str:
    """Make a programme; return its token. Raises `OddYear` and what `create_programme` does."""
    fields = _fields(new.model_dump())
    return services.create_programme(actor=actor, school_id=school.pk, now=now, **fields).token


def change(*, actor: User, school: School, token: str, changes: ProgrammeChanges, now: datetime) -> None:
    """Change what is named. Raises `Programme.DoesNotExist`, `OddYear` and what `edit_programme` does."""
    row = programme_at_desk(actor, school, token)
    known = {name: getattr(row, name) for name in ("title", "description", "starts_on", "ends_on", "enrolment_policy")}
    fields = {**known, **_fields(changes.named())}
    services.edit_programme(actor=actor, programme_id=row.pk, version=changes.version, now=now, **fields)


def show(*, actor: User, school: School, token: str, is_public: bool, now: datetime) -> None:
    """Let everybody see a programme, or the desk alone. Raises `Programme.DoesNotExist` and what the service does."""
    move = services.publish_programme if is_public else services.hide_programme
    move(actor=actor, programme_id=programme_at_desk(actor, school, token).pk, now=now)


def add_cycle(*, actor: User, school: School, token: str, new: NewCycle, now: datetime) -> None:
    """Add a cycle at the end of a programme. Raises `Programme.DoesNotExist` and what the service does."""
    programme = programme_at_desk(actor, school, token)
    services.add_cycle(actor=actor, programme_id=programme.pk, now=now, **new.model_dump())


def enrol(*, actor: User, school: School, token: str, new: NewEnrolments, now: datetime) -> Enrolled:
    """Enrol people and whole libraries. Raises `DoesNotExist` if one of them is not of the school, and what the service does."""
    return services.enrol_people(
        actor=actor,
        programme_id=programme_at_desk(actor, school, token).pk,
        user_ids=people_named(school, new.people),
        library_ids=libraries_named(school, new.libraries),
        now=now,
    )


def remove_enrolled(*, actor: User, school: School, token: str, person: str, now: datetime) -> None:
    """Take a person's place back. Raises `DoesNotExist` and what the service does."""
    place = enrolment_at_desk(actor, school, token, person)
    services.remove_enrolled(actor=actor, programme_id=place.programme_id, user_id=place.user_id, now=now)


def _fields(named: dict[str, Any]) -> dict[str, Any]:
    """Return fields in the words of the service. Raises `OddYear`."""
    if any(isinstance(day, date) and not FIRST_DAY.year < day.year < LAST_DAY.year for day in named.values()):
        raise OddYear
    return {("enrolment_policy" if name == "enrolment" else name): value for name, value in named.items()}
