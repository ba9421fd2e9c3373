"""A question on its way: numbered without gaps, with a term, given to a mentor; taken back and asked again."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.mentoring.factories import AssignmentFactory, ConsultationFactory, RecommendationFactory
from tests.programme.factories import SchoolFactory

from nastavnik.core.models import JournalEntry
from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import Assignment, Consultation
from nastavnik.mentoring.permissions import can_see_consultation
from nastavnik.mentoring.services import asking
from nastavnik.mentoring.services.asking import sending
from nastavnik.people.models import Letter, Notice


def texts_told():
    told = [f"{one.title} {one.text} {one.link}" for one in Notice.objects.all()]
    return told + [f"{one.subject} {one.text} {one.html}" for one in Letter.objects.all()]


def test_sending_a_draft_numbers_it_gives_it_a_term_and_a_mentor(draft, asker, mentor, now):
    sent = asking.send(actor=asker, consultation_id=draft.pk, version=0, now=now)

    draft.refresh_from_db()
    assert (sent.pk, draft.state, draft.number, draft.asked_at) == (draft.pk, ConsultationState.WAITING, 1, now)
    assert draft.due_at > now
    assert list(Assignment.objects.values_list("consultation", "mentor")) == [(draft.pk, mentor.pk)]


def test_sending_tells_mentors_no_word_of_the_question(draft, asker, mentor, now):
    asking.send(actor=asker, consultation_id=draft.pk, version=0, now=now)

    told = texts_told()
    assert Notice.objects.filter(user=mentor).exists()
    assert [text for text in told if draft.subject in text or "Тайна" in text or asker.full_name in text] == []
    assert "Тайна" not in str(list(JournalEntry.objects.values_list("details", flat=True)))


def test_numbers_of_a_school_have_no_gap_and_are_its_own(school, asker, now):
    ConsultationFactory(school=SchoolFactory(), waiting=True, number=7)
    drafts = [ConsultationFactory(school=school, asker=asker) for _ in range(3)]

    sent = [asking.send(actor=asker, consultation_id=one.pk, version=0, now=now).number for one in drafts]

    assert sent == [1, 2, 3]


def test_sending_twice_sends_once(draft, asker, mentor, now):
    first = asking.send(actor=asker, consultation_id=draft.pk, version=0, now=now)
    second = asking.send(actor=asker, consultation_id=draft.pk, version=0, now=now)

    assert (first.number, second.number) == (1, 1)
    assert Assignment.objects.count() == 1


def test_sending_an_old_version_is_refused(school, asker, now):
    draft = ConsultationFactory(school=school, asker=asker, version=2)

    with pytest.raises(asking.WrittenElsewhere):
        asking.send(actor=asker, consultation_id=draft.pk, version=1, now=now)

    assert Consultation.objects.get(pk=draft.pk).number is None


def test_sending_without_a_question_is_refused(school, asker, now):
    draft = ConsultationFactory(school=school, asker=asker, subject=" ")

    with pytest.raises(asking.QuestionEmpty):
        asking.send(actor=asker, consultation_id=draft.pk, version=0, now=now)


def test_sending_what_was_put_away_is_refused(draft, asker, now):
    asking.discard_draft(actor=asker, consultation_id=draft.pk, now=now)

    with pytest.raises(asking.NoDraftAnyMore):
        asking.send(actor=asker, consultation_id=draft.pk, version=0, now=now)


def test_sending_the_draft_of_somebody_else_finds_none(draft, methodist, now):
    with pytest.raises(Consultation.DoesNotExist):
        asking.send(actor=methodist, consultation_id=draft.pk, version=0, now=now)


def test_sending_more_than_mentors_can_answer_one_person_is_refused(draft, question, asker, now, monkeypatch):
    monkeypatch.setattr(sending, "MOST_OPEN", 1)

    with pytest.raises(asking.TooManyOpen):
        asking.send(actor=asker, consultation_id=draft.pk, version=0, now=now)


def test_taking_a_question_back_hides_it_from_mentor_and_methodist(question, asker, mentor, methodist, now):
    assert can_see_consultation(mentor, question)

    taken = asking.withdraw(actor=asker, consultation_id=question.pk, now=now)

    assert (taken.state, taken.closed_at, taken.due_at) == (ConsultationState.WITHDRAWN, now, None)
    assert not can_see_consultation(mentor, taken)
    assert not can_see_consultation(methodist, taken)
    assert can_see_consultation(asker, taken)
    assert Notice.objects.filter(user=mentor, key__startswith="question_withdrawn").count() == 1


def test_taking_a_question_back_twice_takes_it_back_once(question, asker, mentor, now):
    asking.withdraw(actor=asker, consultation_id=question.pk, now=now)
    asking.withdraw(actor=asker, consultation_id=question.pk, now=now)

    assert Notice.objects.filter(user=mentor).count() == 1


def test_taking_an_answered_question_back_is_refused(answered, asker, now):
    with pytest.raises(asking.AnsweredAlready):
        asking.withdraw(actor=asker, consultation_id=answered.pk, now=now)


def test_changing_ones_mind_by_clicks_writes_to_the_mentor_once_an_hour(question, asker, mentor):
    noon = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

    for minutes in (0, 5, 10, 59, 60, 65):
        at = noon + timedelta(minutes=minutes)
        asking.withdraw(actor=asker, consultation_id=question.pk, now=at)
        asking.bring_back(actor=asker, consultation_id=question.pk, now=at + timedelta(seconds=30))

    told = Notice.objects.filter(user=mentor)
    assert told.filter(key__startswith="question_withdrawn").count() == 2
    assert told.filter(key__startswith="question_asked_again").count() == 2


def test_asking_again_more_than_mentors_can_answer_one_person_is_refused(
    school, question, draft, asker, now, monkeypatch
):
    monkeypatch.setattr(sending, "MOST_OPEN", 1)
    withdrawn = ConsultationFactory(school=school, asker=asker, withdrawn=True)
    asking.discard_draft(actor=asker, consultation_id=draft.pk, now=now)

    with pytest.raises(asking.TooManyOpenToReturn):
        asking.bring_back(actor=asker, consultation_id=withdrawn.pk, now=now)

    withdrawn.refresh_from_db()
    assert withdrawn.state == ConsultationState.WITHDRAWN
    assert asking.bring_back(actor=asker, consultation_id=draft.pk, now=now).state == ConsultationState.DRAFT


def test_asking_again_lets_the_mentor_who_had_it_know_and_begins_a_new_term(question, asker, mentor, now):
    asking.withdraw(actor=asker, consultation_id=question.pk, now=now)

    back = asking.bring_back(actor=asker, consultation_id=question.pk, now=now)

    assert (back.state, back.closed_at, back.number) == (ConsultationState.WAITING, None, question.number)
    assert back.due_at > now
    assert Notice.objects.filter(user=mentor, key__startswith="question_asked_again").count() == 1


def test_asking_again_what_nobody_has_any_more_finds_a_mentor(school, asker, mentor, now):
    withdrawn = ConsultationFactory(school=school, asker=asker, withdrawn=True)

    asking.bring_back(actor=asker, consultation_id=withdrawn.pk, now=now)

    assert Assignment.objects.get(consultation=withdrawn, ended_at=None).mentor == mentor


def test_asking_again_what_waits_already_changes_nothing(question, asker, now):
    assert asking.bring_back(actor=asker, consultation_id=question.pk, now=now).due_at == question.due_at


def test_a_mentor_who_lost_the_question_reads_it_only_if_she_has_answered(school, mentor, now):
    lost = AssignmentFactory(consultation__school=school, mentor=mentor, ended_at=now).consultation
    kept = RecommendationFactory(consultation__school=school, mentor=mentor, sent=True).consultation
    unsent = RecommendationFactory(consultation__school=school, mentor=mentor).consultation

    assert [can_see_consultation(mentor, one) for one in (lost, kept, unsent)] == [False, True, False]
