"""The moment that a question was asked from: it follows the film through its edits, and where it cannot, says so."""

import pytest
from tests.mentoring.asking.conftest import SAID, page_of, typed
from tests.video.words.factories import CueFactory

from nastavnik.core.ids import new_token
from nastavnik.mentoring.enums import Audience
from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.selectors.answer_desk import answer_desk, place_at
from nastavnik.mentoring.selectors.asking import edit_page
from nastavnik.mentoring.selectors.thread import consultation_for, thread_page
from nastavnik.mentoring.services import asking
from nastavnik.mentoring.services.asking import AskedFrom, Words
from nastavnik.people.models import User
from nastavnik.video.enums import VideoState
from nastavnik.video.models import Cue, Moment
from nastavnik.video.services import refind_moments

DOUBT = "Возможно, другое место"


@pytest.fixture
def begin(school, asker, now):
    """Return what begins a question about a second of a film."""

    def call(film, seconds=12.5):
        return asking.save_draft(
            actor=asker,
            school=school,
            token=new_token(),
            words=Words("Смета", "С чего начать?", None, Audience.PRIVATE),
            version=0,
            now=now,
            asked_from=AskedFrom(film.lesson_id, film.pk, seconds),
        )

    return call


@pytest.fixture
def asked(begin, film, asker, mentor, now):
    """A question about what is said from the tenth to the fifteenth second; the mentor has it."""
    draft = begin(film)
    return asking.send(actor=asker, consultation_id=draft.pk, version=draft.version, now=now)


@pytest.fixture
def moment(school, now):
    def read_by(actor, question):
        return thread_page(actor, school, consultation_for(actor, school, question.token), now).moment

    return read_by


def edit(film, begin, text, now):
    """Let the film be edited: what was said at the tenth second is said elsewhere, and there something else."""
    transcript = Cue.objects.get().transcript
    transcript.source_mark = film.source_mark
    transcript.save()
    Cue.objects.update(seconds=begin, end_seconds=begin + 5.0, text=text)
    CueFactory(transcript=transcript, seconds=10.0, end_seconds=15.0, text="Совсем другие слова о другом деле.")
    refind_moments(video_id=film.pk, now=now)


def test_beginning_a_question_keeps_the_words_around_its_second(begin, film, asker):
    draft = begin(film)

    kept = Moment.objects.get()
    assert (draft.moment, kept.video, kept.made_by, kept.quote) == (kept, film, asker, SAID)
    assert (kept.seconds, kept.end_seconds) == (4.5, 18.5)


def test_beginning_a_question_at_the_end_of_a_film_keeps_what_is_left_of_it(begin, film):
    assert begin(film, 60.0).moment.end_seconds == 60.0


@pytest.mark.parametrize("seconds", [None, 70.0])
def test_beginning_a_question_about_a_whole_film_or_behind_its_end_keeps_no_moment(begin, film, seconds):
    assert begin(film, seconds).moment is None


def test_going_on_with_a_question_keeps_no_second_moment(window, film):
    words = typed(token=new_token(), video=film.token, t="12.5")

    window.post("/consultations/new/", words)
    window.post("/consultations/new/", words | {"text": "И ещё", "version": "1"})

    assert Moment.objects.count() == 1


def test_a_moment_that_the_edit_moved_is_played_where_its_words_are_now(asked, moment, film, asker, mentor, now):
    edit(film, 40.0, SAID, now)

    for actor in (asker, mentor):
        seen = moment(actor, asked)
        assert (seen.quote, seen.is_doubtful) == (SAID, False)
        assert 40.0 <= seen.seconds <= 45.0
        assert "?t=40" in seen.url


def test_a_moment_that_was_not_touched_stays_at_the_second_that_was_asked_about(asked, moment, asker):
    seen = moment(asker, asked)

    assert (seen.seconds, seen.quote, seen.is_doubtful) == (12.5, SAID, False)


def test_a_moment_that_the_edit_took_out_is_doubtful_and_keeps_its_words(
    asked, moment, film, asker, mentor, school, now, enter
):
    edit(film, 40.0, "Этого здесь никогда не было, и это не то.", now)

    for actor in (asker, mentor):
        seen = moment(actor, asked)
        assert (seen.quote, seen.is_doubtful) == (SAID, True)
        assert DOUBT in enter(actor).get(page_of(asked)).content.decode()
    assert answer_desk(place_at(mentor, school, asked.token), now).moment.is_doubtful
    assert DOUBT in enter(mentor).get(page_of(asked, "answer")).content.decode()


def test_a_moment_of_a_film_with_another_source_is_doubtful_in_a_draft_too(begin, film, asker, school):
    draft = begin(film)
    film.source_path = "originals/film/another.mp4"
    film.save()

    assert edit_page(asker, school, draft.token).moment.is_doubtful


def test_a_second_of_a_film_on_the_air_is_doubtful_because_nothing_follows_it(begin, film, asker, school):
    film.state = VideoState.RECORDING
    film.save()
    draft = begin(film)

    seen = edit_page(asker, school, draft.token).moment

    assert (draft.moment, seen.seconds, seen.quote, seen.is_doubtful) == (None, 12.5, "", True)


def test_a_question_about_a_whole_film_doubts_nothing(begin, film, asker, school):
    draft = begin(film, None)

    seen = edit_page(asker, school, draft.token).moment

    assert (seen.title, seen.seconds, seen.quote, seen.is_doubtful) == (film.title, None, "", False)


def test_a_moment_of_a_film_that_was_taken_away_is_closed_to_methodists_too(asked, moment, film, methodist, now):
    film.removed_at = now
    film.save()

    seen = moment(methodist, asked)

    assert (seen.title, seen.url, seen.quote) == (film.title, "", "")


def test_forgetting_whoever_asked_forgets_the_moment(asked, begin, film, asker):
    begin(film)

    asking.forget_person(user_id=asker.pk)

    assert not Moment.objects.exists()
    left = Consultation.objects.get()
    assert (left.pk, left.moment, left.seconds) == (asked.pk, None, None)
    assert User.objects.filter(pk=asker.pk).exists()
