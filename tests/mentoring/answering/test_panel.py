"""The panel of the answer desk: looking for moments, choosing them on the words, taking out, order, handouts."""

import pytest
from django.urls import reverse
from tests.mentoring.answering.factories import RecommendedMomentFactory
from tests.programme.factories import HandoutFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.models import Recommendation, RecommendedHandout, RecommendedMoment
from nastavnik.mentoring.services import answering as services
from nastavnik.search.services import index_handout, index_video
from nastavnik.video.enums import Access
from nastavnik.video.models import Slide

HTMX = {"HX-Request": "true"}


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


# --- the panel -----------------------------------------------------------------------------------------------------------------


def test_search_finds_moments_and_handouts_to_choose(own, question, film, said, now):
    Slide.objects.create(video=film, seconds=0.0, title="Цель проекта")
    index_video(video_id=film.pk, now=now)
    handout = HandoutFactory(lesson=film.lesson, title="Цель: памятка")
    index_handout(handout_id=handout.pk, now=now)

    page = text_of(own.get(at("answer_moments", question.token), {"q": "цель"}, headers=HTMX))

    assert at("choose_moment", question.token, film.token) in page
    assert at("add_handout", question.token, handout.token) in page


def test_search_without_a_script_is_a_page_of_its_own(own, question, film, said, now):
    index_video(video_id=film.pk, now=now)

    page = text_of(own.get(at("answer_moments", question.token), {"q": "цель"}))

    assert "<h1" in page
    assert at("choose_moment", question.token, film.token) in page


def test_search_for_nothing_shows_nothing(own, question):
    assert own.get(at("answer_moments", question.token), headers=HTMX).status_code == 200


# --- choosing --------------------------------------------------------------------------------------------------------------------


def test_chooser_marks_the_phrase_that_is_said(own, question, film, said):
    page = text_of(own.get(at("choose_moment", question.token, film.token), {"from": "13"}, headers=HTMX))

    assert 'value="0:12"' in page
    assert 'value="0:16"' in page
    assert 'class="is-chosen">Цель<' in page


def test_chooser_takes_the_moment_of_its_address(own, question, film, said):
    page = text_of(own.get(at("choose_moment", question.token, film.token), {"from": "1", "to": "8"}))

    assert 'value="0:08"' in page
    assert "<h1" in page


@pytest.mark.parametrize("asked", [{"from": "50"}, {"from": "никогда", "to": "-3", "around": "1e99"}, {"from": "1e9"}])
def test_chooser_of_silence_or_nonsense_takes_half_a_minute(own, question, film, asked):
    page = own.get(at("choose_moment", question.token, film.token), asked)

    assert page.status_code == 200


def test_chooser_leads_to_the_words_before_and_behind(own, question, film, said):
    film.duration_seconds = 3000.0
    film.save()

    page = text_of(own.get(at("choose_moment", question.token, film.token), {"from": "100", "around": "60"}))

    assert "around=0" in page
    assert "around=150" in page


def test_chooser_of_a_film_by_link_is_missing_but_for_the_one_asked_from(own, question, film, said):
    film.access = Access.LINK
    film.save()
    address = at("choose_moment", question.token, film.token)
    assert own.get(address).status_code == 404

    question.video = film
    question.save()
    assert own.get(address).status_code == 200


def test_choosing_adds_the_moment_and_leads_back(own, question, film, said):
    moment = {"seconds": "0:12", "end_seconds": "0:16", "note": "Про цель"}
    answer = own.post(at("choose_moment", question.token, film.token), moment)

    link = RecommendedMoment.objects.get()
    assert answer.headers["Location"] == f"{at('answer', question.token)}#moment-{link.pk}"
    assert link.moment.quote.startswith("Цель")


def test_choosing_by_script_draws_the_moments_anew(own, question, film, said):
    moment = {"seconds": "0:12", "end_seconds": "0:16", "note": ""}
    page = text_of(own.post(at("choose_moment", question.token, film.token), moment, headers=HTMX))

    assert "hx-swap-oob" in page
    assert "Цель отвечает" in page


def test_choosing_too_short_a_moment_says_so(own, question, film, said):
    moment = {"seconds": "0:12", "end_seconds": "0:12", "note": ""}
    page = own.post(at("choose_moment", question.token, film.token), moment, headers=HTMX)

    assert page.status_code == 200
    assert not RecommendedMoment.objects.exists()


def test_choosing_without_times_says_so(own, question, film, said):
    page = own.post(at("choose_moment", question.token, film.token), {"seconds": "x", "end_seconds": ""})

    assert page.status_code == 200
    assert not RecommendedMoment.objects.exists()


def test_choosing_for_a_sent_answer_changes_that_one(own, question, sent, film, said):
    address = f"{at('choose_moment', question.token, film.token)}?answer={sent.token}"
    assert f"answer={sent.token}" in text_of(own.get(f"{address}&from=13"))

    own.post(address, {"seconds": "0:12", "end_seconds": "0:16", "note": ""})

    assert RecommendedMoment.objects.get().recommendation == sent


def test_changing_shows_the_moment_and_saves_it(own, question, moment):
    address = at("change_moment", question.token, moment.pk)
    moment.moment.is_lost = True
    moment.moment.save()
    assert "0:12" in text_of(own.get(address))

    own.post(address, {"seconds": "0:20", "end_seconds": "0:24", "note": ""})

    moment.moment.refresh_from_db()
    assert (moment.moment.seconds, moment.moment.is_lost) == (20.0, False)


def test_changing_takes_the_moment_of_its_address(own, question, moment):
    page = text_of(own.get(at("change_moment", question.token, moment.pk), {"from": "20", "to": "24"}))

    assert 'value="0:20"' in page


def test_changing_what_was_taken_out_is_missing(own, question, moment, mentor, now):
    services.remove_moment(actor=mentor, recommended_id=moment.pk, now=now)

    assert own.get(at("change_moment", question.token, moment.pk)).status_code == 404


# --- taking out, order, handouts ---------------------------------------------------------------------------------------------------


def test_taking_out_keeps_what_is_typed_and_can_be_taken_back(own, question, moment):
    own.post(at("remove_moment", question.token, moment.pk), typed(question))
    moment.moment.refresh_from_db()
    assert moment.moment.removed_at is not None
    assert Recommendation.objects.get().text == "Мой совет"

    own.post(at("restore_moment", question.token, moment.pk))
    moment.moment.refresh_from_db()
    assert moment.moment.removed_at is None


def test_taking_out_by_script_offers_the_way_back(own, question, moment):
    page = text_of(own.post(at("remove_moment", question.token, moment.pk), headers=HTMX))

    assert at("restore_moment", question.token, moment.pk) in page


def test_order_moves_one_step_and_takes_a_whole_order(own, question, draft, moment, film):
    other = RecommendedMomentFactory(
        recommendation=draft, moment=MomentFactory(video=film, made_by=draft.mentor), position=5
    )
    own.post(at("order_recommended", question.token), {"move": f"{other.moment.token}:up"})
    assert list(RecommendedMoment.objects.values_list("pk", flat=True)) == [other.pk, moment.pk]

    whole = [f"moments:{one.moment.token}" for one in (moment, other)]
    answer = own.post(at("order_recommended", question.token), {"order": whole})
    assert answer.status_code == 204
    assert list(RecommendedMoment.objects.values_list("pk", flat=True)) == [moment.pk, other.pk]


def test_order_of_what_is_not_begun_leads_back(own, question):
    assert own.post(at("order_recommended", question.token)).status_code == 302


def test_handout_is_added_and_taken_out(own, question, film):
    handout = HandoutFactory(lesson=film.lesson)

    own.post(at("add_handout", question.token, handout.token))
    assert handout.title in text_of(own.get(at("answer", question.token)))

    own.post(at("remove_handout", question.token, handout.token))
    assert not RecommendedHandout.objects.exists()


@pytest.mark.parametrize("name", ["remove_moment", "remove_handout", "change_moment"])
def test_what_is_not_in_a_draft_is_missing(own, question, name):
    thing = 1 if "moment" in name else "nothing234"

    assert own.post(at(name, question.token, thing)).status_code == 404
