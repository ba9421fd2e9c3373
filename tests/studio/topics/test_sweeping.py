"""Topics write themselves: each source once, from its threshold on, and nothing private is copied."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from tests.learning.factories import SurveyAnswerFactory
from tests.learning.quizzes.factories import AnswerFactory, AttemptFactory, QuestionFactory, QuizFactory
from tests.live.factories import BroadcastFactory
from tests.live.room.factories import QuestionFactory as LiveQuestionFactory
from tests.live.room.factories import RoomFactory
from tests.mentoring.factories import ConsultationFactory, ThemeFactory
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.mentoring.models import Consultation
from nastavnik.programme.models import Lesson
from nastavnik.search.models import SearchMiss
from nastavnik.studio.enums import EvidenceKind, TopicState
from nastavnik.studio.models import Topic, TopicEvidence
from nastavnik.studio.services import topics
from nastavnik.studio.services.topics import sweeping
from nastavnik.studio.tasks import collect_topics

pytestmark = pytest.mark.django_db


@pytest.fixture
def sweep(school, now):
    return lambda: topics.collect_topics(school=school, now=now)


@pytest.fixture
def miss(school, now):
    """Return a way to look for something in vain."""

    def look(text, count, days=1):
        day = now.astimezone(school.zone).date() - timedelta(days=days)
        return SearchMiss.objects.create(school=school, day=day, text=text, count=count)

    return look


@pytest.fixture
def held(school):
    return LessonFactory(cycle__programme__school=school, held=True, title="Мастерская")


def test_search_without_a_hit_writes_a_topic_once(sweep, miss, now):
    miss("сторителлинг", 2, days=3)
    miss("сторителлинга", 1)
    miss("геймификация", 2)
    miss("квиз", 9, days=100)
    miss("…", 9)
    assert [sweep(), sweep()] == [1, 0]
    topic = Topic.objects.get()
    assert (topic.title, topic.state, topic.proposed_by) == ("Сторителлинг", TopicState.SUGGESTED, None)
    evidence = TopicEvidence.objects.get(topic=topic)
    assert (evidence.kind, evidence.count) == (EvidenceKind.SEARCH, 3)
    miss("сторителлинг", 4, days=0)
    assert sweep() == 0
    evidence.refresh_from_db()
    assert (evidence.count, evidence.last_on) == (7, now.date())


def test_what_is_found_by_now_is_no_evidence(sweep, miss, held):
    from nastavnik.search.services import index_lesson  # noqa: PLC0415 -- of this test alone

    Lesson.objects.filter(pk=held.pk).update(title="Сторителлинг")
    index_lesson(lesson_id=held.pk, now=held.starts_at)
    miss("сторителлинг", 5)
    assert sweep() == 0


def test_new_evidence_joins_a_living_topic_that_is_alike(sweep, miss, topic, methodist, now):
    topics.take_topic(topic_id=topic.pk, actor=methodist, now=now)
    miss("буктрейлеры телефоном", 3)
    sweep()
    assert TopicEvidence.objects.get().topic == topic


def test_what_was_set_aside_does_not_come_back(sweep, miss, methodist, now):
    miss("сторителлинг", 3)
    sweep()
    topic = Topic.objects.get()
    topics.decline_topic(actor=methodist, topic_id=topic.pk, because="", now=now)
    miss("сторителлингом", 5, days=0)
    sweep()
    topic.refresh_from_db()
    assert (topic.state, TopicEvidence.objects.get(topic=topic).count) == (TopicState.DECLINED, 8)
    assert Topic.objects.count() == 1


def test_overdue_questions_are_pointed_at_and_never_copied(sweep, school, now, client, methodist, director):
    theme = ThemeFactory(school=school, title="Работа с подростками")
    late = {"school": school, "waiting": True, "due_at": now - timedelta(days=1)}
    first = ConsultationFactory(theme=theme, subject="Секретные слова", **late)
    ConsultationFactory(theme=theme, **late)
    ConsultationFactory(subject="Без темы", **late)
    ConsultationFactory(school=school, waiting=True)
    assert [sweep(), sweep()] == [3, 0]
    assert sorted(Topic.objects.values_list("title", flat=True)) == ["Вопрос № 3 наставникам", "Работа с подростками"]
    assert not TopicEvidence.objects.filter(text__contains="Секретные").exists()
    topic = TopicEvidence.objects.get(key=f"question:{first.token}").topic
    url = reverse("studio:desk_topic", args=[topic.token])
    pages = []
    for reader in (methodist, director):
        client.force_login(reader)
        pages.append(client.get(url).content.decode())
    # the words are read where the question is, by whoever may read it; the director sees that it is there
    assert ["Секретные слова" in page for page in pages] == [True, False]
    assert [f"/consultations/{first.token}/" in page for page in pages] == [True, False]
    Consultation.objects.filter(pk=first.pk).delete()
    client.force_login(methodist)
    assert client.get(url).status_code == 200


def test_the_same_two_things_asked_by_three_people_are_evidence(sweep, school):
    for subject in ("Квест для подростков", "Подростки и квесты: с чего начать", "Квест, где подростки ведут"):
        ConsultationFactory(school=school, waiting=True, subject=subject)
    one = ConsultationFactory(school=school, waiting=True, subject="Бюджет гранта")
    for _ in range(3):
        ConsultationFactory(school=school, waiting=True, subject="Бюджет гранта", asker=one.asker)
    sweep()
    evidence = TopicEvidence.objects.get()
    assert (evidence.kind, evidence.count, evidence.text) == (EvidenceKind.REPEATED, 3, "квест, подросток")


def test_what_a_room_was_not_answered_is_evidence(sweep, school, held):
    room = RoomFactory(broadcast=BroadcastFactory(lesson=held, ended=True))
    LiveQuestionFactory(room=room, text="Где брать музыку для ролика?", votes=4)
    LiveQuestionFactory(room=room, text="Когда обед?", votes=1)
    sweep()
    evidence = TopicEvidence.objects.get()
    assert (evidence.text, evidence.count, evidence.path) == ("Где брать музыку для ролика?", 4, held.path)
    assert not evidence.is_closed


def test_minutes_that_were_not_understood_lead_to_their_second(sweep, held, now):
    quiz = QuizFactory(lesson=held, is_published=True)
    hard = QuestionFactory(quiz=quiz, moment_seconds=130, moment_end_seconds=None)
    easy = QuestionFactory(quiz=quiz, moment_seconds=20, moment_end_seconds=None)
    for number in range(10):
        attempt = AttemptFactory(quiz=quiz, finished_at=now)
        AnswerFactory(attempt=attempt, question=hard, share=0.0 if number < 6 else 1.0)
        AnswerFactory(attempt=attempt, question=easy, share=1.0)
    assert sweep() == 0  # there is no film yet to show it in
    film = VideoFactory(lesson=held, ready=True)
    assert sweep() == 1
    evidence = TopicEvidence.objects.get()
    assert (evidence.key, evidence.count) == (f"minute:{film.token}:120", 6)
    assert evidence.path == f"{held.path}?t=120-180"
    assert "60 %" in evidence.text


def test_wishes_are_told_as_the_desk_may_read_them(sweep, school, held, learner):
    SurveyAnswerFactory(lesson=held, next_themes="Как вести блог библиотеки в деревне")
    SurveyAnswerFactory(lesson=held, next_themes="нет", user=learner)
    assert sweep() == 0  # of two it would be known who said what
    SurveyAnswerFactory(lesson=held, next_themes="Подкаст с ветеранами\nи ещё много всего", user=learner)
    sweep()
    # one unsigned answer of three is of somebody who would be known
    assert list(Topic.objects.values_list("title", flat=True)) == ["Подкаст с ветеранами"]
    evidence = TopicEvidence.objects.get()
    assert (evidence.is_closed, evidence.first_on) == (True, held.starts_at.astimezone(school.zone).date())
    SurveyAnswerFactory.create_batch(2, lesson=held)
    assert sweep() == 1


def test_long_words_make_a_title_cut_at_a_word(sweep, held, learner):
    SurveyAnswerFactory.create_batch(3, lesson=held, user=learner, next_themes="сказка " * 60 + "терапия")
    sweep()
    title = Topic.objects.get().title
    assert len(title) <= 200
    assert title.endswith("сказка…")


def test_many_signs_are_written_in_chunks(sweep, miss, monkeypatch):
    monkeypatch.setattr(sweeping, "CHUNK", 2)
    for word in ("сторителлинг", "геймификация", "фандрайзинг", "нейросеть", "сторителлинг геймификация"):
        miss(word, 3)
    assert sweep() == 5
    assert Topic.objects.count() == 4


def test_methodist_collects_at_once_and_nobody_else(school, methodist, director, miss, now):
    miss("сторителлинг", 3)
    with pytest.raises(PermissionDenied):
        topics.collect_now(actor=director, school=school, now=now)
    assert topics.collect_now(actor=methodist, school=school, now=now) == 1
    assert collect_topics.func() == 0
