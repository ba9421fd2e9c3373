"""Pages of the talk's file on the stills of the film."""

import numpy as np
import pytest
from bench import _slides_film as made
from PIL import Image

from nastavnik.video.slides import matching
from nastavnik.video.slides.frames import HEIGHT, WIDTH

WHOLE = (0, 0, WIDTH, HEIGHT)


def page(number):
    picture = made.draw(number, 4, is_decorated=False).reshape(HEIGHT, 2, WIDTH, 2).mean(axis=(1, 3))
    return picture.astype(np.uint8)


def pages(count):
    return np.array([page(number) for number in range(count)])


def with_head(still):
    still = still.copy()
    still[60:, 120:] = 90
    return still


def test_match_finds_pages_behind_a_head_and_when_the_speaker_goes_back():
    shown = [0, 1, 2, 4, 1, 5]
    stills = np.array([with_head(page(number)) for number in shown])

    assert matching.match_pictures(stills, pages(6), [WHOLE] * 6) == shown


def test_match_leaves_a_still_that_shows_no_page():
    other = np.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH)).astype(np.uint8)

    assert matching.match_pictures(np.array([page(0), other, page(1)]), pages(2), [WHOLE] * 2) == [0, None, 1]


def test_match_finds_slides_that_fill_a_part_of_the_picture():
    stills = np.full((3, HEIGHT, WIDTH), 20, np.uint8)
    for number in range(3):
        large = Image.fromarray(made.draw(number, 4, scale=4).astype(np.uint8))
        stills[number, :63, :112] = np.asarray(large.resize((112, 63), Image.Resampling.BOX))

    assert matching.match_pictures(stills, pages(3), [WHOLE] * 3) == [0, 1, 2]


def test_match_of_blank_pages_matches_nothing():
    blank = np.full((2, HEIGHT, WIDTH), 255, np.uint8)

    assert matching.match_pictures(blank, blank, [WHOLE] * 2) == [None, None]


@pytest.mark.parametrize(("stills", "pages_"), [(0, 2), (2, 0)])
def test_match_without_stills_or_pages_is_empty(stills, pages_):
    assert matching.match_pictures(pages(stills), pages(pages_), [WHOLE] * pages_) == [None] * stills


def test_match_of_texts_finds_the_page_that_says_the_same():
    texts = ["Бюджет проекта сто рублей", "Цели и задачи проекта", "нечто совсем другое здесь"]

    assert matching.match_texts(["Цели и задачи проекта", "", "Бюджет проекта сто рублей!"], texts) == [1, None, 0]
    assert matching.match_texts(["", ""], texts) == [None, None]
    assert matching.match_texts(["слово"], []) == [None]


def test_match_by_order_only_where_the_numbers_agree():
    assert matching.match_order(4, 3, [None, None, 0, None]) == [0, 1, 0, 2]
    assert matching.match_order(3, 2, [None, None, None]) == [None, None, None]
