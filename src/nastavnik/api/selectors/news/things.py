"""Of which thing news is: read by the number that an event carries, named as the interface names it.

Who wants to know more asks the interface, which asks for rights: so a message tells nothing that its receiver may not read.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

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


def school(event: Any) -> Known:
    """Read a school; every message says which one it is of."""
    return Known((School.objects.get(pk=event.school_id),), {})


def lesson(event: Any) -> Known:
    """Read a lesson."""
    row = Lesson.objects.select_related("school").get(pk=event.lesson_id)
    return Known((row.school,), {"lesson": row.uid})


def handout(event: Any) -> Known:
    """Read a handout and its lesson."""
    row = Handout.objects.select_related("lesson__school").get(pk=event.handout_id)
    return Known((row.lesson.school,), {"handout": row.token, "lesson": row.lesson.uid})


def programme(event: Any) -> Known:
    """Read a programme."""
    row = Programme.objects.select_related("school").get(pk=event.programme_id)
    return Known((row.school,), {"programme": row.token})


def film(event: Any) -> Known:
    """Read a film, and its lesson if it has one."""
    row = Video.objects.select_related("school", "lesson").get(pk=event.video_id)
    return Known((row.school,), {"film": row.token, "lesson": row.lesson.uid if row.lesson else None})


def broadcast(event: Any) -> Known:
    """Read a broadcast, its lesson and its film."""
    row = Broadcast.objects.select_related("school", "lesson", "video").get(pk=event.broadcast_id)
    shown = row.video.token if row.video else None
    return Known((row.school,), {"broadcast": row.token, "lesson": row.lesson.uid, "film": shown})


def certificate(event: Any) -> Known:
    """Read a certificate; its code is what it is verified by."""
    row = Certificate.objects.select_related("school", "programme").get(pk=event.certificate_id)
    year = row.programme.token if row.programme else None
    return Known((row.school,), {"certificate": row.code, "programme": year})


def question(event: Any) -> Known:
    """Read a question to the mentors."""
    row = Consultation.objects.select_related("school").get(pk=event.consultation_id)
    return Known((row.school,), {"question": row.token})


def answer(event: Any) -> Known:
    """Read a public answer."""
    row = PublicAnswer.objects.select_related("school").get(pk=event.answer_id)
    return Known((row.school,), {"answer": row.token})


def mentorship(event: Any) -> Known:
    """Read a mentorship."""
    row = Mentorship.objects.select_related("school").get(pk=event.mentorship_id)
    return Known((row.school,), {"mentorship": row.token})


def appointment(event: Any) -> Known:
    """Read an appointment with a mentor."""
    row = Appointment.objects.select_related("slot__school").get(pk=event.appointment_id)
    return Known((row.slot.school,), {"appointment": row.token})


def contest(event: Any) -> Known:
    """Read a contest."""
    row = Contest.objects.select_related("school").get(pk=event.contest_id)
    return Known((row.school,), {"contest": row.slug})


def application(event: Any) -> Known:
    """Read an application, and its contest."""
    row = Application.objects.select_related("contest__school").get(pk=event.application_id)
    return Known((row.contest.school,), {"application": row.token, "contest": row.contest.slug})


def grant(event: Any) -> Known:
    """Read an application to a fund, and how it stands."""
    row = GrantApplication.objects.select_related("project__school").get(pk=event.grant_id)
    return Known((row.project.school,), {"grant": row.token, "state": row.state})


def collection(event: Any) -> Known:
    """Read a collection."""
    row = Collection.objects.select_related("school").get(pk=event.collection_id)
    return Known((row.school,), {"collection": row.slug})
