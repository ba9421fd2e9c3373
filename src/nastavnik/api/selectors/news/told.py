"""Which events are told to webhooks under which name, and which are not, and why."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nastavnik.api.enums import Event
from nastavnik.api.selectors.news import people, things
from nastavnik.api.selectors.news.things import Reader, Subject
from nastavnik.contest import events as contest
from nastavnik.grants import events as grants
from nastavnik.learning import events as learning
from nastavnik.live import events as live
from nastavnik.mentoring import events as mentoring
from nastavnik.people import events as people_events
from nastavnik.programme import events as programme
from nastavnik.programme.models import School
from nastavnik.publishing import events as publishing
from nastavnik.studio import events as studio
from nastavnik.video import events as video


@dataclass(frozen=True, slots=True)
class News:
    """What is told, and to the webhooks of which schools."""

    schools: tuple[School, ...]
    event: Event
    subject: Subject


TOLD: Mapping[type, tuple[Event, Reader]] = {
    people_events.PersonInvited: (Event.PERSON_INVITED, people.in_place),
    people_events.PersonRegistered: (Event.PERSON_REGISTERED, people.in_place),
    people_events.PersonDeactivated: (Event.PERSON_DEACTIVATED, people.in_her_schools),
    people_events.PersonActivated: (Event.PERSON_ACTIVATED, people.in_her_schools),
    people_events.PersonErased: (Event.PERSON_ERASED, people.everywhere),
    people_events.RoleGranted: (Event.ROLE_GRANTED, people.role),
    people_events.RoleWithdrawn: (Event.ROLE_WITHDRAWN, people.role),
    people_events.ConsentGiven: (Event.CONSENT_GIVEN, people.consent),
    people_events.ConsentWithdrawn: (Event.CONSENT_WITHDRAWN, people.consent),
    people_events.StaffImported: (Event.STAFF_IMPORTED, people.staff),
    programme.SchoolChanged: (Event.SCHOOL_CHANGED, things.school),
    programme.LessonAnnounced: (Event.LESSON_ANNOUNCED, things.lesson),
    programme.LessonChanged: (Event.LESSON_CHANGED, things.lesson),
    programme.LessonMoved: (Event.LESSON_CHANGED, things.lesson),
    programme.LessonReopened: (Event.LESSON_CHANGED, things.lesson),
    programme.LessonCancelled: (Event.LESSON_CANCELLED, things.lesson),
    programme.LessonWithdrawn: (Event.LESSON_WITHDRAWN, things.lesson),
    programme.LessonHeld: (Event.LESSON_HELD, things.lesson),
    programme.LessonRemoved: (Event.LESSON_REMOVED, things.lesson),
    programme.HandoutAdded: (Event.HANDOUT_ADDED, things.handout),
    programme.ProgrammePublished: (Event.PROGRAMME_PUBLISHED, things.programme),
    programme.ProgrammeHidden: (Event.PROGRAMME_HIDDEN, things.programme),
    programme.PersonEnrolled: (Event.ENROLMENT_ADDED, people.enrolment),
    programme.PersonLeft: (Event.ENROLMENT_ENDED, people.enrolment),
    video.VideoPlayable: (Event.FILM_PLAYABLE, things.film),
    video.VideoReady: (Event.FILM_READY, things.film),
    video.VideoRefused: (Event.FILM_REFUSED, things.film),
    video.VideoFailed: (Event.FILM_FAILED, things.film),
    video.VideoRemoved: (Event.FILM_REMOVED, things.film),
    video.VideoRestored: (Event.FILM_RESTORED, things.film),
    video.VideoWordsChanged: (Event.FILM_WORDS_CHANGED, things.film),
    video.ChaptersChanged: (Event.FILM_CHAPTERS_CHANGED, things.film),
    live.BroadcastStarted: (Event.BROADCAST_STARTED, things.broadcast),
    live.BroadcastEnded: (Event.BROADCAST_ENDED, things.broadcast),
    live.RecordingReady: (Event.RECORDING_READY, things.broadcast),
    learning.LessonCompleted: (Event.LESSON_COMPLETED, people.completion),
    learning.AttemptFinished: (Event.ATTEMPT_FINISHED, people.attempt),
    learning.QuizPassed: (Event.QUIZ_PASSED, people.attempt),
    learning.CertificateIssued: (Event.CERTIFICATE_ISSUED, things.certificate),
    learning.CertificateRevoked: (Event.CERTIFICATE_REVOKED, things.certificate),
    mentoring.ConsultationAsked: (Event.QUESTION_ASKED, things.question),
    mentoring.ConsultationAnswered: (Event.QUESTION_ANSWERED, things.question),
    mentoring.ConsultationJudged: (Event.QUESTION_JUDGED, things.question),
    mentoring.AnswerPublished: (Event.ANSWER_PUBLISHED, things.answer),
    mentoring.AnswerWithdrawn: (Event.ANSWER_WITHDRAWN, things.answer),
    mentoring.MentorshipBegan: (Event.MENTORSHIP_BEGAN, things.mentorship),
    mentoring.MentorshipEnded: (Event.MENTORSHIP_ENDED, things.mentorship),
    mentoring.AppointmentBooked: (Event.APPOINTMENT_BOOKED, things.appointment),
    mentoring.AppointmentCancelled: (Event.APPOINTMENT_CANCELLED, things.appointment),
    contest.ContestOpened: (Event.CONTEST_OPENED, things.contest),
    contest.ApplicationSubmitted: (Event.APPLICATION_SUBMITTED, things.application),
    contest.ApplicationReturned: (Event.APPLICATION_RETURNED, things.application),
    contest.ApplicationAdmitted: (Event.APPLICATION_ADMITTED, things.application),
    contest.ResultsReleased: (Event.RESULTS_RELEASED, things.contest),
    grants.GrantBegun: (Event.GRANT_BEGUN, things.grant),
    grants.GrantStateChanged: (Event.GRANT_CHANGED, things.grant),
    publishing.CollectionPublished: (Event.COLLECTION_PUBLISHED, things.collection),
    publishing.CollectionHidden: (Event.COLLECTION_HIDDEN, things.collection),
}

# Events of which no webhook is told, and why.
INNER: Mapping[type, str] = {
    video.VideoAccepted: "a step on the way to film.playable or film.refused",
    video.VideoShifted: "film.playable tells of the new file",
    video.VideoSlidesChanged: "film.chapters_changed tells of what comes of it",
    contest.SheetFinished: "who has judged what is the jury’s alone until the results are released",
    studio.TopicOpened: "the interface knows no topics: they are read and voted for on the school’s pages",
    studio.TopicsMerged: "the interface knows no topics: they are read and voted for on the school’s pages",
    studio.CardMoved: "how far a film is concerns those who make it",
    studio.CardPublished: "lesson.held tells of the lesson that it has become",
}


def event_of(event: object) -> Event:
    """Return under which name an event is told. Raises `KeyError` for one of which nothing is."""
    return TOLD[type(event)][0]


def news_of(events: Sequence[object]) -> list[News]:
    """Return what is told of events of one kind, with as many queries as of one.

    Raises `KeyError` for a kind of which nothing is told, and when a thing is gone.
    """
    name, read = TOLD[type(events[0])]
    return [News(known.schools, name, known.subject) for known in read(events)]


def body_of(school: School, event: Event, subject: Subject, now: datetime) -> str:
    """Return the message as it is signed and sent."""
    at = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps(
        {"type": event.value, "timestamp": at, "school": school.base_url, "data": dict(subject)}, ensure_ascii=False
    )
