"""What a collection is offered."""

import pytest
from django.utils import timezone
from tests.contest.factories import ApplicationFactory, AuthorFactory, ContestFactory
from tests.mentoring.answering.factories import PublicAnswerFactory
from tests.mentoring.factories import ConsultationFactory
from tests.programme.factories import LessonFactory
from tests.publishing.factories import ArticleFactory

from nastavnik.contest.models import GalleryEntry
from nastavnik.people.enums import ConsentHow, ConsentKind
from nastavnik.people.models import Consent, ConsentText
from nastavnik.programme.permissions import place_of
from nastavnik.publishing.selectors.articles.choosing import add_page, lesson_page
from nastavnik.publishing.selectors.articles.sources import lesson_talk, project_told
from nastavnik.video.models import Chapter


@pytest.fixture
def offers(methodist, school, collection):
    """Return what is offered of a kind."""
    return lambda kind: add_page(methodist, school, collection, kind).offers


def test_offers_lessons_whose_words_are_written_down(offers, collection, film, lesson):
    LessonFactory(cycle=lesson.cycle, held=True, title="Без слов")
    assert [(one.title, one.is_taken) for one in offers("lesson")] == [("Соседи", False)]

    ArticleFactory(collection=collection, lesson=lesson)
    assert offers("lesson")[0].is_taken


def test_offers_consultations_that_are_public(offers, school):
    consultation = ConsultationFactory(school=school, answered=True)
    answer = PublicAnswerFactory(consultation=consultation, public=True)
    PublicAnswerFactory(consultation=ConsultationFactory(school=school, answered=True))

    assert [one.token for one in offers("answer")] == [answer.token]


def test_offers_projects_that_the_gallery_shows(offers, school, now):
    contest = ContestFactory(school=school, released=True)
    shown, hidden = (ApplicationFactory(contest=contest, admitted=True) for _one in range(2))
    GalleryEntry.objects.create(application=shown, summary="Читаем.", is_public=True, changed_at=now)
    GalleryEntry.objects.create(application=hidden, summary="Молчим.", is_public=False, changed_at=now)

    assert [one.token for one in offers("project")] == [shown.token]


def test_project_names_its_authors_when_they_want_it_and_agreed(school, now, learner):
    application = ApplicationFactory(contest=ContestFactory(school=school, released=True), admitted=True)
    AuthorFactory(application=application, user=learner)
    entry = GalleryEntry.objects.create(application=application, summary="Читаем.", is_public=True, changed_at=now)
    place = place_of(school)
    words = {"place_kind": place.kind, "place_id": place.id, "version": 1, "text": "Да", "published_at": now}
    text = ConsentText.objects.create(kind=ConsentKind.PUBLICATION, **words)
    Consent.objects.create(user=learner, text=text, given_at=timezone.now(), how=ConsentHow.OWN_PAGE)
    assert project_told(school, application.token).authors == ()

    entry.names_authors = True
    entry.save()

    assert [one.name for one in project_told(school, application.token).authors] == ["Слушатель школы"]


def test_lesson_is_laid_out_by_its_chapters(methodist, school, collection, film):
    Chapter.objects.create(video=film, seconds=29.5, title="Двор")

    page = lesson_page(collection, lesson_talk(methodist, school, "sosedi"))

    assert [(one.title, one.sections, one.seconds) for one in page.lines] == [("Соседи", ["Двор"], 0.0)]
