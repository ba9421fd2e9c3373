"""Moments and handouts in a recommendation: put in once, changed, taken out and brought back, in order, also after sending."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from tests.mentoring.answering.factories import RecommendedHandoutFactory, RecommendedMomentFactory
from tests.mentoring.factories import RecommendationFactory
from tests.programme.factories import HandoutFactory, LessonFactory
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.core.ordering import read_order
from nastavnik.mentoring.models import RecommendedHandout, RecommendedMoment
from nastavnik.mentoring.services import answering as services
from nastavnik.mentoring.services.answering import TooManyHandouts, TooManyMoments, handouts, moments
from nastavnik.video.enums import Access


@pytest.fixture
def add(draft, mentor, film, said, now):
    def added(**given):
        where = {"video_id": film.pk, "seconds": 12.0, "end_seconds": 16.0} | given
        return services.add_moment(actor=mentor, recommendation_id=draft.pk, now=now, **where)

    return added


def test_add_moment_quotes_what_is_said(add):
    added = add(note=" Про цель ")

    assert added.moment.quote == "Цель отвечает на вопрос, что изменится к концу проекта."
    assert added.moment.note == "Про цель"


def test_add_the_same_moment_twice_adds_one(add):
    assert add() == add()
    assert RecommendedMoment.objects.count() == 1


def test_add_moment_puts_it_behind_the_others(add):
    assert [add().position, add(seconds=1.0, end_seconds=4.0).position] == [0, 1]


def test_add_moment_beyond_the_most_is_refused(add, monkeypatch):
    monkeypatch.setattr(moments, "MOST_MOMENTS", 1)
    add()

    with pytest.raises(TooManyMoments):
        add(seconds=1.0, end_seconds=4.0)


def test_add_moment_of_a_film_that_the_mentor_may_not_watch_is_denied(add, film):
    film.access = Access.LINK
    film.save()

    with pytest.raises(PermissionDenied):
        add()


def test_add_moment_of_the_film_that_was_asked_from_is_allowed_by_link(add, film, question):
    film.access, question.video = Access.LINK, film
    film.save()
    question.save()

    assert add().moment.video == film


def test_add_moment_of_another_school_is_denied(add):
    other = VideoFactory(lesson=LessonFactory(held=True), ready=True)

    with pytest.raises(PermissionDenied):
        add(video_id=other.pk)


def test_add_moment_to_a_sent_one_says_that_it_was_corrected(sent, mentor, film, said, now):
    where = {"video_id": film.pk, "seconds": 12.0, "end_seconds": 16.0}
    services.add_moment(actor=mentor, recommendation_id=sent.pk, now=now, **where)

    sent.refresh_from_db()
    assert sent.corrected_at == now


def test_change_moment_gives_it_other_words_and_no_doubt(moment, mentor, now):
    moment.flagged_at = now
    moment.save()

    where = {"seconds": 20.0, "end_seconds": 24.0}
    services.change_moment(actor=mentor, recommended_id=moment.pk, note="Задачи", now=now, **where)

    moment.refresh_from_db()
    assert (moment.moment.quote[:6], moment.moment.note, moment.flagged_at) == ("Задачи", "Задачи", None)


def test_change_moment_of_another_mentor_is_denied(shared, moment, colleague, now):
    with pytest.raises(PermissionDenied):
        services.change_moment(
            actor=colleague, recommended_id=moment.pk, seconds=20.0, end_seconds=24.0, note="", now=now
        )


def test_remove_moment_can_be_taken_back(moment, mentor, now):
    services.remove_moment(actor=mentor, recommended_id=moment.pk, now=now)
    moment.moment.refresh_from_db()
    assert moment.moment.removed_at == now

    services.restore_moment(actor=mentor, recommended_id=moment.pk, now=now)
    services.restore_moment(actor=mentor, recommended_id=moment.pk, now=now)
    moment.moment.refresh_from_db()
    assert moment.moment.removed_at is None


def test_restore_moment_into_a_full_one_is_refused(moment, mentor, add, now, monkeypatch):
    services.remove_moment(actor=mentor, recommended_id=moment.pk, now=now)
    add(seconds=1.0, end_seconds=4.0)
    monkeypatch.setattr(moments, "MOST_MOMENTS", 1)

    with pytest.raises(TooManyMoments):
        services.restore_moment(actor=mentor, recommended_id=moment.pk, now=now)


def test_reorder_moments_puts_them_as_asked(draft, moment, mentor, film, now):
    other = RecommendedMomentFactory(recommendation=draft, moment=MomentFactory(video=film, made_by=mentor), position=1)

    asked = partial(read_order, QueryDict(f"move={other.moment.token}:up"))
    services.reorder_moments(actor=mentor, recommendation_id=draft.pk, rearrange=asked, now=now)

    assert list(RecommendedMoment.objects.values_list("pk", flat=True)) == [other.pk, moment.pk]


# --- handouts ----------------------------------------------------------------------------------------------------------


def test_add_handout_twice_adds_one(draft, mentor, film, now):
    handout = HandoutFactory(lesson=film.lesson)

    for _time in range(2):
        services.add_handout(actor=mentor, recommendation_id=draft.pk, handout_id=handout.pk, now=now)

    assert RecommendedHandout.objects.get().position == 0


def test_add_handout_beyond_the_most_is_refused(draft, mentor, film, now, monkeypatch):
    monkeypatch.setattr(handouts, "MOST_HANDOUTS", 1)
    RecommendedHandoutFactory(recommendation=draft)

    with pytest.raises(TooManyHandouts):
        services.add_handout(
            actor=mentor, recommendation_id=draft.pk, handout_id=HandoutFactory(lesson=film.lesson).pk, now=now
        )


@pytest.mark.parametrize("is_draft", [True, False])
def test_add_handout_that_is_closed_or_of_another_school_is_denied(draft, mentor, school, now, is_draft):
    lesson = LessonFactory(cycle__programme__school=school) if is_draft else LessonFactory(announced=True)

    with pytest.raises(PermissionDenied):
        services.add_handout(
            actor=mentor, recommendation_id=draft.pk, handout_id=HandoutFactory(lesson=lesson).pk, now=now
        )


def test_remove_handout_takes_it_out_and_is_safe_to_repeat(sent, mentor, now):
    handout = RecommendedHandoutFactory(recommendation=sent)
    taken = partial(
        services.remove_handout, actor=mentor, recommendation_id=sent.pk, handout_id=handout.handout_id, now=now
    )

    taken()
    taken()

    sent.refresh_from_db()
    assert (RecommendedHandout.objects.count(), sent.corrected_at) == (0, now)


# --- forgetting ----------------------------------------------------------------------------------------------------------


def test_forget_person_deletes_her_drafts_with_their_moments_and_takes_her_name_off_answers(
    draft, moment, question, mentor
):
    sent = RecommendationFactory(consultation=question, mentor=mentor, sent=True, correction="тайна")

    services.forget_person(user_id=mentor.pk)

    sent.refresh_from_db()
    assert (sent.mentor, sent.correction) == (None, "")
    assert not RecommendedMoment.objects.exists()
    assert not type(moment.moment).objects.filter(pk=moment.moment_id).exists()
