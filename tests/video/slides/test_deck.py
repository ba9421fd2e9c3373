"""What a person does to a list of slides."""

import pytest

from nastavnik.video.slides import deck
from nastavnik.video.slides.deck import Slide

ONE, TWO, THREE = (
    Slide(0.0, still="a", title="Первый"),
    Slide(10.0, still="b", text="два"),
    Slide(20.0, still="c", repeats=0.0),
)
ALL = (ONE, TWO, THREE)


def test_merge_keeps_what_was_shown_last_and_the_title_of_the_first():
    merged = deck.merge(ALL, 10.0)

    assert [slide.seconds for slide in merged] == [0.0, 20.0]
    assert (merged[0].still, merged[0].title, merged[0].text) == ("b", "Первый", "два")
    assert merged[1].repeats == 0.0


def test_merge_of_a_slide_that_is_repeated_ties_the_later_to_the_earlier():
    slides = (ONE, TWO, Slide(30.0, repeats=10.0))

    assert deck.merge(slides, 10.0)[1].repeats == 0.0


def test_merge_of_the_first_changes_nothing():
    assert deck.merge(ALL, 0.0) == ALL


def test_remove_lets_the_one_before_go_on_and_unties_who_repeated_it():
    assert deck.remove(ALL, 10.0) == (ONE, THREE)
    assert deck.remove(ALL, 0.0)[1].repeats is None


def test_move_takes_stills_anew_where_they_may_show_the_other():
    moved = deck.move(ALL, 10.0, 12.5)

    assert [(slide.seconds, slide.still) for slide in moved] == [(0.0, ""), (12.5, ""), (20.0, "c")]


def test_move_beyond_others_puts_it_in_its_place():
    moved = deck.move(ALL, 0.0, 15.0)

    assert [slide.seconds for slide in moved] == [10.0, 15.0, 20.0]
    assert (moved[0].still, moved[2].repeats) == ("", 15.0)


def test_add_splits_the_one_before():
    added = deck.add(ALL, 15.0, "  Новый   слайд ")

    assert [(slide.seconds, slide.still, slide.title) for slide in added][1:3] == [
        (10.0, "", ""),
        (15.0, "", "Новый слайд"),
    ]
    assert added[2].origin == "hand"
    assert deck.add((), 3.0)[0].seconds == 3.0


@pytest.mark.parametrize("change", [lambda: deck.add(ALL, 10.1), lambda: deck.move(ALL, 0.0, 20.05)])
def test_change_to_a_second_that_is_taken_is_refused(change):
    with pytest.raises(deck.PlaceTaken):
        change()


def test_change_of_a_slide_that_is_gone_is_refused():
    with pytest.raises(deck.NoSuchSlide):
        deck.rename(ALL, 11.0, "?")


def test_rename_keeps_one_line():
    assert deck.rename(ALL, 10.0, " a \n b ")[1].title == "a b"


def test_set_page_takes_its_words_and_keeps_a_title_when_there_is_none():
    shown = deck.set_page(ALL, 0.0, 3, "Бюджет", "сто рублей")
    assert (shown[0].page, shown[0].title, shown[0].text) == (3, "Бюджет", "сто рублей")
    assert deck.set_page(shown, 0.0, None, "", "")[0] == Slide(0.0, still="a", title="Бюджет")
