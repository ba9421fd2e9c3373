"""A question while it is written: kept from the first letter, never overwritten unseen, nobody else's."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.mentoring.factories import ConsultationFactory, ThemeFactory
from tests.programme.factories import LessonFactory, SchoolFactory
from tests.video.factories import VideoFactory

from nastavnik.core.ids import new_token
from nastavnik.mentoring.enums import Audience, ConsultationState
from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.services import asking
from nastavnik.mentoring.services.asking import drafts
from nastavnik.mentoring.services.asking.drafts import AskedFrom, Words


def words(subject="Квест", text="Как начать?", theme_id=None, audience=Audience.PRIVATE):
    return Words(subject=subject, text=text, theme_id=theme_id, audience=audience)


@pytest.fixture
def save(school, asker, now):
    def call(said, *, token, version=0, actor=asker, **rest):
        return asking.save_draft(
            actor=actor, school=rest.pop("school", school), token=token, words=said, version=version, now=now, **rest
        )

    return call


def test_saving_a_draft_for_the_first_time_makes_its_row(save, school, asker, now):
    theme, token = ThemeFactory(school=school), new_token()
    film = VideoFactory(lesson=LessonFactory(held=True, cycle__programme__school=school), ready=True)

    save(
        words(theme_id=theme.pk, audience=Audience.MAY_BE_PUBLIC),
        token=token,
        asked_from=AskedFrom(film.lesson_id, film.pk, 12.5),
    )

    draft = Consultation.objects.get(token=token)
    assert (draft.asker, draft.school, draft.state, draft.number) == (asker, school, ConsultationState.DRAFT, None)
    assert (draft.subject, draft.text, draft.theme, draft.audience) == (
        "Квест",
        "Как начать?",
        theme,
        Audience.MAY_BE_PUBLIC,
    )
    assert (draft.video, draft.lesson, draft.seconds) == (film, film.lesson, 12.5)
    assert (draft.version, draft.created_at, draft.changed_at) == (1, now, now)


def test_saving_a_draft_again_changes_its_words_and_not_from_where_it_is_asked(save, now, draft):
    saved = save(words("Другой"), token=draft.token, asked_from=AskedFrom(None, None, 7.0))

    draft.refresh_from_db()
    assert (saved.version, draft.version, draft.subject, draft.seconds) == (1, 1, "Другой", None)


def test_saving_what_stands_there_already_changes_nothing_whatever_the_version(save, draft):
    saved = save(words(draft.subject, draft.text), token=draft.token, version=5)

    assert (saved.version, saved.changed_at) == (0, draft.changed_at)


def test_saving_an_old_version_is_refused_and_tells_what_stands_there(save, draft):
    save(words("Первое окно"), token=draft.token)

    with pytest.raises(asking.WrittenElsewhere) as refused:
        save(words("Второе окно"), token=draft.token, version=0)

    assert refused.value.current.subject == "Первое окно"
    assert Consultation.objects.get(pk=draft.pk).subject == "Первое окно"


def test_saving_takes_no_theme_of_another_school_and_no_more_than_fits(save, draft):
    stranger = ThemeFactory(school=SchoolFactory())

    saved = save(words("ы" * 300, "ё" * 11_000, theme_id=stranger.pk), token=draft.token)

    assert (saved.theme, len(saved.subject), len(saved.text)) == (None, 200, 10_000)


@pytest.mark.parametrize("state", ["waiting", "withdrawn"])
def test_saving_what_was_sent_or_put_away_is_refused(save, school, asker, state):
    gone = ConsultationFactory(school=school, asker=asker, **{state: True})

    with pytest.raises(asking.NoDraftAnyMore):
        save(words(), token=gone.token)


def test_saving_the_draft_of_somebody_else_finds_none(save, school):
    others = ConsultationFactory(school=school)

    with pytest.raises(Consultation.DoesNotExist):
        save(words(), token=others.token)


def test_saving_under_a_token_of_another_school_finds_none(save, asker):
    elsewhere = ConsultationFactory(asker=asker)

    with pytest.raises(Consultation.DoesNotExist):
        save(words(), token=elsewhere.token)


def test_saving_by_who_does_not_belong_to_the_school_is_refused(save, outsider):
    with pytest.raises(PermissionDenied):
        save(words(), token=new_token(), actor=outsider)


def test_saving_more_drafts_than_a_person_writes_is_refused(save, school, asker, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    ConsultationFactory(school=school, asker=asker)

    with pytest.raises(asking.TooManyDrafts):
        save(words(), token=new_token())


def test_drafts_that_were_put_away_are_among_those_that_are_too_many(save, school, asker, now, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    put_away = save(words(), token=new_token())
    asking.discard_draft(actor=asker, consultation_id=put_away.pk, now=now)
    ConsultationFactory(school=school, asker=asker, withdrawn=True)

    with pytest.raises(asking.TooManyDrafts):
        save(words(), token=new_token())

    asking.drop_old_drafts(now=now + timedelta(days=2))
    assert save(words(), token=new_token()).state == ConsultationState.DRAFT


def test_throwing_a_draft_away_keeps_it_until_it_is_brought_back(draft, asker, now):
    asking.discard_draft(actor=asker, consultation_id=draft.pk, now=now)
    again = asking.discard_draft(actor=asker, consultation_id=draft.pk, now=now + timedelta(hours=1))

    assert (again.state, again.closed_at) == (ConsultationState.WITHDRAWN, now)
    back = asking.bring_back(actor=asker, consultation_id=draft.pk, now=now)
    assert (back.state, back.closed_at) == (ConsultationState.DRAFT, None)
    assert asking.bring_back(actor=asker, consultation_id=draft.pk, now=now).state == ConsultationState.DRAFT


def test_throwing_away_what_was_sent_is_refused(question, asker, now):
    with pytest.raises(asking.NoDraftAnyMore):
        asking.discard_draft(actor=asker, consultation_id=question.pk, now=now)


def test_throwing_away_the_draft_of_somebody_else_finds_none(draft, methodist, now):
    with pytest.raises(Consultation.DoesNotExist):
        asking.discard_draft(actor=methodist, consultation_id=draft.pk, now=now)
