"""What a webhook is told of an event: which thing it was, by the names that the interface knows it by. Never a word of a person.

Who wants to know more asks the interface, which asks for rights: so a message tells nothing that its receiver may not read.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nastavnik.api.enums import Event
from nastavnik.contest.events import ApplicationSubmitted, ContestOpened, ResultsReleased
from nastavnik.contest.models import Application, Contest
from nastavnik.live.events import BroadcastEnded, BroadcastStarted, RecordingReady
from nastavnik.live.models import Broadcast
from nastavnik.mentoring.events import AnswerPublished, AnswerWithdrawn, ConsultationAnswered, ConsultationAsked
from nastavnik.mentoring.models import Consultation, PublicAnswer
from nastavnik.programme.events import (
    LessonAnnounced,
    LessonCancelled,
    LessonChanged,
    LessonHeld,
    LessonMoved,
    LessonReopened,
    LessonWithdrawn,
    ProgrammeHidden,
    ProgrammePublished,
)
from nastavnik.programme.models import Lesson, Programme, School
from nastavnik.publishing.events import CollectionHidden, CollectionPublished
from nastavnik.publishing.models import Collection
from nastavnik.video.events import VideoPlayable, VideoRemoved
from nastavnik.video.models import Video

Subject = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class News:
    """What is told, and to the webhooks of which school."""

    school: School
    event: Event
    subject: Subject


def _lesson(event: Any) -> tuple[School, Subject]:
    lesson = Lesson.objects.select_related("school").get(pk=event.lesson_id)
    return lesson.school, {"lesson": lesson.uid}


def _programme(event: Any) -> tuple[School, Subject]:
    programme = Programme.objects.select_related("school").get(pk=event.programme_id)
    return programme.school, {"programme": programme.token}


def _film(event: Any) -> tuple[School, Subject]:
    film = Video.objects.select_related("school", "lesson").get(pk=event.video_id)
    return film.school, {"film": film.token, "lesson": film.lesson.uid if film.lesson else None}


def _broadcast(event: Any) -> tuple[School, Subject]:
    broadcast = Broadcast.objects.select_related("school", "lesson", "video").get(pk=event.broadcast_id)
    film = broadcast.video.token if broadcast.video else None
    return broadcast.school, {"broadcast": broadcast.token, "lesson": broadcast.lesson.uid, "film": film}


def _question(event: Any) -> tuple[School, Subject]:
    question = Consultation.objects.select_related("school").get(pk=event.consultation_id)
    return question.school, {"question": question.token}


def _answer(event: Any) -> tuple[School, Subject]:
    answer = PublicAnswer.objects.select_related("school").get(pk=event.answer_id)
    return answer.school, {"answer": answer.token}


def _contest(event: Any) -> tuple[School, Subject]:
    contest = Contest.objects.select_related("school").get(pk=event.contest_id)
    return contest.school, {"contest": contest.slug}


def _application(event: Any) -> tuple[School, Subject]:
    application = Application.objects.select_related("contest__school").get(pk=event.application_id)
    contest = application.contest
    return contest.school, {"application": application.token, "contest": contest.slug}


def _collection(event: Any) -> tuple[School, Subject]:
    collection = Collection.objects.select_related("school").get(pk=event.collection_id)
    return collection.school, {"collection": collection.slug}


TOLD: Mapping[type, tuple[Event, Callable[[Any], tuple[School, Subject]]]] = {
    LessonAnnounced: (Event.LESSON_ANNOUNCED, _lesson),
    LessonChanged: (Event.LESSON_CHANGED, _lesson),
    LessonMoved: (Event.LESSON_CHANGED, _lesson),
    LessonReopened: (Event.LESSON_CHANGED, _lesson),
    LessonCancelled: (Event.LESSON_CANCELLED, _lesson),
    LessonWithdrawn: (Event.LESSON_WITHDRAWN, _lesson),
    LessonHeld: (Event.LESSON_HELD, _lesson),
    ProgrammePublished: (Event.PROGRAMME_PUBLISHED, _programme),
    ProgrammeHidden: (Event.PROGRAMME_HIDDEN, _programme),
    VideoPlayable: (Event.FILM_PLAYABLE, _film),
    VideoRemoved: (Event.FILM_REMOVED, _film),
    BroadcastStarted: (Event.BROADCAST_STARTED, _broadcast),
    BroadcastEnded: (Event.BROADCAST_ENDED, _broadcast),
    RecordingReady: (Event.RECORDING_READY, _broadcast),
    ConsultationAsked: (Event.QUESTION_ASKED, _question),
    ConsultationAnswered: (Event.QUESTION_ANSWERED, _question),
    AnswerPublished: (Event.ANSWER_PUBLISHED, _answer),
    AnswerWithdrawn: (Event.ANSWER_WITHDRAWN, _answer),
    ContestOpened: (Event.CONTEST_OPENED, _contest),
    ApplicationSubmitted: (Event.APPLICATION_SUBMITTED, _application),
    ResultsReleased: (Event.RESULTS_RELEASED, _contest),
    CollectionPublished: (Event.COLLECTION_PUBLISHED, _collection),
    CollectionHidden: (Event.COLLECTION_HIDDEN, _collection),
}


def news_of(event: object) -> News:
    """Return what is told of an event. Raises `KeyError` for one of which nothing is, `DoesNotExist` when its thing is gone."""
    name, read = TOLD[type(event)]
    school, subject = read(event)
    return News(school, name, subject)


def body_of(school: School, event: Event, subject: Subject, now: datetime) -> str:
    """Return the message as it is signed and sent."""
    at = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps(
        {"type": event.value, "timestamp": at, "school": school.base_url, "data": dict(subject)}, ensure_ascii=False
    )
