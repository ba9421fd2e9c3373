"""Who asked to be forgotten is forgotten by every area, at once or by the sweep; her own data are given to her before."""

import pytest
from tests.mentoring.factories import AttachmentFactory, ConsultationFactory, RecommendationFactory, RemarkFactory

from nastavnik.core.events import publish
from nastavnik.mentoring import tasks
from nastavnik.mentoring.models import Consultation, Remark
from nastavnik.mentoring.services import asking, forgetting
from nastavnik.people.events import PersonErased
from nastavnik.people.selectors import own_data


def test_erasing_a_person_empties_her_questions(answered, asker, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(PersonErased(user_id=asker.pk))

    answered.refresh_from_db()
    assert (answered.asker, answered.text) == (None, "")


def test_an_area_that_fails_keeps_no_other_from_forgetting_and_is_found_by_the_sweep(
    answered, asker, mentor, now, monkeypatch
):
    areas = list(forgetting.AREAS)
    broken = forgetting.Area("broken", lambda _user_id, _now: 1 / 0, ((Remark, "author"),))
    monkeypatch.setattr(forgetting, "AREAS", (broken, areas[-1]))
    asker.erased_at = mentor.erased_at = now
    asker.save()
    mentor.save()

    forgetting.forget_person(user_id=asker.pk, now=now)

    assert not Consultation.objects.filter(asker=asker).exists()
    RemarkFactory(consultation=answered, author=mentor)
    assert forgetting.forget_who_was_missed(now=now) == 1
    assert Remark.objects.get().author is None


@pytest.mark.parametrize("area", forgetting.AREAS, ids=lambda area: area.name)
def test_every_area_forgets_safely_who_has_nothing(asker, now, area):
    area.forget(asker.pk, now)
    area.forget(asker.pk, now)


def test_the_sweep_forgets_nobody_who_has_not_asked_for_it(answered, asker, now):
    assert forgetting.forget_who_was_missed(now=now) == 0
    assert Consultation.objects.filter(asker=asker).exists()


def test_the_daily_task_forgets_people_and_drafts(draft, answered, asker, now):
    asking.discard_draft(actor=asker, consultation_id=draft.pk, now=now)
    Consultation.objects.filter(pk=draft.pk).update(closed_at=draft.created_at.replace(year=2025))
    asker.erased_at = now
    asker.save()

    tasks.forget_people_and_drafts.func()

    assert not Consultation.objects.filter(pk=draft.pk).exists()
    answered.refresh_from_db()
    assert answered.asker is None


def test_her_own_data_hold_what_she_and_her_mentors_said_and_nothing_unsent_of_theirs(answered, asker, mentor, now):
    RemarkFactory(consultation=answered, author=mentor, text="Сколько столов?")
    RecommendationFactory(consultation=answered, mentor=mentor, sent=True, text="Сказано", correction="Ещё пишу")
    unsent = RecommendationFactory(consultation=answered, text="Не сказано")
    AttachmentFactory(consultation=answered, name="Мой план.pdf")
    AttachmentFactory(consultation=answered, recommendation=unsent, name="Черновик ответа.pdf")
    ConsultationFactory(text="Чужая тайна", waiting=True)

    records = str(own_data(asker, now=now)["records"])

    assert all(words in records for words in (answered.text, "Сколько столов?", "Сказано", "Мой план.pdf"))
    hidden = ("Не сказано", "Ещё пишу", "Черновик ответа.pdf", "Чужая тайна")
    assert [words for words in hidden if words in records] == []


def test_the_own_data_of_a_mentor_hold_no_word_of_others(answered, asker, mentor, now):
    RemarkFactory(consultation=answered, author=mentor, text="Сколько столов?")
    RecommendationFactory(consultation=answered, mentor=mentor, sent=True, text="Сказано")

    records = str(own_data(mentor, now=now)["records"])

    assert answered.text not in records
    assert answered.subject not in records
