"""A school with something of everything that programs may read, and programs that ask for it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from tests.contest.factories import ApplicationFactory, ContestFactory, CriterionFactory, DirectionFactory
from tests.learning.factories import StandingFactory
from tests.live.factories import ChannelFactory
from tests.mentoring.answering.factories import PublicAnswerFactory, PublicMomentFactory
from tests.mentoring.factories import ConsultationFactory
from tests.people.factories import LibraryFactory
from tests.programme.factories import (
    CycleFactory,
    EnrolmentFactory,
    HandoutFactory,
    LessonFactory,
    LessonSpeakerFactory,
    PartnerFactory,
    ProgrammeFactory,
)
from tests.publishing.factories import ArticleFactory, CollectionFactory, PartFactory
from tests.search.factories import ChapterFactory, CueFactory, TranscriptFactory
from tests.video.factories import VideoFactory

from nastavnik.api.enums import Life, Scope
from nastavnik.api.services.keys import make_key
from nastavnik.mentoring.enums import PublicState
from nastavnik.publishing.enums import CollectionState, Licence
from nastavnik.search.services import index_video


class Program:
    """Somebody who asks the interface, with a key or without."""

    def __init__(self, secret="") -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path, status=200, **headers):
        return self._read(self.client.get(self._url(path), headers=self.headers | headers), status)

    def post(self, path, body=None, status=200, **headers):
        return self._send("post", path, body or {}, status, **headers)

    def answer_to(self, path, status):
        answer = self.client.post(self._url(path), headers=self.headers)
        assert answer.status_code == status, answer.content.decode()

    def patch(self, path, body, status=200):
        return self._send("patch", path, body, status)

    def answer(self, path, **headers):
        return self.client.get(self._url(path), headers=self.headers | headers)

    def _send(self, method, path, body, status, **headers):
        send = getattr(self.client, method)
        answer = send(self._url(path), body, content_type="application/json", headers=self.headers | headers)
        return self._read(answer, status)

    def _url(self, path):
        return path if "://" in path else f"/api/v1{path}"

    def _read(self, answer, status):
        assert answer.status_code == status, answer.content.decode()
        return answer.json()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def guest(school):
    return Program()


@pytest.fixture
def program(school, methodist, now):
    """Return a program with a key of the methodist that opens these scopes."""

    def with_scopes(*scopes, owner=methodist):
        words = {"actor": owner, "school_id": school.pk, "title": "Сайт", "life": Life.MONTH, "now": now}
        return Program(make_key(scopes=scopes or tuple(Scope), **words)[1])

    return with_scopes


@pytest.fixture
def programme(school):
    return ProgrammeFactory(school=school, title="Год", description="О чём")


@pytest.fixture
def cycle(programme):
    return CycleFactory(programme=programme, title="Первый", position=1)


@pytest.fixture
def lesson(cycle):
    lesson = LessonFactory(cycle=cycle, held=True, title="Чтение вслух", number=1, description="Как читать")
    LessonSpeakerFactory(lesson=lesson)
    HandoutFactory(lesson=lesson)
    return lesson


@pytest.fixture
def film(lesson, now):
    film = VideoFactory(lesson=lesson, ready=True, duration_seconds=600.0)
    ChapterFactory(video=film, seconds=0.0, title="Начало")
    ChapterFactory(video=film, seconds=95.0, title="Смета")
    CueFactory(transcript=TranscriptFactory(video=film), seconds=120.0, text="Смета проекта считается так.")
    index_video(video_id=film.pk, now=now)
    return film


@pytest.fixture
def public_answer(school, film, now):
    answer = PublicAnswerFactory(school=school, state=PublicState.PUBLIC, published_at=now)
    PublicMomentFactory(answer=answer, moment__video=film)
    return answer


@pytest.fixture
def contest(school):
    contest = ContestFactory(school=school, released=True)
    DirectionFactory(contest=contest)
    CriterionFactory(contest=contest, weight=Decimal("1.5"))
    return contest


@pytest.fixture
def book(school, now):
    book = CollectionFactory(school=school, slug="gorod", state=CollectionState.PUBLISHED, published_at=now)
    book.article = ArticleFactory(collection=book, part=PartFactory(collection=book), licence=Licence.OWN)
    return book


@pytest.fixture
def school_with_all(school, programme, lesson, film, public_answer, contest, book, learner):
    """Return the school with a thing of each kind, and people at the desk’s lists."""
    PartnerFactory(school=school)
    ChannelFactory(school=school, page_url="https://vk.example/school")
    EnrolmentFactory(programme=programme, user=learner)
    StandingFactory(programme=programme, user=learner, lessons=1, hours=Decimal("1.5"))
    ApplicationFactory(contest=contest, admitted=True, library=LibraryFactory(organisation=school.owner))
    ConsultationFactory(school=school, waiting=True, due_at=timezone.now() + timedelta(days=1))
    return school
