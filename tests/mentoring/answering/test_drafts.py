"""Drafts keep themselves; what another window has written is never overwritten; each mentor has one of her own."""

import pytest
from django.core.exceptions import PermissionDenied

from nastavnik.mentoring.models import Assignment, Recommendation
from nastavnik.mentoring.services import answering as services
from nastavnik.mentoring.services.answering import WrittenElsewhere


def test_draft_for_makes_one_draft_and_returns_it_again(question, mentor, now):
    first = services.draft_for(mentor, question, now=now)

    assert services.draft_for(mentor, question, now=now) == first
    assert Recommendation.objects.count() == 1


def test_draft_for_gives_each_mentor_her_own(shared, mentor, colleague, now):
    assert services.draft_for(mentor, shared, now=now) != services.draft_for(colleague, shared, now=now)


def test_draft_for_a_stranger_is_denied(question, colleague, now):
    with pytest.raises(PermissionDenied):
        services.draft_for(colleague, question, now=now)


def test_save_keeps_text_and_question_and_counts_the_version(draft, mentor, now):
    services.save(
        actor=mentor, recommendation_id=draft.pk, version=0, text="Спросите ребят.", question="Сколько их?", now=now
    )

    draft.refresh_from_db()
    assert (draft.text, draft.question, draft.version) == ("Спросите ребят.", "Сколько их?", 1)


def test_save_of_the_same_words_changes_nothing_whatever_the_version(draft, mentor, now):
    services.save(actor=mentor, recommendation_id=draft.pk, version=7, text=draft.text, now=now)

    draft.refresh_from_db()
    assert draft.version == 0


def test_save_with_an_old_version_is_refused_and_overwrites_nothing(draft, mentor, now):
    services.save(actor=mentor, recommendation_id=draft.pk, version=0, text="Окно первое", now=now)

    with pytest.raises(WrittenElsewhere):
        services.save(actor=mentor, recommendation_id=draft.pk, version=0, text="Окно второе", now=now)

    draft.refresh_from_db()
    assert draft.text == "Окно первое"


def test_save_of_a_sent_one_keeps_a_correction_that_nobody_sees(sent, mentor, now):
    services.save(actor=mentor, recommendation_id=sent.pk, version=0, text="Исправленное", now=now)

    sent.refresh_from_db()
    assert (sent.text, sent.correction) == ("Начните с проблемы.", "Исправленное")


def test_save_of_anothers_draft_is_denied(shared, draft, colleague, now):
    with pytest.raises(PermissionDenied):
        services.save(actor=colleague, recommendation_id=draft.pk, version=0, text="Чужое", now=now)


def test_save_by_who_has_the_question_no_more_is_denied(draft, mentor, now):
    Assignment.objects.update(ended_at=now)

    with pytest.raises(PermissionDenied):
        services.save(actor=mentor, recommendation_id=draft.pk, version=0, text="Поздно", now=now)
