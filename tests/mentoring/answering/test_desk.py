"""The pages of the answer desk: with and without a script, nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from tests.mentoring.answering.factories import RecommendedHandoutFactory, RecommendedMomentFactory
from tests.mentoring.factories import AssignmentFactory, ConsultationFactory, RecommendationFactory, RemarkFactory
from tests.programme.factories import HandoutFactory
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.enums import ConsultationState, RemarkKind
from nastavnik.mentoring.models import Recommendation, Remark
from nastavnik.mentoring.services import answering as services
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Slide


@pytest.fixture
def own(enter, mentor):
    return enter(mentor)


def at(name, *args):
    return reverse(f"mentoring:{name}", args=args)


def text_of(answer):
    return answer.content.decode()


def typed(asked, **given):
    draft = Recommendation.objects.filter(consultation=asked, sent_at=None).first()
    return {"text": "Мой совет", "question": "", "version": draft.version if draft else 0, "seen": 0} | given


# --- the desk ------------------------------------------------------------------------------------------------------------


def test_desk_shows_question_remarks_and_other_answers(own, shared, colleague, learner):
    RemarkFactory(consultation=shared, text="Столов два.")
    RecommendationFactory(consultation=shared, mentor=colleague, text="Совет коллеги", sent=True)

    page = text_of(own.get(at("answer", shared.token)))

    for words in (shared.text, "Столов два.", "Совет коллеги", learner.full_name, colleague.full_name):
        assert words in page


def test_desk_shows_the_moment_that_was_asked_from(own, question, film, said):
    question.video, question.seconds = film, 13.0
    question.moment = MomentFactory(video=film, seconds=5.0, end_seconds=19.0, quote=said[2].text)
    question.save()

    page = text_of(own.get(at("answer", question.token)))

    assert "Цель отвечает на вопрос" in page
    assert at("choose_moment", question.token, film.token) in page


def test_desk_is_missing_for_a_mentor_who_has_not_the_question(enter, question, colleague):
    assert enter(colleague).get(at("answer", question.token)).status_code == 404


def test_desk_keeps_a_draft_without_a_script(own, question):
    answer = own.post(at("answer", question.token), typed(question, deed="keep"))

    assert answer.status_code == 302
    assert Recommendation.objects.get().text == "Мой совет"
    assert "Мой совет" in text_of(own.get(at("answer", question.token)))


def test_desk_sends_what_is_typed(own, question):
    own.post(at("answer", question.token), typed(question, deed="send"))

    question.refresh_from_db()
    assert question.state == ConsultationState.ANSWERED
    assert Recommendation.objects.get().text == "Мой совет"


def test_desk_asks_back_and_keeps_the_draft(own, question):
    own.post(at("answer", question.token), typed(question, question="Сколько вас?", deed="ask"))

    assert Remark.objects.get().text == "Сколько вас?"
    assert (Recommendation.objects.get().text, Recommendation.objects.get().question) == ("Мой совет", "")


def test_desk_of_a_refused_deed_shows_what_was_typed(own, question):
    page = own.post(at("answer", question.token), typed(question, text=" ", question="Вопрос", deed="send"))

    assert page.status_code == 200
    assert "Вопрос" in text_of(page)
    assert Recommendation.objects.get().sent_at is None


def test_desk_of_too_long_a_text_keeps_it_on_the_page(own, question):
    page = own.post(at("answer", question.token), typed(question, text="а" * 10_001, deed="send"))

    assert "а" * 10_001 in text_of(page)
    assert not Recommendation.objects.exists()


def test_desk_shows_both_texts_when_another_window_wrote(own, question, draft):
    first = own.post(at("answer", question.token), typed(question, text="Окно первое", deed="keep", version=0))
    second = own.post(at("answer", question.token), typed(question, text="Окно второе", deed="keep", version=0))

    page = text_of(second)
    assert first.status_code == 302
    assert "Окно первое" in page
    assert "Окно второе" in page
    assert Recommendation.objects.get().text == "Окно первое"


def test_desk_saves_over_the_other_window_at_the_second_try(own, question, draft):
    own.post(at("answer", question.token), typed(question, text="Окно первое", deed="keep", version=0))
    page = own.post(at("answer", question.token), typed(question, text="Окно второе", deed="keep", version=0))
    version = re.search(r'name="version" value="(\d+)"', text_of(page))[1]

    own.post(at("answer", question.token), typed(question, text="Оба окна", deed="keep", version=version))

    assert Recommendation.objects.get().text == "Оба окна"


def test_desk_holds_an_answer_back_once_when_another_came(own, shared, draft, colleague, now):
    other = RecommendationFactory(consultation=shared, mentor=colleague, text="Раньше вас")
    services.send(actor=colleague, recommendation_id=other.pk, version=0, now=now)

    page = own.post(at("answer", shared.token), typed(shared, deed="send"))
    seen = re.search(r'name="seen" value="(\d+)"', text_of(page))[1]
    own.post(at("answer", shared.token), typed(shared, deed="send", seen=seen, version=1))

    assert "Раньше вас" in text_of(page)
    assert Recommendation.objects.filter(sent_at__isnull=False).count() == 2


def test_desk_holds_an_answer_back_once_when_the_asker_has_added_something(own, question, mentor):
    RemarkFactory(consultation=question, kind=RemarkKind.ASK_BACK, author=mentor)
    first = re.search(r'name="heard" value="(\d+)"', text_of(own.get(at("answer", question.token))))[1]
    RemarkFactory(consultation=question, text="Забыла сказать: зал мал.")

    page = text_of(own.post(at("answer", question.token), typed(question, deed="send", heard=first)))
    heard = re.search(r'name="heard" value="(\d+)"', page)[1]
    was_sent = Recommendation.objects.get().sent_at is not None
    own.post(at("answer", question.token), typed(question, deed="send", heard=heard))

    assert first == "0"
    assert not was_sent
    assert "Забыла сказать: зал мал." in page
    assert "Мой совет" in page
    assert Recommendation.objects.get().sent_at is not None


def test_desk_words_without_a_session_wait_for_their_writer(client, own, question, mentor, enter):
    page = text_of(own.get(at("answer", question.token)))
    writer = re.search(r'name="writer" value="([^"]+)"', page)[1]

    client.post(at("answer", question.token), typed(question, text="Не пропало", writer=writer))
    client.force_login(mentor, backend=settings.AUTHENTICATION_BACKENDS[1])

    assert "Не пропало" in text_of(client.get(at("answer", question.token)))


def test_desk_leads_to_the_search_when_words_are_looked_for_without_a_script(own, question):
    answer = own.post(at("answer", question.token), typed(question, deed="keep", q="цель проекта"))

    assert answer.headers["Location"].startswith(f"{at('answer_moments', question.token)}?q=")
    assert Recommendation.objects.get().text == "Мой совет"


def test_desk_of_a_closed_question_offers_no_sending(own, question, draft, now):
    question.state, question.closed_at = ConsultationState.CLOSED, now
    question.save()

    page = text_of(own.get(at("answer", question.token)))

    assert 'value="send"' not in page
    assert "Начните с проблемы." in page


def test_desk_warns_of_films_that_the_asker_may_not_watch(enter, question, methodist, film):
    film.access = Access.ENROLLED
    film.save()
    draft = RecommendationFactory(consultation=question, mentor=methodist)
    RecommendedMomentFactory(recommendation=draft, moment=MomentFactory(video=film, made_by=methodist))

    assert "Автору недоступны эти видео" in text_of(enter(methodist).get(at("answer", question.token)))


def test_desk_of_who_was_forgotten_is_missing(own, question):
    question.asker = None
    question.save()

    assert own.get(at("answer", question.token)).status_code == 404


# --- correcting ------------------------------------------------------------------------------------------------------------


def test_correcting_shows_the_sent_text_and_replaces_it(own, question, sent):
    address = f"{at('answer', question.token)}?answer={sent.token}"
    assert "Начните с проблемы." in text_of(own.get(address))

    own.post(address, {"text": "Иначе", "version": 0, "seen": 0, "deed": "correct"})

    sent.refresh_from_db()
    assert (sent.text, sent.corrected_at is not None) == ("Иначе", True)


def test_correcting_an_answer_of_another_mentor_is_missing(own, shared, colleague):
    other = RecommendationFactory(consultation=shared, mentor=colleague, sent=True)

    assert own.get(f"{at('answer', shared.token)}?answer={other.token}").status_code == 404


# --- saving by script --------------------------------------------------------------------------------------------------------


def test_autosave_tells_the_version(own, question):
    told = own.post(at("save_answer", question.token), typed(question)).json()

    assert told == {"version": 1, "meanwhile": ""}


def test_autosave_tells_of_another_window(own, question, draft):
    own.post(at("save_answer", question.token), typed(question, text="Первое", version=0))
    answer = own.post(at("save_answer", question.token), typed(question, text="Второе", version=0))

    assert (answer.status_code, answer.json()["text"], answer.json()["version"]) == (409, "Первое", 1)


@pytest.mark.parametrize("is_forgotten", [True, False])
def test_autosave_tells_of_an_answer_that_came_meanwhile(own, shared, colleague, is_forgotten):
    RecommendationFactory(consultation=shared, mentor=None if is_forgotten else colleague, sent=True)

    told = own.post(at("save_answer", shared.token), typed(shared)).json()

    assert ("Другой наставник" if is_forgotten else colleague.full_name) in told["meanwhile"]


def test_autosave_is_silent_of_the_answer_that_was_sent_last_and_is_shown(own, shared, colleague, methodist, now):
    RecommendationFactory(consultation=shared, mentor=colleague, sent=True, sent_at=now - timedelta(minutes=1))
    RecommendationFactory(consultation=shared, mentor=methodist, sent=True, sent_at=now - timedelta(minutes=2))
    seen = own.get(at("answer", shared.token)).context["desk"].seen_id

    told = own.post(at("save_answer", shared.token), typed(shared, seen=seen)).json()

    assert told["meanwhile"] == ""


def test_autosave_tells_that_the_asker_has_added_something(own, question):
    RemarkFactory(consultation=question)

    told = own.post(at("save_answer", question.token), typed(question)).json()

    assert "дополнения к вопросу" in told["meanwhile"]


def test_autosave_of_too_long_a_text_is_refused(own, question):
    answer = own.post(at("save_answer", question.token), typed(question, text="а" * 10_001))

    assert answer.status_code == 400


# --- cards ---------------------------------------------------------------------------------------------------------------------------


def test_asker_sees_quote_picture_and_the_way_to_the_second(enter, question, learner, sent, film, said):
    Slide.objects.create(video=film, seconds=10.0, still="slide-2")
    made = MomentFactory(video=film, seconds=12.0, end_seconds=16.0, quote="Цель отвечает")
    RecommendedMomentFactory(recommendation=sent, moment=made)
    RecommendedHandoutFactory(recommendation=sent, handout=HandoutFactory(lesson=film.lesson, title="Памятка"))

    page = text_of(enter(learner).get(at("consultation", question.token)))

    assert "Цель отвечает" in page
    assert "slide-2-640.webp" in page
    assert f"/lessons/{film.lesson.slug}/?t=12s-16s" in page
    assert "Памятка" in page


def test_asker_is_told_of_a_doubtful_moment_and_sees_closed_ones_as_closed(enter, question, learner, sent, film):
    RecommendedMomentFactory(
        recommendation=sent, moment=MomentFactory(video=film, is_lost=True, quote="Слова, которых нет")
    )
    closed = VideoFactory(lesson=film.lesson, ready=True, access=Access.ENROLLED, title="Для записанных")
    RecommendedMomentFactory(recommendation=sent, moment=MomentFactory(video=closed, quote="Чужие слова"))

    page = text_of(enter(learner).get(at("consultation", question.token)))

    assert "Возможно, другое место" in page
    assert "Слова, которых нет" in page
    assert "Чужие слова" not in page


@pytest.mark.parametrize("is_playable", [True, False])
def test_card_without_slides_shows_the_poster_if_there_is_a_film(enter, question, learner, sent, film, is_playable):
    if not is_playable:
        film.build, film.state = "", VideoState.QUEUED
        film.save()
    RecommendedMomentFactory(recommendation=sent, moment=MomentFactory(video=film))

    page = text_of(enter(learner).get(at("consultation", question.token)))

    assert ("poster-320.webp" in page) == is_playable


def test_asker_reads_an_answer_whose_mentor_was_forgotten(enter, question, learner, sent):
    sent.mentor = None
    sent.save()

    assert "Начните с проблемы." in text_of(enter(learner).get(at("consultation", question.token)))


def test_private_question_of_another_is_on_no_page_of_a_mentor(enter, colleague, question, draft, moment):
    other = ConsultationFactory(school=question.school, waiting=True)
    AssignmentFactory(consultation=other, mentor=colleague)
    browser = enter(colleague)

    for address in (at("answer", other.token), at("answer_moments", other.token)):
        page = text_of(browser.get(address, {"q": question.text}))
        assert question.subject not in page.replace(f'value="{question.text}"', "")
