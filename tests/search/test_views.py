import pytest
from django.urls import reverse
from django.utils import timezone
from tests.programme.factories import EnrolmentFactory, HandoutFactory
from tests.search.factories import ChapterFactory, CueFactory, DeckFactory, SlideFactory, TranscriptFactory
from tests.video.factories import VideoFactory

from nastavnik.core.memory import forget_all
from nastavnik.search import services
from nastavnik.search.enums import PassageKind
from nastavnik.search.models import SearchMiss
from nastavnik.search.services import pace
from nastavnik.video.enums import Access

NOW = timezone.now()
SEARCH, SUGGESTIONS, MISSES = reverse("search:search"), reverse("search:suggestions"), reverse("search:misses")


def page_of(client, text, path=SEARCH):
    return client.get(path, {"q": text}).content.decode()


def test_search_without_a_question_says_how_to_ask(client, school):
    page = page_of(client, "")

    assert "ББК" in page
    assert 'name="q"' in page
    assert "noindex" in page
    assert not SearchMiss.objects.exists()


def test_search_shows_moments_with_the_words_marked(client, say, film, lesson):
    say("Смета готова.", "Проект и смета.")
    page = page_of(client, "смете")

    assert "<mark>Смета</mark> готова." in page
    assert f"/lessons/{lesson.slug}/?t=10" in page
    assert f"/lessons/{lesson.slug}/?t=0" in page
    assert lesson.title in page
    assert "M17 2V22" in page  # 10 of 600 seconds on the time line


def test_search_shows_what_a_stranger_typed_as_text(client, say):
    say("Смета <b>готова</b>.")

    assert "<b>" not in page_of(client, "смета").replace("<b>готова", "!").partition("<mark>")[2][:60]
    assert "<script>alert" not in page_of(client, "<script>alert(1)</script>")


def test_search_counts_what_was_looked_for_in_vain(client, school):
    page = page_of(client, "Слоны  Африки")

    assert "Слоны Африки" in page
    assert list(SearchMiss.objects.values_list("text", "count")) == [("слоны африки", 1)]


def test_search_says_what_it_looked_for_instead(client, say):
    say("Смета готова.")
    page = page_of(client, "смтеа")

    assert f"{SEARCH}?q=%D1%81%D0%BC%D0%B5%D1%82%D0%B0" in page
    assert not SearchMiss.objects.exists()


def test_search_says_when_not_all_words_were_found_together(client, say):
    say("Смета проекта готова.")

    assert "<mark>Смета</mark>" in page_of(client, "смета проекта слона")
    assert "<mark>Смета</mark>" in page_of(client, "смета слона")
    # themes to come: nobody has spoken of both
    assert SearchMiss.objects.count() == 2


def test_search_shows_the_slide_of_the_moment(client, say, film):
    SlideFactory(video=film, seconds=5.0, still="still5")
    SlideFactory(video=film, seconds=400.0, still="still400")
    say("Смета готова.", "Проект и смета.")
    page = page_of(client, "проект")

    assert "still5-640.webp" in page
    assert "still400" not in page
    assert "still5" not in page_of(client, "готова")


def test_search_shows_the_sharp_page_of_the_talks_file(client, say, film):
    DeckFactory(video=film, pages=[{"picture": "page1"}])
    SlideFactory(video=film, seconds=0.0, still="still0", page=1)
    SlideFactory(video=film, seconds=5.0, still="still5", page=9)
    say("Смета готова.", "Проект и смета.")

    assert "page1-640.webp" in page_of(client, "готова")
    assert "still5-640.webp" in page_of(client, "проект")


def test_search_names_a_chapter_and_its_slide_once(client, say, film):
    ChapterFactory(video=film, seconds=30.0, title="Смета")
    SlideFactory(video=film, seconds=30.0, title="Смета")
    say("Проект.")

    assert page_of(client, "смета").count('?t=30">') == 1


def test_search_leads_to_the_page_of_a_handout(client, lesson):
    handout = HandoutFactory(lesson=lesson, title="Образец", url="https://example.ru/memo")
    services.replace_passages(
        source=services.Source(lesson.school_id, lesson_id=lesson.pk, handout_id=handout.pk),
        passages=[services.NewPassage(PassageKind.PAGE, "Смета на странице", NOW, page=3)],
    )
    page = page_of(client, "смета")

    assert "https://example.ru/memo" in page
    assert "Образец" in page


def test_search_plays_an_older_film_of_a_lesson_on_its_own_page(client, say, film, lesson):
    say("Смета готова.")
    VideoFactory(lesson=lesson, ready=True)

    assert f"{reverse('video:watch', args=[film.token])}?t=0" in page_of(client, "смета")


def test_moment_of_an_open_film_plays_in_place(client, say, film):
    say("Пишем смету.")

    page = page_of(client, "смета")

    assert f'<iframe src="/embed/{film.token}/?t=0"' in page
    assert 'loading="lazy"' in page


def test_moment_of_a_film_for_the_enrolled_is_played_on_its_page_alone(client, say, film, lesson, learner):
    say("Пишем смету.")
    film.access = Access.ENROLLED
    film.save()
    EnrolmentFactory(programme=lesson.cycle.programme, user=learner)
    client.force_login(learner)

    page = page_of(client, "смета")

    assert "смету" in page
    assert "<iframe" not in page


def test_search_tells_how_many_moments_are_not_shown(client, say):
    say(*[f"Смета номер {number}." for number in range(7)])

    assert page_of(client, "смета").count("<mark>") == 4


def test_search_of_a_program_is_refused(client, say, monkeypatch):
    monkeypatch.setattr(pace, "MOST_SEARCHES", 1)
    say("Смета готова.")

    assert client.get(SEARCH, {"q": "смета"}).status_code == 200
    assert client.get(SEARCH, {"q": "готова"}).status_code == 409
    assert client.get(SEARCH).status_code == 200


@pytest.mark.parametrize("who", ["guest", "learner", "methodist"])
def test_search_makes_few_queries_however_much_is_found(who, request, client, say, film, lesson, assert_flat):
    SlideFactory(video=film)
    say("Смета и проект.", "Бюджет проекта и смета.")
    if who != "guest":
        client.force_login(request.getfixturevalue(who))

    def grow():
        services.index_answer(
            school=film.school,
            origin=f"a/{film.pk}",
            url="/a/",
            texts=["Смета проекта."] * 5,
            said_at=NOW,
            lesson=lesson,
        )
        VideoFactory(lesson=lesson, ready=True)

    assert_flat(lambda: client.get(SEARCH, {"q": "смета проекта"}), grow)


def test_suggestions_are_a_part_of_a_page(client, say, lesson):
    say("Смета готова.")
    page = page_of(client, "сме", SUGGESTIONS)

    assert "<html" not in page
    assert "<mark>Смета</mark> готова." in page
    assert lesson.title in page
    assert "<li" not in page_of(client, "слон", SUGGESTIONS)


def test_suggestions_fall_silent_for_a_program(client, say, monkeypatch):
    monkeypatch.setattr(pace, "MOST_SUGGESTIONS", 1)
    say("Смета готова.")

    assert "<li" in page_of(client, "сме", SUGGESTIONS)
    assert "<li" not in page_of(client, "сме", SUGGESTIONS)


def test_desk_sees_what_was_not_found(client, school, methodist):
    services.note_miss(school=school, text="Слоны", now=NOW)
    services.note_miss(school=school, text="слоны", now=NOW)
    client.force_login(methodist)

    page = client.get(MISSES).content.decode()

    assert "слоны" in page
    assert "слоны" not in client.get(MISSES, {"q": "жираф"}).content.decode()
    assert client.get(MISSES, {"export": "csv"}).getvalue().decode().count("слоны") == 1


def test_desk_without_misses_says_so(client, school, director):
    client.force_login(director)

    assert client.get(MISSES).status_code == 200


def test_search_of_a_school_under_a_path_leads_into_it(client, say, school):
    school.path = "first"
    school.save()
    say("Смета готова.")
    forget_all()

    assert 'href="/first/lessons/' in page_of(client, "смета", f"/first{SEARCH}")


def test_page_holds_about_twenty_moments(client, school):
    for number in range(8):
        services.index_answer(
            school=school, origin=f"a/{number}", url=f"/a/{number}/", texts=["Смета.", "Вторая смета."] * 2, said_at=NOW
        )

    page = page_of(client, "смета")

    assert page.count("<article") == 20
    assert "32" in page


def test_misses_are_hidden_from_who_is_not_of_the_desk(client, school, learner):
    client.force_login(learner)

    assert client.get(MISSES).status_code == 403


def test_words_that_only_the_enrolled_hear_are_suggested_to_nobody_else(client, say, lesson):
    say("Смета.")
    hidden = VideoFactory(lesson=lesson, ready=True, access=Access.ENROLLED)
    words = TranscriptFactory(video=hidden)
    for number in range(5):
        CueFactory(transcript=words, seconds=number * 10.0, text="Смена.")
    services.index_video(video_id=hidden.pk, now=NOW)

    page = page_of(client, "смеша")

    assert "смета</a>" in page
    assert "смена" not in page
