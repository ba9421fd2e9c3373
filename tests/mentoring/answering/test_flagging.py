"""Whoever gave a moment that may play something else now is told once; a moment that was found again is flagged no more."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from tests.mentoring.answering.factories import PublicAnswerFactory, PublicMomentFactory, RecommendedMomentFactory
from tests.mentoring.factories import RecommendationFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.models import PublicMoment, RecommendedMoment
from nastavnik.mentoring.services.answering import flag_doubtful, flagging
from nastavnik.mentoring.services.routing_notices import methodists_of
from nastavnik.people.models import Notice


@pytest.fixture
def later(db, now):
    return now + timedelta(hours=1)


@pytest.fixture
def lost(moment):
    moment.moment.is_lost = True
    moment.moment.save()
    return moment


def test_flag_doubtful_tells_the_mentor_once(lost, mentor, later):
    assert [flag_doubtful(now=later), flag_doubtful(now=later)] == [1, 0]

    notice = Notice.objects.get(user=mentor)
    assert notice.link.endswith(f"/desk/mentor/{lost.recommendation.consultation.token}/")
    lost.refresh_from_db()
    assert lost.flagged_at == later


def test_flag_doubtful_sees_a_film_with_another_source(moment, film, mentor, later):
    film.source_path = "originals/film/another.mp4"
    film.save()

    assert flag_doubtful(now=later) == 1


def test_flag_doubtful_waits_until_the_film_has_settled(lost, now):
    lost.moment.checked_at = now
    lost.moment.save()

    assert flag_doubtful(now=now + timedelta(minutes=5)) == 0


def test_flag_doubtful_leaves_what_is_right_or_taken_out(moment, lost, now, later):
    lost.moment.removed_at = now
    lost.moment.save()

    assert flag_doubtful(now=later) == 0


def test_flag_doubtful_takes_the_flag_off_what_was_found_again(moment, now, later):
    RecommendedMoment.objects.update(flagged_at=now)
    PublicMomentFactory(flagged_at=now)

    assert flag_doubtful(now=later) == 0
    assert not RecommendedMoment.objects.exclude(flagged_at=None).exists()
    assert not PublicMoment.objects.exclude(flagged_at=None).exists()


def test_flag_doubtful_of_a_mentor_who_was_forgotten_tells_nobody(lost, later):
    lost.recommendation.mentor = None
    lost.recommendation.save()

    assert flag_doubtful(now=later) == 1
    assert not Notice.objects.exists()


def test_flag_doubtful_tells_the_methodist_of_a_public_answer(methodist, question, later):
    answer = PublicAnswerFactory(consultation=question, public=True, prepared_by=methodist)
    PublicMomentFactory(answer=answer, moment=MomentFactory(is_lost=True))

    assert flag_doubtful(now=later) == 1

    assert Notice.objects.get(user=methodist).link.endswith(f"/desk/consultations/public/{answer.token}/")


def test_flag_doubtful_of_a_public_answer_that_leads_to_nobody_tells_nobody(later):
    PublicMomentFactory(answer=PublicAnswerFactory(public=True), moment=MomentFactory(is_lost=True))

    assert flag_doubtful(now=later) == 1
    assert not Notice.objects.exists()


def test_flag_doubtful_tells_once_of_several_moments_of_an_answer(lost, mentor, later):
    RecommendedMomentFactory(recommendation=lost.recommendation, moment=MomentFactory(is_lost=True))

    assert flag_doubtful(now=later) == 2
    assert Notice.objects.filter(user=mentor).count() == 1


def test_flag_doubtful_of_a_school_that_fails_keeps_no_other_from_its_turn(lost, mentor, later, monkeypatch):
    other = RecommendedMomentFactory(
        recommendation=RecommendationFactory(sent=True, consultation__answered=True), moment=MomentFactory(is_lost=True)
    )
    ours = lost.recommendation.consultation.school
    assert other.recommendation.consultation.school_id > ours.pk

    def methodists(school):
        if school == ours:
            raise OverflowError
        return methodists_of(school)

    monkeypatch.setattr(flagging, "methodists_of", methodists)

    with capture_logs() as logged:
        assert flag_doubtful(now=later) == 1

    assert [(row["event"], row["school"]) for row in logged] == [("sweep_failed_in_school", ours.pk)]
    lost.refresh_from_db()
    other.refresh_from_db()
    assert (lost.flagged_at, other.flagged_at) == (None, later)


def test_flag_doubtful_goes_by_batches(lost, later, monkeypatch):
    question = lost.recommendation.consultation
    for _ in range(12):
        answer = RecommendationFactory(consultation=question, mentor=lost.recommendation.mentor, sent=True)
        RecommendedMomentFactory(recommendation=answer, moment=MomentFactory(is_lost=True))
    monkeypatch.setattr(flagging, "BATCH", 5)

    assert flag_doubtful(now=later) == 13
    assert Notice.objects.count() == 13
    assert flag_doubtful(now=later) == 0


def test_flag_doubtful_passes_over_what_was_found_in_the_new_source(moment, film, later, monkeypatch):
    other = RecommendationFactory(consultation=moment.recommendation.consultation, sent=True)
    film.source_path = "originals/film/another.mp4"
    film.save()
    found = RecommendedMomentFactory(recommendation=other, moment=MomentFactory(video=film))
    assert found.moment.source_mark != moment.moment.source_mark
    monkeypatch.setattr(flagging, "BATCH", 1)

    assert flag_doubtful(now=later) == 1

    found.refresh_from_db()
    assert found.flagged_at is None
