"""Pages of public answers: for everybody, for the asker, for the methodist."""

import json
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from tests.mentoring.answering.factories import PublicAnswerFactory, PublicHandoutFactory, PublicMomentFactory
from tests.mentoring.factories import ConsultationFactory, RecommendationFactory, ThemeFactory
from tests.programme.factories import HandoutFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.enums import Audience, PublicState
from nastavnik.mentoring.models import PublicAnswer
from nastavnik.mentoring.selectors.public import pages
from nastavnik.mentoring.selectors.public.wording import hash_of
from nastavnik.video.enums import Access

PUBLIC_QUERIES = 12


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def at(name, *args):
    return reverse(f"mentoring:{name}", args=args)


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def public(question, theme):
    return PublicAnswerFactory(consultation=question, theme=theme, public=True)


@pytest.fixture
def own(enter, methodist):
    return enter(methodist)


@pytest.fixture
def prepared(question, sent, methodist):
    question.audience = Audience.MAY_BE_PUBLIC
    question.save()
    return PublicAnswerFactory(consultation=question, prepared_by=methodist)


def state_of(answer):
    return PublicAnswer.objects.get(pk=answer.pk).state


# --- for everybody -------------------------------------------------------------------------------------------------------


def test_public_answer_says_nothing_of_the_asker(client, public, question, learner):
    page = text_of(client.get(at("public_answer", public.token)))

    assert public.question in page
    assert "<strong>проблемы</strong>" in page
    for secret in (learner.full_name, question.text, question.token, f"№ {question.number}"):
        assert secret not in page


def test_public_answer_is_a_question_page_to_machines(client, public, film):
    moment = MomentFactory(video=film, seconds=12.0, end_seconds=16.0, quote="Цель </script>")
    PublicMomentFactory(answer=public, moment=moment)
    PublicMomentFactory(answer=public, moment=MomentFactory(video=film, is_lost=True))

    page = text_of(client.get(at("public_answer", public.token)))
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])

    entity = data["mainEntity"]
    assert (data["@type"], entity["@type"], entity["name"]) == ("QAPage", "Question", public.title)
    assert entity["acceptedAnswer"]["text"] == public.answer
    (clip,) = entity["acceptedAnswer"]["citation"]
    assert (clip["startOffset"], clip["endOffset"], clip["name"]) == (12, 16, "Цель </script>")
    assert clip["url"].startswith("http")


def test_public_answer_without_moments_cites_none(client, public):
    assert "citation" not in text_of(client.get(at("public_answer", public.token)))


def test_public_answer_of_a_school_by_path_has_whole_addresses(school, public):
    school.path = "grayvoron"

    assert pages.absolute(school, "/grayvoron/consultations/").count("grayvoron") == 1


def test_public_answer_shows_handouts_and_leads_methodists_to_the_desk(own, client, public, film):
    PublicHandoutFactory(answer=public, handout=HandoutFactory(lesson=film.lesson, title="Памятка"))

    assert "Памятка" in text_of(client.get(at("public_answer", public.token)))
    assert at("edit_public", public.token) in text_of(own.get(at("public_answer", public.token)))


def test_public_answer_keeps_moments_of_closed_films_closed(client, public, film):
    film.access = Access.ENROLLED
    film.save()
    PublicMomentFactory(answer=public, moment=MomentFactory(video=film, quote="Только для своих"))

    assert "Только для своих" not in text_of(client.get(at("public_answer", public.token)))


def test_public_answer_is_flat_in_queries(client, public, film, django_assert_max_num_queries):
    def grow():
        for _time in range(3):
            PublicMomentFactory(answer=public, moment=MomentFactory(video=film))
            PublicHandoutFactory(answer=public, handout=HandoutFactory(lesson=film.lesson))

    grow()
    with django_assert_max_num_queries(PUBLIC_QUERIES) as before:
        client.get(at("public_answer", public.token))
    grow()
    with django_assert_max_num_queries(len(before.captured_queries)):
        client.get(at("public_answer", public.token))


def test_prepared_answer_is_missing_for_everybody_but_methodists(client, own, prepared):
    assert client.get(at("public_answer", prepared.token)).status_code == 404
    page = text_of(own.get(at("public_answer", prepared.token)))
    assert "noindex" in page
    assert "ld+json" not in page


def test_list_shows_answers_by_theme_and_page(client, school, public, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(pages, "PAGE_ROWS", 1)
    other = PublicAnswerFactory(consultation=ConsultationFactory(school=school, answered=True), public=True, helped=3)

    with django_assert_max_num_queries(PUBLIC_QUERIES):
        first = text_of(client.get(at("public_answers")))
    assert other.title in first
    assert public.title not in first
    assert public.title in text_of(client.get(at("public_answers"), {"page": "2"}))
    assert public.title in text_of(client.get(at("public_answers"), {"theme": public.theme.token}))
    assert other.title in text_of(client.get(at("public_answers"), {"theme": "-"}))


def test_list_of_an_unknown_theme_is_missing_and_an_empty_one_teaches(client, school):
    assert client.get(at("public_answers"), {"theme": "nothing"}).status_code == 404
    assert "Здесь будут ответы для всех" in text_of(client.get(at("public_answers")))


def test_page_of_consultations_has_the_shelf(client, public):
    assert public.title in text_of(client.get(at("consultations")))


def test_helped_counts_once_a_day_from_an_address(client, public):
    for _time in range(2):
        assert client.post(at("public_helped", public.token)).status_code == 302

    public.refresh_from_db()
    assert public.helped == 1
    assert "Спасибо" in text_of(client.get(f"{at('public_answer', public.token)}?helped"))
    assert "1 читателю" in text_of(client.get(at("public_answer", public.token)))


def test_helped_from_another_site_is_forbidden(client, public):
    answer = client.post(at("public_helped", public.token), headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


# --- the asker ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(prepared):
    PublicAnswer.objects.update(state=PublicState.ASKED, needs_consent=True)
    prepared.refresh_from_db()
    return prepared


def test_asker_sees_exactly_the_words_and_consents(enter, asked, learner):
    browser = enter(learner)
    page = text_of(browser.get(at("consent_public", asked.token)))
    words_hash = re.search(r'name="consent" value="(\w+)"', page)[1]
    assert asked.answer.replace("**", "")[:10] in page.replace("<strong>", "")

    browser.post(at("decide_public", asked.token), {"consent": words_hash})

    asked.refresh_from_db()
    assert asked.consented_hash == hash_of(asked)
    assert "Вы согласились" in text_of(browser.get(at("consent_public", asked.token)))


def test_asker_says_no(enter, asked, learner):
    enter(learner).post(at("decide_public", asked.token), {"refuse": "1"})

    assert state_of(asked) == PublicState.REFUSED


def test_asker_takes_a_public_one_off(enter, public, learner):
    browser = enter(learner)
    assert "Это опубликовано" in text_of(browser.get(at("consent_public", public.token)))

    browser.post(at("decide_public", public.token), {"refuse": "1"})

    assert state_of(public) == PublicState.REFUSED


def test_consent_page_is_missing_for_others(enter, asked, mentor):
    assert enter(mentor).get(at("consent_public", asked.token)).status_code == 404


# --- the desk -------------------------------------------------------------------------------------------------------------------


def test_desk_lists_answers_and_what_could_become_one(own, question, sent, school, now):
    question.audience, question.state, question.answered_at = Audience.MAY_BE_PUBLIC, "answered", now
    question.save()
    private = ConsultationFactory(school=school, answered=True)
    made = PublicAnswerFactory(consultation=ConsultationFactory(school=school, answered=True))

    page = text_of(own.get(at("desk_public"), {"q": made.title}))

    assert made.title in page
    assert at("prepare_public", question.token) in page
    assert private.subject not in page


def test_desk_filters_by_state_and_counts_doubtful_moments(own, public, now):
    PublicMomentFactory(answer=public, flagged_at=now)
    PublicAnswer.objects.update(title="")

    page = text_of(own.get(at("desk_public"), {"state": "public"}))

    assert "Без заголовка" in page


def test_file_of_the_desk_has_no_titles_but_public_ones(own, prepared, school):
    asked = ConsultationFactory(school=school, answered=True)
    PublicAnswerFactory(consultation=asked, title="Всем известно", public=True)
    PublicAnswerFactory(consultation=None, school=school, title="Больше ничья тайна")

    file = b"".join(own.get(at("desk_public"), {"export": "csv"}).streaming_content).decode()

    assert "Всем известно" in file
    assert f"№ {prepared.consultation.number}" in file
    assert prepared.title not in file
    assert "Больше ничья тайна" not in file


def test_preparing_leads_to_the_text(own, question, sent):
    answer = own.post(at("prepare_public", question.token))

    assert answer.headers["Location"] == at("edit_public", PublicAnswer.objects.get().token)


def test_editing_points_at_who_could_be_recognised(own, prepared):
    PublicAnswer.objects.update(question="Пишет Мария Петровна из Тулы, 2-15-40", theme=None)

    page = text_of(own.get(at("edit_public", prepared.token)))

    for mark in ("Мария", "Тулы", "2-15-40"):
        assert f"<mark>{mark}</mark>" in page


def test_editing_saves_and_offers_themes_that_are_in_use(own, prepared, theme, school, now):
    retired = ThemeFactory(school=school, retired_at=now, title="Старая тема")
    typed = {"title": "Новый", "question": "Что?", "answer": "Так.", "theme": theme.pk, "version": 0}

    answer = own.post(at("edit_public", prepared.token), typed)

    assert answer.status_code == 302
    prepared.refresh_from_db()
    assert (prepared.title, prepared.theme) == ("Новый", theme)
    assert retired.title not in text_of(own.get(at("edit_public", prepared.token)))


def test_editing_after_somebody_else_keeps_what_was_typed(own, prepared):
    typed = {"title": "Моё", "question": "Что?", "answer": "Так.", "theme": "", "version": 5}

    page = text_of(own.post(at("edit_public", prepared.token), typed))

    assert 'value="Моё"' in page
    assert 'name="version" value="0"' in page


def test_editing_too_long_a_text_keeps_it(own, prepared):
    page = text_of(own.post(at("edit_public", prepared.token), {"title": "а" * 201, "version": 0}))

    assert "а" * 201 in page


def test_editing_a_private_question_cannot_untick_the_consent(own, question, sent):
    own.post(at("prepare_public", question.token))
    answer = PublicAnswer.objects.get()
    typed = {"title": "Новый", "question": "Что?", "answer": "Так.", "theme": "", "version": 0}

    own.post(at("edit_public", answer.token), typed)

    answer.refresh_from_db()
    assert (answer.title, answer.needs_consent) == ("Новый", True)


def test_editing_shows_one_that_came_of_nobody(own, prepared):
    PublicAnswer.objects.update(consultation=None, needs_consent=True)

    assert "согласие дать некому" in text_of(own.get(at("edit_public", prepared.token)))


def test_autosave_keeps_the_text(own, prepared):
    typed = {"title": "Сам", "question": "Что?", "answer": "Так.", "theme": "", "version": 0}

    assert own.post(at("save_public", prepared.token), typed).json() == {"version": 1}
    assert own.post(at("save_public", prepared.token), {"title": "а" * 201}).status_code == 400


def test_marks_are_drawn_for_what_is_typed(own, prepared):
    page = text_of(own.post(at("public_marks", prepared.token), {"question": "Живу в Туле", "title": "", "answer": ""}))

    assert "<mark>Туле</mark>" in page


def test_preview_shows_what_a_guest_would_see_and_publishes_it(own, client, prepared, film):
    film.access = Access.ENROLLED
    film.save()
    PublicMomentFactory(answer=prepared, moment=MomentFactory(video=film, quote="Только для своих"))

    page = text_of(own.get(at("preview_public", prepared.token)))
    assert prepared.question in page
    assert "Только для своих" not in page

    own.post(at("do_public", prepared.token, "publish"), {"version": "0"})
    assert client.get(at("public_answer", prepared.token)).status_code == 200


def test_publishing_without_a_version_is_refused(own, prepared):
    own.post(at("do_public", prepared.token, "publish"))

    assert state_of(prepared) == PublicState.PREPARED


def test_preview_asks_where_somebody_can_be_recognised(own, prepared):
    PublicAnswer.objects.update(needs_consent=True)
    assert at("do_public", prepared.token, "ask") in text_of(own.get(at("preview_public", prepared.token)))

    own.post(at("do_public", prepared.token, "ask"))

    assert state_of(prepared) == PublicState.ASKED
    assert "Автора спросили" in text_of(own.get(at("edit_public", prepared.token)))


def test_public_one_is_taken_off_at_the_desk(own, client, public):
    assert at("do_public", public.token, "withdraw") in text_of(own.get(at("edit_public", public.token)))

    own.post(at("do_public", public.token, "withdraw"))

    assert client.get(at("public_answer", public.token)).status_code == 404


def test_moments_and_handouts_are_taken_out_at_the_desk(own, prepared, film):
    moment = PublicMomentFactory(answer=prepared, moment=MomentFactory(video=film))
    handout = PublicHandoutFactory(answer=prepared, handout=HandoutFactory(lesson=film.lesson))
    page = text_of(own.get(at("edit_public", prepared.token)))
    assert at("remove_public_moment", prepared.token, moment.pk) in page

    own.post(at("remove_public_moment", prepared.token, moment.pk))
    own.post(at("remove_public_handout", prepared.token, handout.handout_id))

    assert "answer-moments" not in text_of(own.get(at("edit_public", prepared.token)))


def test_candidates_leave_out_what_a_methodist_asked_herself_and_what_did_not_help(own, school, methodist, learner):
    for given in ({"asker": methodist}, {"asker": learner, "has_helped": False}):
        asked = ConsultationFactory(school=school, answered=True, audience=Audience.MAY_BE_PUBLIC, **given)
        RecommendationFactory(consultation=asked, sent=True)

    assert "prepare_public" not in text_of(own.get(at("desk_public")))
    assert "/of/" not in text_of(own.get(at("desk_public")))
