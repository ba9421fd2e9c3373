"""Finding slides: what begins one, what is a step of one, and what is none."""

import numpy as np
import pytest
from bench import _slides_film as made
from tests.video.slides.talks import CALM, grey_frames

from nastavnik.video.slides import finder
from nastavnik.video.slides.finder import find_slides, still_second, still_times
from nastavnik.video.slides.frames import FRAME_BYTES, HEIGHT, RATE, WIDTH, frames_of


def found_in(talk, hardship, seed=1):
    found = find_slides(grey_frames(talk, hardship, seed))
    return found, made.score([(slide.seconds, slide.repeats) for slide in found], talk)


def shown(*begins, end, **words):
    ends = [*begins[1:], end]
    return [
        made.Shown(begin, until, number=number, **words)
        for number, (begin, until) in enumerate(zip(begins, ends, strict=True))
    ]


def test_find_in_a_hard_talk_finds_the_slides_and_nothing_else():
    hardship = made.Hardship()
    talk = made.plan_talk(20, 480, hardship, seed=3)

    found, score = found_in(talk, hardship)

    assert (score.precision, score.recall) == (1.0, 1.0)
    assert score.worst_seconds <= 0.5
    assert score.repeats_right == score.repeats
    assert len(found) == 20


def test_find_of_a_bullet_that_appears_is_a_step_of_the_same_slide():
    talk = shown(0.0, 20.0, end=40.0)
    talk[0].steps = [8.0, 14.0]

    found, _score = found_in(talk, CALM)

    assert [slide.seconds for slide in found] == [0.0, 20.0]
    assert found[0].steps == (8.0, 14.0)


def test_find_of_a_dark_beginning_begins_with_the_first_slide():
    found, _score = found_in(shown(5.0, 15.0, end=25.0), CALM)

    assert [slide.seconds for slide in found] == [5.0, 15.0]


def test_find_of_an_earlier_slide_says_which_it_repeats():
    talk = shown(0.0, 10.0, 20.0, 30.0, end=40.0)
    talk[2].repeats = 0
    talk[3].repeats = 0

    found, _score = found_in(talk[:3], CALM)
    assert [slide.repeats for slide in found] == [None, None, 0]

    # who goes back twice repeats the first one, not its repetition
    talk[3] = made.Shown(30.0, 40.0, number=1, repeats=None)
    talk.append(made.Shown(40.0, 50.0, number=9, repeats=0))
    found, _score = found_in(talk, CALM)
    assert [slide.repeats for slide in found] == [None, None, 0, 1, 0]


@pytest.mark.parametrize("fade", [0.5, 1.0, 1.5])
def test_find_of_a_fade_begins_where_it_begins(fade):
    talk = shown(0.0, 12.0, 24.0, end=36.0, fade=fade)

    found, score = found_in(talk, CALM)

    assert len(found) == 3
    assert score.worst_seconds <= 0.5


def test_find_of_a_film_within_the_film_is_one_slide():
    talk = shown(0.0, 15.0, 55.0, end=75.0)
    talk[1].kind = "film"

    found, score = found_in(talk, CALM)

    assert (len(found), score.right) == (3, 3)
    assert [slide.is_film for slide in found] == [False, True, False]


def test_find_of_a_page_that_is_scrolled_is_one_slide():
    talk = shown(0.0, 15.0, 46.0, end=60.0)
    talk[1].kind = "page"

    found, _score = found_in(talk, CALM)

    assert [slide.seconds for slide in found] == [0.0, 15.0, 46.0]


def test_find_with_somebody_who_walks_through_misses_nothing():
    hardship = made.Hardship(passer_by=True, fades=0.0, goes_back=0.0)
    talk = made.plan_talk(6, 150, hardship)

    found, score = found_in(talk, hardship)

    assert score.recall == 1.0
    assert len(found) <= len(talk) + 1


def test_find_of_a_hand_held_camera_does_not_burst():
    hardship = made.Hardship(shake=6.0)
    talk = made.plan_talk(6, 120, hardship)

    found, _score = found_in(talk, hardship)

    assert len(found) <= len(talk)


def test_find_of_many_shots_in_a_row_leaves_the_first():
    begins = [20.0 + 2.5 * number for number in range(9)]
    talk = shown(0.0, *begins, 60.0, end=80.0)

    found, _score = found_in(talk, CALM)

    assert [slide.seconds for slide in found] == [0.0, 20.0, 60.0]


def drawn(number, bullets, seconds, hand=None):
    """A picture at rest for some seconds; `hand` is where something grey lies over it."""
    picture = made.draw(number, bullets).reshape(HEIGHT, 2, WIDTH, 2).mean(axis=(1, 3))
    if hand is not None:
        picture[hand] = 90
    return [picture.astype(np.uint8)] * (seconds * RATE)


def test_find_with_somebody_who_stands_before_a_slide_finds_one():
    hand = np.s_[15:, 20:55]
    frames = [*drawn(3, 4, 10), *drawn(3, 4, 10, hand), *drawn(3, 5, 10), *drawn(6, 4, 10)]

    found = find_slides(np.array(frames))

    assert [slide.seconds for slide in found] == [0.0, 30.0]
    assert found[0].steps == (20.0,)


def test_find_of_an_earlier_step_of_a_repeated_slide_is_no_other():
    frames = [*drawn(3, 2, 10), *drawn(3, 5, 10), *drawn(6, 4, 10), *drawn(3, 5, 10), *drawn(3, 2, 10)]

    found = find_slides(np.array(frames))

    assert [(slide.seconds, slide.repeats) for slide in found] == [(0.0, None), (20.0, None), (30.0, 0)]
    assert found[2].steps == (40.0,)


def test_find_of_very_many_steps_keeps_the_first_and_the_newest(monkeypatch):
    monkeypatch.setattr(finder, "MOST_STATES", 2)
    frames = [frame for bullets in range(1, 6) for frame in drawn(3, bullets, 5)]
    frames += [*drawn(6, 4, 10), *drawn(3, 1, 10)]

    found = find_slides(np.array(frames))

    assert [(slide.seconds, slide.repeats) for slide in found] == [(0.0, None), (25.0, None), (35.0, 0)]


def test_find_in_nothing_finds_nothing():
    assert find_slides(frames_of(np.zeros(0, np.uint8))) == []
    assert find_slides(np.zeros((20, HEIGHT, WIDTH), np.uint8)) == []
    assert len(frames_of(np.zeros(FRAME_BYTES + 7, np.uint8))) == 1


def test_still_is_taken_before_the_next_slide():
    found, _score = found_in(shown(0.0, 10.0, end=20.0), CALM)

    assert list(still_times(found, 20.0)) == [9.0, 19.0]
    assert still_second(4.0, 5.0) == 4.5
    assert still_second(5.0, 5.0) == 5.0
