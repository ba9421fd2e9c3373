"""Which places of a film are proposed as chapters."""

from itertools import pairwise

from nastavnik.video.services.proposals import Said, Shown, long_pauses, propose, title_from


def talk(*begins, text="Слова."):
    """Say a phrase of four seconds at each place, and half a second of breath before the next."""
    return [Said(begin, begin + 4.0, text) for begin in begins]


def seconds_of(proposals):
    return [one.seconds for one in proposals]


def test_propose_of_few_slides_takes_all_with_their_titles():
    slides = [Shown(0.0, "Начало"), Shown(16.4, "Цель"), Shown(32.2, "Бюджет")]

    found = propose(slides, [], 120.0)

    assert [(one.seconds, one.title) for one in found] == [(0.0, "Начало"), (16.4, "Цель"), (32.2, "Бюджет")]


def test_propose_of_a_slide_that_goes_on_is_one_chapter():
    slides = [Shown(0.0, "Бюджет"), Shown(20.0, "Бюджет"), Shown(40.0, "Итоги"), Shown(60.0, "")]

    assert seconds_of(propose(slides, [], 120.0)) == [0.0, 40.0, 60.0]


def test_propose_of_many_slides_keeps_those_that_come_with_a_pause_and_room_between():
    slides = [Shown(30.0 * number, f"Слайд {number}") for number in range(120)]
    # the speaker stops before the slides of every fifth minute, and at no other
    phrases = talk(*(300.0 * part + 4.5 * number for part in range(12) for number in range(65)))

    found = seconds_of(propose(slides, phrases, 3600.0))

    assert set(found) >= {300.0 * part for part in range(12)}
    assert all(later - one >= 120.0 for one, later in pairwise(found))


def test_propose_of_many_slides_without_words_takes_one_in_four_minutes():
    slides = [Shown(30.0 * number, f"Слайд {number}") for number in range(120)]

    assert seconds_of(propose(slides, [], 3600.0)) == [240.0 * number for number in range(15)]


def test_propose_without_slides_parts_a_long_talk_at_its_pauses():
    phrases = [*talk(1.0, 5.5, 10.0), *talk(300.0, 304.5, text="О бюджете. И ещё."), *talk(320.0), *talk(600.0)]

    found = propose([], phrases, 700.0)

    assert [(one.seconds, one.title) for one in found] == [(1.0, "Слова"), (300.0, "О бюджете"), (600.0, "Слова")]


def test_propose_without_slides_leaves_short_and_silent_films_alone():
    assert propose([], talk(1.0, 100.0), 300.0) == []
    assert propose([], [], 3600.0) == []


def test_title_of_a_slide_without_one_is_what_is_said_then():
    phrases = [Said(15.0, 16.0, "Раньше."), Said(17.0, 20.0, "Цель проекта. Потом другое.")]

    assert propose([Shown(18.0, "")], phrases, 60.0)[0].title == "Цель проекта"
    assert title_from(phrases, 100.0) == ""


def test_title_from_a_long_sentence_ends_with_a_whole_word():
    title = title_from(
        [Said(0.0, 9.0, "Одна страница наблюдений за жителями полезнее, чем десять страниц общих слов")], 0.0
    )

    assert title == "Одна страница наблюдений за жителями полезнее, чем десять страниц…"


def test_long_pauses_are_longer_than_this_speaker_breathes():
    slow = [Said(0.0, 1.0, ""), Said(2.0, 3.0, ""), Said(4.0, 5.0, ""), Said(8.0, 9.0, ""), Said(8.5, 9.5, "")]

    assert long_pauses(slow) == [(5.0, 8.0)]
    assert long_pauses([]) == []
