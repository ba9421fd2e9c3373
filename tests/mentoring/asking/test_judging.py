"""Whether it helped: an answer, or what was found before anything was asked."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.mentoring.factories import ConsultationFactory, RecommendationFactory
from tests.programme.factories import SchoolFactory

from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import Consultation, HelpedBefore
from nastavnik.mentoring.selectors.suggestions import key_of
from nastavnik.mentoring.services import asking
from nastavnik.people.models import Notice

NOON = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def judge(asker, now):
    def call(consultation, has_helped, actor=asker, now=now):
        return asking.judge(actor=actor, consultation_id=consultation.pk, has_helped=has_helped, now=now)

    return call


def test_what_helped_is_closed_and_its_mentor_is_told(judge, answered, mentor, now):
    RecommendationFactory(consultation=answered, mentor=mentor, sent=True)

    judged = judge(answered, True)

    assert (judged.state, judged.has_helped, judged.judged_at) == (ConsultationState.CLOSED, True, now)
    assert (judged.closed_at, judged.due_at) == (now, None)
    assert Notice.objects.get(user=mentor).key.startswith("question_helped")


def test_what_did_not_help_stays_answered(judge, answered, mentor):
    RecommendationFactory(consultation=answered, mentor=mentor, sent=True)

    judged = judge(answered, False)

    assert (judged.state, judged.has_helped) == (ConsultationState.ANSWERED, False)
    assert Notice.objects.get(user=mentor).key.startswith("question_not_helped")


def test_thinking_otherwise_later_opens_what_was_closed(judge, answered):
    judge(answered, True)

    judged = judge(answered, False)

    assert (judged.state, judged.has_helped, judged.closed_at) == (ConsultationState.ANSWERED, False, None)


def test_judging_twice_alike_tells_once(judge, answered, mentor):
    RecommendationFactory(consultation=answered, mentor=mentor, sent=True)

    judge(answered, True)
    judge(answered, True)

    assert Notice.objects.filter(user=mentor).count() == 1


def test_thinking_otherwise_by_clicks_tells_once_an_hour_and_anew_of_another_answer(judge, answered, mentor):
    RecommendationFactory(consultation=answered, mentor=mentor, sent=True)

    for minutes in (0, 5, 10, 59, 60):
        at = NOON + timedelta(minutes=minutes)
        judge(answered, True, now=at)
        judge(answered, False, now=at + timedelta(seconds=30))

    assert Notice.objects.filter(user=mentor).count() == 4
    Consultation.objects.update(answered_at=NOON + timedelta(minutes=61))
    judge(answered, True, now=NOON + timedelta(minutes=62))
    assert Notice.objects.filter(user=mentor).count() == 5


def test_judging_while_a_further_question_waits_closes_it(judge, school, asker, now):
    waiting = ConsultationFactory(school=school, asker=asker, waiting=True, answered_at=now, has_helped=True)

    assert judge(waiting, True).state == ConsultationState.CLOSED


def test_judging_what_nobody_has_answered_is_refused(judge, question):
    with pytest.raises(asking.NoAnswerYet):
        judge(question, True)


def test_judging_the_question_of_somebody_else_finds_none(judge, answered, mentor):
    with pytest.raises(Consultation.DoesNotExist):
        judge(answered, True, actor=mentor)


@pytest.fixture
def helped(school, asker, now):
    def call(key, token="", actor=asker):
        return asking.note_helped_before(actor=actor, school=school, key=key, token=token, now=now)

    return call


def test_what_helped_before_is_counted_by_day_and_the_draft_is_put_away(helped, school, draft, now):
    key = key_of(school, "/lessons/quest/?t=40")

    put_away = helped(key, draft.token)
    assert helped(key) is None

    draft.refresh_from_db()
    assert (put_away.pk, draft.state) == (draft.pk, ConsultationState.WITHDRAWN)
    counted = HelpedBefore.objects.get()
    assert (counted.path, counted.day, counted.count) == ("/lessons/quest/?t=40", now.date(), 2)


def test_what_was_never_shown_is_not_counted(helped, school):
    for key in ("", "nonsense", key_of(SchoolFactory(), "/lessons/quest/")):
        with pytest.raises(asking.NothingShown):
            helped(key)

    assert not HelpedBefore.objects.exists()


def test_strangers_count_nothing(helped, school, outsider):
    with pytest.raises(Consultation.DoesNotExist):
        helped(key_of(school, "/lessons/quest/"), actor=outsider)


def test_what_helped_does_not_put_away_the_draft_of_somebody_else(helped, school, now):
    others = ConsultationFactory(school=school)

    assert helped(key_of(school, "/lessons/quest/"), others.token) is None

    others.refresh_from_db()
    assert others.state == ConsultationState.DRAFT
