"""Public answers: prepared, consented to, published, found, withdrawn, forgotten."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from tests.mentoring.answering.factories import (
    PublicAnswerFactory,
    PublicHandoutFactory,
    PublicMomentFactory,
    RecommendedHandoutFactory,
    RecommendedMomentFactory,
)
from tests.mentoring.factories import ConsultationFactory, RecommendationFactory, ThemeFactory
from tests.people.factories import UserFactory
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.enums import Audience, PublicState
from nastavnik.mentoring.events import AnswerPublished, AnswerWithdrawn
from nastavnik.mentoring.models import PublicAnswer, PublicHandout, PublicMoment, Theme
from nastavnik.mentoring.selectors.public.wording import hash_of
from nastavnik.mentoring.services import public as services
from nastavnik.mentoring.services.public import (
    AnswerEmpty,
    ConsentMissing,
    IsPublic,
    NobodyToAsk,
    NotAnswered,
    SavedMeanwhile,
    WordsChanged,
)
from nastavnik.mentoring.services.public.preparing import Words
from nastavnik.people.models import Notice
from nastavnik.search.models import Passage
from nastavnik.video.models import Moment


@pytest.fixture
def answered(question, sent):
    question.audience = Audience.MAY_BE_PUBLIC
    question.save()
    return question


@pytest.fixture
def prepared(answered):
    return PublicAnswerFactory(consultation=answered)


@pytest.fixture
def public(answered, methodist):
    return PublicAnswerFactory(consultation=answered, public=True, prepared_by=methodist)


def state_of(answer):
    return PublicAnswer.objects.get(pk=answer.pk).state


def words(**given):
    usual = {"title": "Как", "question": "Что?", "answer": "Так.", "theme_id": None, "needs_consent": False}
    return Words(**usual | given)


# --- preparing -----------------------------------------------------------------------------------------------------------


def test_prepare_takes_question_answers_moments_and_handouts(answered, sent, methodist, film, said, now):
    made = MomentFactory(video=film, seconds=12.0, end_seconds=16.0, note="Про цель", quote=said[2].text)
    RecommendedMomentFactory(recommendation=sent, moment=made)
    RecommendedMomentFactory(recommendation=sent, moment=MomentFactory(video=film, seconds=12.0, end_seconds=16.0))
    RecommendedHandoutFactory(recommendation=sent)
    RecommendationFactory(consultation=answered, sent=True, text="И ещё.")

    answer = services.prepare(actor=methodist, consultation_id=answered.pk, now=now)

    assert (answer.title, answer.question) == (answered.subject, answered.text)
    assert answer.answer == "Начните с проблемы.\n\nИ ещё."
    assert (answer.state, answer.needs_consent, answer.theme) == (PublicState.PREPARED, False, answered.theme)
    copied = PublicMoment.objects.get(answer=answer).moment
    assert copied != made
    assert (copied.quote, copied.note) == (made.quote, "Про цель")
    assert PublicHandout.objects.filter(answer=answer).count() == 1


def test_prepare_twice_returns_the_same(answered, methodist, now):
    first = services.prepare(actor=methodist, consultation_id=answered.pk, now=now)

    assert services.prepare(actor=methodist, consultation_id=answered.pk, now=now) == first


def test_prepare_leaves_out_doubtful_moments_and_films_by_link(answered, sent, methodist, film, now):
    RecommendedMomentFactory(recommendation=sent, moment=MomentFactory(video=film, is_lost=True))
    RecommendedMomentFactory(recommendation=sent, moment=MomentFactory(video=VideoFactory(ready=True)))

    services.prepare(actor=methodist, consultation_id=answered.pk, now=now)

    assert not PublicMoment.objects.exists()


def test_prepare_a_private_question_wants_consent(answered, methodist, now):
    answered.audience = Audience.PRIVATE
    answered.save()

    assert services.prepare(actor=methodist, consultation_id=answered.pk, now=now).needs_consent


def test_prepare_without_an_answer_is_refused(question, methodist, now):
    with pytest.raises(NotAnswered):
        services.prepare(actor=methodist, consultation_id=question.pk, now=now)


def test_prepare_by_the_mentor_is_denied(answered, mentor, now):
    with pytest.raises(PermissionDenied):
        services.prepare(actor=mentor, consultation_id=answered.pk, now=now)


def test_save_takes_the_words_and_forgets_that_the_asker_was_asked(prepared, methodist, school, now):
    PublicAnswer.objects.update(state=PublicState.ASKED)
    theme = ThemeFactory(school=school)
    given = words(title=" Как  быть ", theme_id=theme.pk, needs_consent=True)

    services.save(actor=methodist, answer_id=prepared.pk, version=0, words=given, now=now)

    prepared.refresh_from_db()
    assert (prepared.title, prepared.theme, prepared.version) == ("Как быть", theme, 1)
    assert (prepared.state, prepared.needs_consent) == (PublicState.PREPARED, True)


def test_save_the_same_words_changes_nothing(prepared, methodist, now):
    given = words(title=prepared.title, question=prepared.question, answer=prepared.answer)

    services.save(actor=methodist, answer_id=prepared.pk, version=9, words=given, now=now)

    prepared.refresh_from_db()
    assert prepared.version == 0


def test_save_with_an_old_version_is_refused(prepared, methodist, now):
    with pytest.raises(SavedMeanwhile):
        services.save(actor=methodist, answer_id=prepared.pk, version=3, words=words(), now=now)


def test_save_with_a_theme_of_another_school_is_refused(prepared, methodist, now):
    with pytest.raises(Theme.DoesNotExist):
        services.save(
            actor=methodist, answer_id=prepared.pk, version=0, words=words(theme_id=ThemeFactory().pk), now=now
        )


def test_save_cannot_do_without_the_consent_of_who_said_no(prepared, methodist, now):
    PublicAnswer.objects.update(refused_at=now)

    services.save(actor=methodist, answer_id=prepared.pk, version=0, words=words(), now=now)

    prepared.refresh_from_db()
    assert prepared.needs_consent


def test_save_what_is_public_is_refused(public, methodist, now):
    with pytest.raises(IsPublic):
        services.save(actor=methodist, answer_id=public.pk, version=0, words=words(), now=now)


def test_save_by_the_mentor_is_denied(prepared, mentor, now):
    with pytest.raises(PermissionDenied):
        services.save(actor=mentor, answer_id=prepared.pk, version=0, words=words(), now=now)


def test_remove_moment_and_handout_take_them_off_and_are_safe_to_repeat(prepared, methodist, now):
    moment, handout = PublicMomentFactory(answer=prepared), PublicHandoutFactory(answer=prepared)

    for _time in range(2):
        services.remove_moment(actor=methodist, answer_id=prepared.pk, moment_id=moment.pk, now=now)
        services.remove_handout(actor=methodist, answer_id=prepared.pk, handout_id=handout.handout_id, now=now)

    prepared.refresh_from_db()
    assert (PublicMoment.objects.count(), PublicHandout.objects.count(), prepared.version) == (0, 0, 2)
    assert not Moment.objects.filter(pk=moment.moment_id).exists()


# --- consent -------------------------------------------------------------------------------------------------------------


def test_ask_consent_tells_the_asker(prepared, methodist, learner, now):
    services.ask_consent(actor=methodist, answer_id=prepared.pk, now=now)

    assert state_of(prepared) == PublicState.ASKED
    assert Notice.objects.get(user=learner).link.endswith(f"/consultations/answers/{prepared.token}/consent/")


def test_ask_consent_to_half_an_answer_is_refused(prepared, methodist, now):
    PublicAnswer.objects.update(answer="")

    with pytest.raises(AnswerEmpty):
        services.ask_consent(actor=methodist, answer_id=prepared.pk, now=now)


@pytest.mark.parametrize("is_gone", [True, False])
def test_ask_consent_of_nobody_is_refused(prepared, answered, methodist, now, is_gone):
    answered.asker = None
    answered.save()
    if is_gone:
        PublicAnswer.objects.update(consultation=None)

    with pytest.raises(NobodyToAsk):
        services.ask_consent(actor=methodist, answer_id=prepared.pk, now=now)


@pytest.fixture
def asked(prepared, methodist):
    PublicAnswer.objects.update(state=PublicState.ASKED, needs_consent=True, prepared_by=methodist)
    prepared.refresh_from_db()
    return prepared


def test_consent_is_bound_to_the_words(asked, methodist, learner, now):
    services.consent(actor=learner, answer_id=asked.pk, words_hash=hash_of(asked), now=now)
    services.publish(actor=methodist, answer_id=asked.pk, version=0, now=now)

    assert state_of(asked) == PublicState.PUBLIC
    assert Notice.objects.filter(user=methodist).count() == 1


def test_consent_to_words_that_have_changed_is_refused(asked, learner, now):
    shown = hash_of(asked)
    PublicAnswer.objects.update(answer="Другое")

    with pytest.raises(WordsChanged):
        services.consent(actor=learner, answer_id=asked.pk, words_hash=shown, now=now)


def test_consent_does_not_hold_for_a_note_that_was_changed(asked, methodist, learner, now):
    moment = PublicMomentFactory(answer=asked)
    services.consent(actor=learner, answer_id=asked.pk, words_hash=hash_of(asked), now=now)
    Moment.objects.filter(pk=moment.moment_id).update(note="Анна из Сосновки")

    with pytest.raises(ConsentMissing):
        services.publish(actor=methodist, answer_id=asked.pk, version=0, now=now)


@pytest.mark.parametrize("what", ["theme", "film", "seconds", "end_seconds", "moment", "handout"])
def test_consent_does_not_hold_for_another_theme_other_moments_or_handouts(asked, theme, film, learner, now, what):
    moment = PublicMomentFactory(answer=asked).moment
    shown = hash_of(asked)
    changes = {
        "theme": lambda: PublicAnswer.objects.update(theme=theme),
        "film": lambda: Moment.objects.filter(pk=moment.pk).update(video=film),
        "seconds": lambda: Moment.objects.filter(pk=moment.pk).update(seconds=moment.seconds + 0.5),
        "end_seconds": lambda: Moment.objects.filter(pk=moment.pk).update(end_seconds=moment.end_seconds + 1),
        "moment": lambda: PublicMomentFactory(answer=asked),
        "handout": lambda: PublicHandoutFactory(answer=asked),
    }
    changes[what]()

    with pytest.raises(WordsChanged):
        services.consent(actor=learner, answer_id=asked.pk, words_hash=shown, now=now)


def test_consent_given_is_told_to_all_methodists_where_who_prepared_it_is_none_any_more(asked, methodist, learner, now):
    PublicAnswer.objects.update(prepared_by=learner)
    services.refuse(actor=learner, answer_id=asked.pk, now=now)

    assert [one.user for one in Notice.objects.all()] == [methodist]


def test_consent_by_somebody_else_is_denied(asked, now):
    with pytest.raises(PermissionDenied):
        services.consent(actor=UserFactory(), answer_id=asked.pk, words_hash=hash_of(asked), now=now)


def test_consent_to_what_is_public_changes_nothing(public, learner, now):
    services.consent(actor=learner, answer_id=public.pk, words_hash="", now=now)

    assert state_of(public) == PublicState.PUBLIC


def test_refuse_closes_the_way_without_consent(asked, methodist, learner, now):
    services.refuse(actor=learner, answer_id=asked.pk, now=now)

    asked.refresh_from_db()
    assert (asked.state, asked.refused_at, asked.needs_consent) == (PublicState.REFUSED, now, True)
    with pytest.raises(ConsentMissing):
        services.publish(actor=methodist, answer_id=asked.pk, version=0, now=now)


def test_refuse_what_is_public_takes_it_off(public, methodist, learner, now):
    services.index_again(public)

    services.refuse(actor=learner, answer_id=public.pk, now=now)

    assert state_of(public) == PublicState.REFUSED
    assert not Passage.objects.exists()
    assert Notice.objects.filter(user=methodist).count() == 1


def test_take_consent_back_of_what_is_not_public_changes_nothing(asked, learner, now):
    services.take_consent_back(actor=learner, answer_id=asked.pk, now=now)

    assert state_of(asked) == PublicState.ASKED


# --- publishing ------------------------------------------------------------------------------------------------------------


def test_publish_lets_it_be_read_and_found(prepared, methodist, learner, now, heard):
    with heard() as news:
        services.publish(actor=methodist, answer_id=prepared.pk, version=0, now=now)

    assert state_of(prepared) == PublicState.PUBLIC
    assert AnswerPublished(prepared.pk) in news
    assert {one.url for one in Passage.objects.all()} == {f"consultations/answers/{prepared.token}/"}
    assert Notice.objects.filter(user=learner).count() == 1


def test_publish_twice_publishes_once(prepared, methodist, now, heard):
    with heard() as news:
        for _time in range(2):
            services.publish(actor=methodist, answer_id=prepared.pk, version=0, now=now)

    assert news.count(AnswerPublished(prepared.pk)) == 1


def test_publish_what_was_changed_after_the_preview_is_refused(prepared, methodist, now):
    with pytest.raises(SavedMeanwhile):
        services.publish(actor=methodist, answer_id=prepared.pk, version=1, now=now)


def test_publish_half_an_answer_is_refused(prepared, methodist, now):
    PublicAnswer.objects.update(title="")

    with pytest.raises(AnswerEmpty):
        services.publish(actor=methodist, answer_id=prepared.pk, version=0, now=now)


def test_publish_by_the_mentor_is_denied(prepared, mentor, now):
    with pytest.raises(PermissionDenied):
        services.publish(actor=mentor, answer_id=prepared.pk, version=0, now=now)


def test_withdraw_takes_it_off_and_out_of_the_search(public, methodist, now, heard):
    services.index_again(public)

    with heard() as news:
        for _time in range(2):
            services.withdraw(actor=methodist, answer_id=public.pk, now=now)

    assert state_of(public) == PublicState.WITHDRAWN
    assert not Passage.objects.exists()
    assert news.count(AnswerWithdrawn(public.pk)) == 1


def test_note_helped_counts_readers_of_what_is_public(public, prepared_elsewhere):
    for one in (public, prepared_elsewhere):
        services.note_helped(answer_id=one.pk)

    assert dict(PublicAnswer.objects.values_list("pk", "helped")) == {public.pk: 1, prepared_elsewhere.pk: 0}


@pytest.fixture
def prepared_elsewhere(school):
    return PublicAnswerFactory(consultation=ConsultationFactory(school=school, answered=True))


# --- forgetting ------------------------------------------------------------------------------------------------------------


def test_forget_person_takes_away_what_leads_to_her(school, learner, methodist, now):
    def made(**given):
        asked = ConsultationFactory(school=school, asker=learner, answered=True)
        return PublicAnswerFactory(consultation=asked, **given)

    stays, prepared, consented = made(public=True), made(), made(public=True, needs_consent=True)
    moment = PublicMomentFactory(answer=prepared)
    services.index_again(consented)

    services.forget_person(user_id=learner.pk, now=now)

    left = PublicAnswer.objects.get()
    assert (left.pk, left.consultation) == (stays.pk, None)
    assert not Moment.objects.filter(pk=moment.moment_id).exists()
    assert not Passage.objects.exists()


def test_forget_person_takes_a_methodists_name_off(public, methodist, now):
    services.forget_person(user_id=methodist.pk, now=now)

    public.refresh_from_db()
    assert public.prepared_by is None


def test_letters_hold_no_word_of_the_question(asked, methodist, learner, now):
    PublicAnswer.objects.update(title="тайна", question="тайна", answer="тайна")
    tell = partial(services.ask_consent, actor=methodist, answer_id=asked.pk, now=now)
    tell()
    services.refuse(actor=learner, answer_id=asked.pk, now=now)

    assert Notice.objects.count() == 2
    assert not [one for one in Notice.objects.all() if "тайна" in f"{one.title} {one.text}"]
