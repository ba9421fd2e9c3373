"""Words that go for good, and what is left: a number, so that the school's figures stay right."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.mentoring.factories import (
    AssignmentFactory,
    AttachmentFactory,
    ConsultationFactory,
    RecommendationFactory,
    RemarkFactory,
)
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import (
    Assignment,
    Attachment,
    Consultation,
    Recommendation,
    RecommendedMoment,
    Remark,
)
from nastavnik.mentoring.permissions import can_see_consultation, consultations_visible_to
from nastavnik.mentoring.services import asking
from nastavnik.video.models import Moment


def fill(consultation, mentor):
    """Let everything hang on a consultation that can."""
    remark = RemarkFactory(consultation=consultation)
    RemarkFactory(consultation=consultation, author=mentor)
    answer = RecommendationFactory(consultation=consultation, mentor=mentor, sent=True)
    RecommendedMoment.objects.create(recommendation=answer, moment=MomentFactory(made_by=mentor), position=0)
    AssignmentFactory(consultation=consultation, mentor=mentor, note="Она из Борисовки", end_note="Не моё")
    for place in ({}, {"remark": remark}, {"recommendation": answer}):
        file = default_storage.save("consultations/2026/plan.pdf", ContentFile(b"plan"))
        AttachmentFactory(consultation=consultation, file=file, **place)


def test_forgetting_a_person_leaves_a_number_without_words(
    school, asker, mentor, methodist, django_capture_on_commit_callbacks
):
    question = ConsultationFactory(school=school, asker=asker, answered=True, unsent_remark="И ещё", seconds=4.0)
    fill(question, mentor)
    files = list(Attachment.objects.values_list("file", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        asking.forget_person(user_id=asker.pk)

    number = question.number
    question.refresh_from_db()
    assert (question.number, question.state, question.asker) == (number, ConsultationState.ANSWERED, None)
    assert (question.subject, question.text, question.unsent_remark, question.seconds) == ("", "", "", None)
    assert [model.objects.count() for model in (Remark, Recommendation, RecommendedMoment, Attachment, Moment)] == [
        0
    ] * 5
    assert Assignment.objects.values_list("note", "end_note").get() == ("", "")
    assert [name for name in files if default_storage.exists(name)] == []
    assert not can_see_consultation(methodist, question)
    assert list(consultations_visible_to(methodist, school)) == []


@pytest.mark.parametrize("state", ["waiting", "asked_back"])
def test_forgetting_a_person_lets_her_open_questions_wait_no_more(school, asker, state):
    question = ConsultationFactory(school=school, asker=asker, **{state: True})

    asking.forget_person(user_id=asker.pk)

    question.refresh_from_db()
    assert (question.state, question.due_at, question.paused_at) == (ConsultationState.WITHDRAWN, None, None)


def test_forgetting_a_person_deletes_her_drafts_and_takes_her_name_off_what_she_said_to_others(draft, asker, question):
    others = RemarkFactory(consultation=ConsultationFactory(waiting=True), author=asker)
    file = AttachmentFactory(consultation=others.consultation, remark=others, author=asker)

    asking.forget_person(user_id=asker.pk)
    asking.forget_person(user_id=asker.pk)

    assert not Consultation.objects.filter(pk=draft.pk).exists()
    others.refresh_from_db()
    file.refresh_from_db()
    assert (others.author, others.text != "", file.author) == (None, True, None)


def test_deleting_what_was_taken_back_empties_it(school, asker, now):
    taken = ConsultationFactory(school=school, asker=asker, withdrawn=True)

    asking.erase(actor=asker, consultation_id=taken.pk, now=now)

    taken.refresh_from_db()
    assert (taken.asker, taken.text, taken.state) == (None, "", ConsultationState.WITHDRAWN)


def test_deleting_a_draft_that_was_put_away_deletes_it(draft, asker, now):
    asking.discard_draft(actor=asker, consultation_id=draft.pk, now=now)

    asking.erase(actor=asker, consultation_id=draft.pk, now=now)

    assert not Consultation.objects.exists()


def test_deleting_a_question_that_waits_finds_none(question, asker, now):
    with pytest.raises(Consultation.DoesNotExist):
        asking.erase(actor=asker, consultation_id=question.pk, now=now)


def test_old_drafts_are_dropped_and_nothing_else(school, asker, draft, question, now):
    put_away = ConsultationFactory(
        school=school, asker=asker, state=ConsultationState.WITHDRAWN, closed_at=now - timedelta(days=2)
    )
    forgotten = ConsultationFactory(school=school, asker=asker, changed_at=now - timedelta(days=400))
    lately = ConsultationFactory(school=school, asker=asker, state=ConsultationState.WITHDRAWN, closed_at=now)
    taken_back = ConsultationFactory(school=school, asker=asker, withdrawn=True, closed_at=now - timedelta(days=90))

    assert asking.drop_old_drafts(now=now) == 2

    left = {one.pk for one in Consultation.objects.all()}
    assert left == {draft.pk, question.pk, lately.pk, taken_back.pk}
    assert left.isdisjoint({put_away.pk, forgotten.pk})
