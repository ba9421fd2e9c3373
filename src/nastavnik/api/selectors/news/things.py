"""Of which things news is: read by the numbers that events carry, all together, named as the interface names them.

Who wants to know more asks the interface, which asks for rights: so a message tells nothing that its receiver may not read.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, NamedTuple

from django.db.models import QuerySet

from nastavnik.contest.models import Application, Contest
from nastavnik.grants.models import GrantApplication
from nastavnik.learning.models import Certificate
from nastavnik.live.models import Broadcast
from nastavnik.mentoring.models import Appointment, Consultation, Mentorship, PublicAnswer
from nastavnik.programme.models import Handout, Lesson, Programme, School
from nastavnik.publishing.models import Collection
from nastavnik.video.models import Video

Subject = Mapping[str, str | None]


class Known(NamedTuple):
    """The schools whose webhooks are told, and of what."""

    schools: tuple[School, ...]
    subject: Subject


Reader = Callable[[Sequence[Any]], list[Known]]


def of_each(field: str, rows: QuerySet[Any]) -> Callable[[Callable[[Any], Known]], Reader]:
    """Make a reader of events from one of rows: those whose numbers stand in `field` of the events, read at once."""

    def made(known: Callable[[Any], Known]) -> Reader:
        @wraps(known)
        def read(events: Sequence[Any]) -> list[Known]:
            found = rows.in_bulk({getattr(event, field) for event in events})
            return [known(found[getattr(event, field)]) for event in events]

        return read

    return made


@of_each("school_id", School.objects.all())
def school(row: School) -> Known:
    """Read a school; every message says which one it is of."""
    return Known((row,), {})


@of_each("lesson_id", Lesson.objects.select_related("school"))
def lesson(row: Lesson) -> Known:
    """Read a lesson."""
    return Known((row.school,), {"lesson": row.uid})


@of_each("handout_id", Handout.objects.select_related("lesson__school"))
def handout(row: Handout) -> Known:
    """Read a handout and its lesson."""
    return Known((row.lesson.school,), {"handout": row.token, "lesson": row.lesson.uid})


@of_each("programme_id", Programme.objects.select_related("school"))
def programme(row: Programme) -> Known:
    """Read a programme."""
    return Known((row.school,), {"programme": row.token})


@of_each("video_id", Video.objects.select_related("school", "lesson"))
def film(row: Video) -> Known:
    """Read a film, and its lesson if it has one."""
    return Known((row.school,), {"film": row.token, "lesson": row.lesson.uid if row.lesson else None})


@of_each("broadcast_id", Broadcast.objects.select_related("school", "lesson", "video"))
def broadcast(row: Broadcast) -> Known:
    """Read a broadcast, its lesson and its film."""
    shown = row.video.token if row.video else None
    return Known((row.school,), {"broadcast": row.token, "lesson": row.lesson.uid, "film": shown})


@of_each("certificate_id", Certificate.objects.select_related("school", "programme"))
def certificate(row: Certificate) -> Known:
    """Read a certificate; its code is what it is verified by."""
    year = row.programme.token if row.programme else None
    return Known((row.school,), {"certificate": row.code, "programme": year})


@of_each("consultation_id", Consultation.objects.select_related("school"))
def question(row: Consultation) -> Known:
    """Read a question to the mentors."""
    return Known((row.school,), {"question": row.token})


@of_each("answer_id", PublicAnswer.objects.select_related("school"))
def answer(row: PublicAnswer) -> Known:
    """Read a public answer."""
    return Known((row.school,), {"answer": row.token})


@of_each("mentorship_id", Mentorship.objects.select_related("school"))
def mentorship(row: Mentorship) -> Known:
    """Read a mentorship."""
    return Known((row.school,), {"mentorship": row.token})


@of_each("appointment_id", Appointment.objects.select_related("slot__school"))
def appointment(row: Appointment) -> Known:
    """Read an appointment with a mentor."""
    return Known((row.slot.school,), {"appointment": row.token})


@of_each("contest_id", Contest.objects.select_related("school"))
def contest(row: Contest) -> Known:
    """Read a contest."""
    return Known((row.school,), {"contest": row.slug})


@of_each("application_id", Application.objects.select_related("contest__school"))
def application(row: Application) -> Known:
    """Read an application, and its contest."""
    return Known((row.contest.school,), {"application": row.token, "contest": row.contest.slug})


@of_each("grant_id", GrantApplication.objects.select_related("project__school"))
def grant(row: GrantApplication) -> Known:
    """Read an application to a fund, and how it stands."""
    return Known((row.project.school,), {"grant": row.token, "state": row.state})


@of_each("collection_id", Collection.objects.select_related("school"))
def collection(row: Collection) -> Known:
    """Read a collection."""
    return Known((row.school,), {"collection": row.slug})
