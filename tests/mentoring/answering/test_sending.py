"""Sending, asking back, correcting; two mentors at once lose nothing; no letter holds a word of a question."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.mentoring.factories import AssignmentFactory, RecommendationFactory, RemarkFactory
from tests.people.factories import UserFactory, grant

from nastavnik.core.models import JournalEntry
from nastavnik.mentoring.enums import ConsultationState, RemarkKind
from nastavnik.mentoring.events import ConsultationAnswered
from nastavnik.mentoring.models import Remark
from nastavnik.mentoring.services import answering as services
from nastavnik.mentoring.services import terms
from nastavnik.mentoring.services.answering import (
    AddedMeanwhile,
    AnsweredMeanwhile,
    NothingToAsk,
    NothingToSend,
    NotOpen,
    WrittenElsewhere,
)
from nastavnik.people.enums import Role
from nastavnik.people.models import Notice
from nastavnik.programme.permissions import place_of


def send(row, **given):
    words = {"actor": row.mentor, "recommendation_id": row.pk, "version": row.version} | given
    return services.send(**words)


def test_send_answers_the_question_and_tells_the_asker(draft, question, learner, now, heard):
    with heard() as news:
        send(draft, now=now)

    draft.refresh_from_db()
    question.refresh_from_db()
    assert (draft.sent_at, question.state, question.answered_at) == (now, ConsultationState.ANSWERED, now)
    assert ConsultationAnswered(question.pk, draft.pk) in news
    notice = Notice.objects.get(user=learner)
    assert notice.link.endswith(f"/consultations/{question.token}/")
    assert str(question.number) in notice.title


def test_send_twice_sends_once(draft, learner, now):
    send(draft, now=now)
    send(draft, now=now + timedelta(minutes=1))

    draft.refresh_from_db()
    assert draft.sent_at == now
    assert Notice.objects.filter(user=learner).count() == 1


def test_send_writes_the_text_that_came_along(draft, now):
    send(draft, now=now, text="Последнее слово")

    draft.refresh_from_db()
    assert draft.text == "Последнее слово"


def test_send_with_an_old_version_of_another_text_is_refused(draft, mentor, now):
    services.save(actor=mentor, recommendation_id=draft.pk, version=0, text="Новее", now=now)

    with pytest.raises(WrittenElsewhere):
        send(draft, now=now, text="Старее")


def test_send_an_empty_one_is_refused(draft, mentor, now):
    services.save(actor=mentor, recommendation_id=draft.pk, version=0, text="  ", now=now)

    with pytest.raises(NothingToSend):
        send(draft, now=now)


def test_send_with_a_moment_and_no_text_is_enough(draft, moment, mentor, now):
    services.save(actor=mentor, recommendation_id=draft.pk, version=0, text="", now=now)

    assert send(draft, now=now).sent_at == now


def test_send_to_a_closed_question_is_refused_and_the_draft_stays(draft, question, now):
    question.state, question.closed_at = ConsultationState.CLOSED, now
    question.save()

    with pytest.raises(NotOpen):
        send(draft, now=now)

    draft.refresh_from_db()
    assert (draft.sent_at, draft.text) == (None, "Начните с проблемы.")


def test_send_lets_a_term_that_stood_still_go_and_forgets_the_judgement(draft, question, now):
    terms.pause(question, now - timedelta(hours=1))
    question.state, question.has_helped, question.judged_at = ConsultationState.ASKED_BACK, False, now
    question.save()

    send(draft, now=now)

    question.refresh_from_db()
    assert (question.paused_at, question.has_helped, question.judged_at) == (None, None, None)


def test_send_after_an_answer_that_was_not_seen_is_held_back_once(shared, draft, colleague, now):
    other = RecommendationFactory(consultation=shared, mentor=colleague)
    send(other, now=now)

    with pytest.raises(AnsweredMeanwhile):
        send(draft, now=now, seen_id=0)

    assert send(draft, now=now, seen_id=other.pk).sent_at == now


def test_send_of_a_third_who_has_seen_what_was_sent_last_goes(shared, draft, colleague, school, now, enter):
    third = UserFactory()
    grant(third, Role.MENTOR, place_of(school))
    AssignmentFactory(consultation=shared, mentor=third)
    begun_last = RecommendationFactory(consultation=shared, mentor=colleague)
    send(begun_last, now=now - timedelta(minutes=2))
    send(draft, now=now - timedelta(minutes=1))
    seen = enter(third).get(f"/desk/mentor/{shared.token}/").context["desk"].seen_id

    assert send(RecommendationFactory(consultation=shared, mentor=third), now=now, seen_id=seen).sent_at == now
    assert seen == draft.pk < begun_last.pk


def test_send_after_words_of_the_asker_that_were_not_seen_is_held_back_once(question, draft, now):
    RemarkFactory(consultation=question, kind=RemarkKind.REPLY, created_at=now - timedelta(minutes=9))
    added = RemarkFactory(consultation=question)
    RemarkFactory(consultation=question, kind=RemarkKind.ASK_BACK)

    with pytest.raises(AddedMeanwhile):
        send(draft, now=now, seen_id=0, heard_id=0)

    assert send(draft, now=now, seen_id=0, heard_id=added.pk).sent_at == now


def test_send_by_two_mentors_keeps_both_and_tells_each_of_the_other(shared, draft, mentor, colleague, now):
    other = RecommendationFactory(consultation=shared, mentor=colleague, text="А я советую другое.")

    send(draft, now=now)
    send(other, now=now, seen_id=draft.pk)

    draft.refresh_from_db()
    other.refresh_from_db()
    assert (draft.text, other.text) == ("Начните с проблемы.", "А я советую другое.")
    assert Notice.objects.filter(user__in=[mentor, colleague]).count() == 2


def test_send_of_anothers_draft_is_denied(shared, draft, colleague, now):
    with pytest.raises(PermissionDenied):
        send(draft, actor=colleague, now=now)


def test_send_to_a_question_without_an_asker_is_denied(draft, question, now):
    question.asker = None
    question.save()

    with pytest.raises(PermissionDenied):
        send(draft, now=now)


def test_ask_back_says_it_in_the_thread_and_stops_the_term(draft, question, mentor, learner, now):
    draft.question = "Сколько вас?"
    draft.save()

    services.ask_back(actor=mentor, consultation_id=question.pk, text=" Сколько вас? ", now=now)

    question.refresh_from_db()
    draft.refresh_from_db()
    remark = Remark.objects.get(consultation=question)
    assert (remark.kind, remark.text, remark.author) == (RemarkKind.ASK_BACK, "Сколько вас?", mentor)
    assert (question.state, question.paused_at, draft.question) == (ConsultationState.ASKED_BACK, now, "")
    assert draft.text == "Начните с проблемы."
    assert Notice.objects.filter(user=learner).count() == 1


def test_ask_back_without_words_is_refused(question, mentor, now):
    with pytest.raises(NothingToAsk):
        services.ask_back(actor=mentor, consultation_id=question.pk, text=" ", now=now)


def test_ask_back_about_an_answered_question_is_refused(question, mentor, sent, now):
    question.state, question.answered_at = ConsultationState.ANSWERED, now
    question.save()

    with pytest.raises(NotOpen):
        services.ask_back(actor=mentor, consultation_id=question.pk, text="А что?", now=now)


def test_ask_back_by_a_stranger_is_denied(question, colleague, now):
    with pytest.raises(PermissionDenied):
        services.ask_back(actor=colleague, consultation_id=question.pk, text="А что?", now=now)


def test_correct_puts_another_text_in_place_and_tells_the_asker(sent, mentor, learner, now):
    services.save(actor=mentor, recommendation_id=sent.pk, version=0, text="Иначе", now=now)

    services.correct(actor=mentor, recommendation_id=sent.pk, version=1, text="Иначе", now=now)

    sent.refresh_from_db()
    assert (sent.text, sent.correction, sent.corrected_at) == ("Иначе", "", now)
    assert Notice.objects.filter(user=learner).count() == 1


def test_correct_with_the_same_words_tells_nobody(sent, mentor, learner, now):
    services.correct(actor=mentor, recommendation_id=sent.pk, version=0, text=sent.text, now=now)

    sent.refresh_from_db()
    assert sent.corrected_at is None
    assert not Notice.objects.filter(user=learner).exists()


def test_correct_to_nothing_is_refused(sent, mentor, now):
    with pytest.raises(NothingToSend):
        services.correct(actor=mentor, recommendation_id=sent.pk, version=0, text=" ", now=now)


def test_correct_a_draft_is_denied(draft, mentor, now):
    with pytest.raises(PermissionDenied):
        services.correct(actor=mentor, recommendation_id=draft.pk, version=0, text="Иначе", now=now)


def test_letters_and_journal_hold_no_word_of_question_or_answer(draft, question, mentor, now):
    secret, advice = "тайна", "совет"
    question.subject = question.text = secret
    question.save()
    services.ask_back(actor=mentor, consultation_id=question.pk, text=f"{secret}?", now=now)
    send(draft, now=now, text=advice)
    services.correct(actor=mentor, recommendation_id=draft.pk, version=1, text=f"{advice} {secret}", now=now)

    told = [f"{one.title} {one.text}" for one in Notice.objects.all()]
    noted = [f"{one.verb} {one.details}" for one in JournalEntry.objects.all()]
    assert len(told) == 3
    assert not [text for text in told + noted if secret in text or advice in text]
