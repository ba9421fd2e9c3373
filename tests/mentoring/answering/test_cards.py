"""What a reader sees of moments in answers is what she sees of moments elsewhere; and a desk on which nothing is begun."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.mentoring.answering.factories import RecommendedMomentFactory
from tests.people.factories import UserFactory
from tests.programme.factories import EnrolmentFactory, LessonFactory
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.mentoring.models import RecommendedMoment
from nastavnik.mentoring.selectors.answer_desk import NOT_BEGUN, place_at, writing_at
from nastavnik.mentoring.selectors.recommendations import moment_cards, with_films
from nastavnik.video.enums import Access, TranscriptState
from nastavnik.video.models import Moment
from nastavnik.video.selectors.moments import moment_rows
from nastavnik.video.selectors.quotes import quote_of


@pytest.fixture
def moments(school, draft, now):
    """Moments of films of every kind, in lessons of every kind; of some lessons there is a newer film."""
    kinds = ({"held": True}, {"announced": True}, {"cancelled": True}, {}, {"removed_at": now})
    lessons = [LessonFactory(cycle__programme__school=school, **kind) for kind in kinds]
    lessons.append(LessonFactory(cycle__programme__school=school, cycle__programme__is_public=False, held=True))
    for lesson, access in product([*lessons, None], Access):
        for removed_at in (None, now):
            film = VideoFactory(lesson=lesson, school=school, ready=True, access=access, removed_at=removed_at)
            RecommendedMomentFactory(recommendation=draft, moment=MomentFactory(video=film))
    return RecommendedMoment.objects.filter(recommendation=draft)


@pytest.mark.parametrize("has_links", [True, False])
def test_cards_show_of_each_film_what_rows_of_moments_show(moments, school, mentor, methodist, learner, has_links, now):
    enrolled, gone = UserFactory(), UserFactory()
    programmes = {one.moment.video.lesson.cycle.programme for one in moments if one.moment.video.lesson}
    for programme in programmes:
        EnrolmentFactory(programme=programme, user=enrolled)
        EnrolmentFactory(programme=programme, user=gone, left_at=now)
    wanted = Moment.objects.filter(pk__in=moments.values("moment"))
    seen = set()

    for actor in (mentor, methodist, learner, enrolled, gone, AnonymousUser()):
        rows = {row.pk: row for row in moment_rows(actor, school, wanted, has_links=has_links)}
        cards = moment_cards(actor, list(with_films(actor, moments)), now, has_links=has_links)
        assert {one.moment_id: cards[one.pk].row for one in moments} == rows
        seen.add(tuple(sorted(pk for pk, row in rows.items() if not row.is_closed)))

    assert len(seen) == 3


def test_nothing_is_begun_before_the_first_word(question, mentor, school, now):
    assert writing_at(place_at(mentor, school, question.token), now) is NOT_BEGUN


@pytest.mark.parametrize(
    ("language", "quoted"), [("tt", "tt"), ("", "ru"), ("fr", "ru"), ("de", "ru"), ("en", "ru")], ids=str
)
def test_quote_is_of_the_language_else_of_the_russian_words_that_are_done(film, methodist, language, quoted):
    for one in ("ba", "ru", "tt"):
        CueFactory(transcript=TranscriptFactory(video=film, language=one), seconds=1.0, end_seconds=4.0, text=one)
    TranscriptFactory(video=film, language="fr")
    working = TranscriptFactory(video=film, language="en", state=TranscriptState.RECOGNISING)
    CueFactory(transcript=working, seconds=1.0, end_seconds=4.0, text="en")

    assert quote_of(methodist, film, 0.0, 5.0, language).language == quoted


def test_quote_of_silence_and_for_who_may_not_watch_is_empty(film, said, learner, methodist):
    assert quote_of(methodist, film, 30.0, 40.0).text == ""
    film.access = Access.ENROLLED
    film.save()
    assert quote_of(learner, film, 0.0, 20.0).text == ""
