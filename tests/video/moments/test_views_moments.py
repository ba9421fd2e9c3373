"""Pages of moments: one is chosen and kept, lists are read by their owner and by whoever has the address, played in turn."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.people.factories import UserFactory
from tests.programme.factories import EnrolmentFactory, LessonFactory
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory, MomentListFactory

from nastavnik.video.enums import Access
from nastavnik.video.models import Moment, MomentList, Video
from nastavnik.video.selectors.moments import moment_rows
from nastavnik.video.services import collections

QUOTE = "Цель отвечает на вопрос, что изменится к концу проекта."
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def own(client, reader):
    """The browser of somebody who has lists."""
    client.force_login(reader, backend=BACKEND)
    return client


def address(name, *rest):
    return reverse(f"video:{name}", args=rest)


def text_of(answer):
    return answer.content.decode()


# --- keeping -----------------------------------------------------------------------------------------------------------


def test_keep_shows_the_words_of_the_moment_and_their_source(own, film, said, school):
    page = text_of(own.get(address("keep_moment", film.token), {"t": "12-16"}))

    assert QUOTE in page
    assert f"/lessons/{film.lesson.slug}/?t=12s-16s" in page
    assert f"«{QUOTE}»\n{film.lesson.title}: видеозапись. {school.title}, " in page
    assert f"0:12–0:16. http://testserver/lessons/{film.lesson.slug}/?t=12s-16s" in page
    assert 'value="0:12"' in page


def test_keep_without_an_end_offers_half_a_minute(own, film, said):
    page = text_of(own.get(address("keep_moment", film.token), {"t": "45"}))

    assert 'value="0:45"' in page
    assert 'value="1:00"' in page


def test_keep_of_no_moment_begins_with_the_film(own, film):
    page = text_of(own.get(address("keep_moment", film.token), {"t": "nonsense"}))

    assert 'value="0:00"' in page
    assert "видеозапись" in page


def test_keep_puts_the_moment_into_the_list_that_was_chosen(own, film, said, collection):
    typed = {"seconds": "0:12", "end_seconds": "0:16", "collection": collection.token, "note": "Помнить"}

    answer = own.post(address("keep_moment", film.token), typed)

    moment = Moment.objects.get()
    assert answer.url == f"/moments/{collection.token}/#moment-{moment.token}"
    assert (moment.quote, moment.note, moment.collection) == (QUOTE, "Помнить", collection)


@pytest.mark.parametrize("chosen", ["", None])
def test_keep_makes_a_list_for_the_moment(own, film, said, collection, reader, chosen):
    typed = {"seconds": "0:12", "end_seconds": "0:16", "title": "Новый"}

    own.post(address("keep_moment", film.token), typed | ({} if chosen is None else {"collection": chosen}))

    assert Moment.objects.get().collection == MomentList.objects.get(title="Новый", owner=reader)


def test_keep_of_what_is_no_moment_says_why_and_keeps_what_was_typed(own, film, collection):
    typed = {"seconds": "0:12", "end_seconds": "0:12", "collection": collection.token, "note": "Помнить"}

    page = text_of(own.post(address("keep_moment", film.token), typed))

    assert "Момент длится не меньше секунды" in page
    assert "Помнить" in page


def test_keep_asks_a_guest_to_sign_in_and_come_back(client, film):
    answer = client.get(address("keep_moment", film.token), {"t": "12-16"})

    assert "next=" in answer.url
    assert "12-16" in answer.url


def test_keep_of_a_film_for_the_enrolled_is_missing_for_others(own, film):
    Video.objects.update(access=Access.ENROLLED)

    assert own.get(address("keep_moment", film.token)).status_code == 404


def test_keep_of_a_film_by_link_works_for_whoever_has_it(own, film, said):
    Video.objects.update(access=Access.LINK)

    own.post(address("keep_moment", film.token), {"seconds": "12", "end_seconds": "16", "title": "Ссылки"})

    assert address("watch", film.token) in text_of(own.get(address("moment_list", MomentList.objects.get().token)))


# --- lists -------------------------------------------------------------------------------------------------------------


def test_lists_show_one_s_own_alone(own, collection, moment, school):
    MomentListFactory(school=school, title="Чужой")

    page = text_of(own.get(address("moment_lists")))

    assert collection.title in page
    assert "1 момент" in page
    assert "Чужой" not in page


def test_lists_teach_who_has_none(own):
    assert "Здесь будут ваши списки" in text_of(own.get(address("moment_lists")))


def test_lists_make_another(own, reader):
    answer = own.post(address("moment_lists"), {"title": "О целях"})

    assert answer.url == address("moment_list", MomentList.objects.get(owner=reader).token)


def test_lists_without_a_title_make_none(own):
    assert own.post(address("moment_lists"), {"title": " "}).status_code == 200
    assert not MomentList.objects.exists()


def test_list_shows_its_moments_to_its_owner(own, collection, moment):
    Moment.objects.update(note="Помнить")

    answer = own.get(address("moment_list", collection.token))

    page = text_of(answer)
    assert QUOTE in page
    assert "Помнить" in page
    assert f'href="/lessons/{moment.video.lesson.slug}/?t=12s-16s"' in page
    assert "Проверьте" not in page
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_list_flags_a_moment_whose_words_have_changed(own, collection, moment):
    Moment.objects.update(is_lost=True)

    assert "Проверьте: слова изменились" in text_of(own.get(address("moment_list", collection.token)))


def test_list_flags_a_moment_of_another_source(own, collection, moment):
    Moment.objects.update(source_mark="another")

    assert "Проверьте" in text_of(own.get(address("moment_list", collection.token)))


def test_empty_list_teaches(own, collection):
    assert "пока нет моментов" in text_of(own.get(address("moment_list", collection.token)))


def test_shared_list_opens_for_a_guest_without_anything_to_change(client, collection, moment):
    MomentList.objects.update(is_shared=True)

    page = text_of(client.get(address("moment_list", collection.token)))

    assert QUOTE in page
    assert '<form method="post" action="/moments' not in page
    assert collection.owner.full_name not in page


def test_list_that_is_not_shared_is_missing_for_others(client, collection, moment):
    assert client.get(address("moment_list", collection.token)).status_code == 404


def test_removed_list_is_missing_for_everybody(own, collection, now):
    MomentList.objects.update(is_shared=True, removed_at=now)

    assert own.get(address("moment_list", collection.token)).status_code == 404


def closed(page, title):
    """Tell whether a page names a film, and holds nothing of it."""
    assert QUOTE not in page
    assert "Помнить" not in page
    assert "t=12s" not in page
    return title in page


@pytest.mark.parametrize(
    ("change", "is_named"),
    [
        ({"access": Access.ENROLLED}, True),
        ({"access": Access.LINK}, False),
        ({"lesson": None}, False),
        ({"access": Access.ENROLLED, "removed_at": "2026-11-24T00:00Z"}, False),
    ],
)
def test_shared_list_closes_what_a_guest_may_not_watch(client, collection, moment, change, is_named):
    title = moment.video.title
    MomentList.objects.update(is_shared=True)
    Moment.objects.update(note="Помнить")
    Video.objects.update(**change)

    page = text_of(client.get(address("moment_list", collection.token)))

    assert closed(page, title) is is_named
    assert client.get(address("play_moment", collection.token, 1)).status_code == 404


@pytest.mark.parametrize(("lesson", "public"), [({"announced": False}, True), ({"held": True}, False)])
def test_shared_list_names_no_film_of_a_hidden_lesson(client, collection, school, lesson, public):
    hidden = LessonFactory(cycle__programme__school=school, cycle__programme__is_public=public, **lesson)
    film = VideoFactory(lesson=hidden, ready=True, access=Access.ENROLLED)
    MomentFactory(video=film, collection=collection, quote=QUOTE)
    MomentList.objects.update(is_shared=True)

    assert not closed(text_of(client.get(address("moment_list", collection.token))), film.title)


def test_shared_list_opens_moments_to_the_enrolled(client, collection, moment):
    other = UserFactory()
    EnrolmentFactory(user=other, programme=moment.video.lesson.cycle.programme)
    MomentList.objects.update(is_shared=True)
    Video.objects.update(access=Access.ENROLLED)
    client.force_login(other, backend=BACKEND)

    assert QUOTE in text_of(client.get(address("moment_list", collection.token)))


def test_own_list_closes_what_its_owner_may_watch_no_more(own, collection, moment):
    Video.objects.update(access=Access.ENROLLED)

    page = text_of(own.get(address("moment_list", collection.token)))

    assert closed(page, moment.video.title)
    assert address("remove_moment", moment.token) in page
    assert own.get(address("edit_moment", moment.token)).status_code == 404


def test_list_is_given_a_title_and_shared(own, collection):
    answer = own.post(address("edit_list", collection.token), {"title": "О задачах", "is_shared": "on"})

    assert answer.url == address("moment_list", collection.token)
    page = text_of(own.get(answer.url))
    assert f'value="http://testserver/moments/{collection.token}/"' in page
    assert "О задачах" in page


def test_list_without_a_title_is_not_saved(own, collection):
    assert own.post(address("edit_list", collection.token), {"title": ""}).status_code == 200
    assert own.get(address("edit_list", collection.token)).status_code == 200


def test_removed_list_can_be_brought_back_from_the_message(own, collection, moment):
    page = text_of(own.post(address("remove_list", collection.token), follow=True))
    assert address("restore_list", collection.token) in page
    assert own.get(address("moment_list", collection.token)).status_code == 404

    own.post(address("restore_list", collection.token))

    assert QUOTE in text_of(own.get(address("moment_list", collection.token)))


def test_moments_are_put_in_order_by_script_and_by_buttons(own, film, collection, moment):
    second = MomentFactory(video=film, collection=collection)
    order = address("order_moments", collection.token)

    answer = own.post(order, {"order": [f"moments:{second.token}", f"moments:{moment.token}"]})
    assert answer.status_code == 204
    assert list(collection.moments.all()) == [second, moment]

    answer = own.post(order, {"move": f"{second.token}:down"})
    assert answer.url.endswith(f"#moment-{second.token}")
    assert list(collection.moments.all()) == [moment, second]


# --- a moment ----------------------------------------------------------------------------------------------------------


def test_moment_is_changed_and_put_into_another_list(own, moment, said, reader, school):
    other = MomentListFactory(owner=reader, school=school)
    typed = {"seconds": "0:20", "end_seconds": "0:24", "note": "Задачи", "collection": other.token}
    assert QUOTE in text_of(own.get(address("edit_moment", moment.token)))

    answer = own.post(address("edit_moment", moment.token), typed)

    moment.refresh_from_db()
    assert answer.url == f"/moments/{other.token}/#moment-{moment.token}"
    assert (moment.seconds, moment.note, moment.collection) == (20.0, "Задачи", other)
    assert moment.quote.startswith("Задачи отвечают")


def test_moment_that_is_doubtful_asks_to_be_looked_at(own, moment):
    Moment.objects.update(is_lost=True)

    assert "Слова видео изменились" in text_of(own.get(address("edit_moment", moment.token)))


def test_moment_that_is_none_is_not_saved(own, moment, collection):
    typed = {"seconds": "0:20", "end_seconds": "0:20", "collection": collection.token}

    assert "не меньше секунды" in text_of(own.post(address("edit_moment", moment.token), typed))
    assert own.post(address("edit_moment", moment.token), typed | {"seconds": ""}).status_code == 200


def test_removed_moment_can_be_brought_back_from_the_message(own, collection, moment):
    page = text_of(own.post(address("remove_moment", moment.token), follow=True))
    assert QUOTE not in page
    assert address("restore_moment", moment.token) in page
    assert own.get(address("edit_moment", moment.token)).status_code == 404

    own.post(address("restore_moment", moment.token))

    assert QUOTE in text_of(own.get(address("moment_list", collection.token)))


def test_moment_of_no_list_has_no_page(own, film, reader):
    moment = MomentFactory(video=film, made_by=reader)

    assert own.get(address("edit_moment", moment.token)).status_code == 404


# --- playing -----------------------------------------------------------------------------------------------------------


def test_list_is_played_one_after_the_other_without_what_is_closed(client, film, collection, moment, school):
    MomentList.objects.update(is_shared=True)
    MomentFactory(video=VideoFactory(school=school, ready=True), collection=collection, quote="Закрыто")
    last = MomentFactory(video=film, collection=collection, seconds=20.0, end_seconds=24.0)

    shown = text_of(client.get(address("moment_list", collection.token)))
    assert f'href="/moments/{collection.token}/play/1/?t=12s-16s"' in shown

    first = text_of(client.get(address("play_moment", collection.token, 1)))
    assert "1 из 2" in first
    assert f'href="/moments/{collection.token}/play/2/?t=20s-24s" rel="next"' in first
    assert 'rel="prev"' not in first

    second = text_of(client.get(address("play_moment", collection.token, 2)))
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second
    assert last.video.title in second
    assert client.get(address("play_moment", collection.token, 3)).status_code == 404
    assert client.get(address("play_moment", collection.token, 0)).status_code == 404


# --- what all pages keep to ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page_of",
    [
        lambda moment: address("moment_list", moment.collection.token),
        lambda moment: address("play_moment", moment.collection.token, 1),
        lambda moment: address("edit_moment", moment.token),
        lambda _moment: address("moment_lists"),
        lambda moment: address("keep_moment", moment.video.token),
    ],
)
def test_pages_ask_no_more_for_more_moments(own, collection, moment, said, school, assert_flat, page_of):
    def grow():
        lesson = LessonFactory(held=True, cycle__programme__school=school)
        MomentFactory(video=VideoFactory(lesson=lesson, ready=True), collection=collection)

    assert_flat(lambda: own.get(page_of(moment)), grow)


def test_player_offers_moments_and_says_when_one_is_over(client, film):
    page = text_of(client.get(f"/lessons/{film.lesson.slug}/?t=12-16"))

    assert "Момент окончен" in page
    assert re.search(r'<option value="30">30\s*с</option>', page)
    assert f'href="{address("keep_moment", film.token)}"' in page
    assert "Момент окончен" in text_of(client.get(address("embed", film.token)))


def test_list_beyond_the_limit_is_not_made(own, monkeypatch):
    monkeypatch.setattr(collections, "MOST_LISTS", 0)

    assert "У вас 100 списков" in text_of(own.post(address("moment_lists"), {"title": "Ещё"}))


def test_moment_rows_of_a_film_that_its_lesson_plays_no_more_lead_to_the_films_own_page(reader, school, film, moment):
    VideoFactory(lesson=film.lesson, ready=True, created_at=film.created_at + timedelta(hours=1))

    (row,) = moment_rows(reader, school, Moment.objects.filter(pk=moment.pk))

    assert row.url == f"/videos/{film.token}/?t=12s-16s"
