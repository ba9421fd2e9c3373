"""Fragments become pieces: long enough, beginning with key frames, never longer than promised."""

import pytest

from nastavnik.live.ingest.packaging.fragments import Fragment, Run
from nastavnik.live.ingest.packaging.pieces import PieceMaker


def fragment(begin: float, seconds: float, *, is_key: bool = True, has_picture: bool = True) -> Fragment:
    run = Run(begin, seconds, 25, is_key)
    name = f"{begin:g};".encode()
    return Fragment(name, name.upper(), run if has_picture else None, Run(begin, seconds, 40, True))


def pieces_of(*fragments: Fragment, longest: float = 4.49, **options):
    maker = PieceMaker(lambda: longest, **{"has_picture": True, **options})
    pieces = [piece for piece in map(maker.add, fragments) if piece is not None]
    last = maker.finish()
    return maker, [*pieces, *([last] if last else [])]


def test_pieces_begin_with_every_key_frame():
    _maker, pieces = pieces_of(fragment(10, 1), fragment(11, 1), fragment(12, 2))

    assert [(piece.begin_seconds, piece.seconds) for piece in pieces] == [(10, 1), (11, 1), (12, 2)]
    assert all(piece.begins_with_key_frame for piece in pieces)


def test_key_frames_too_near_are_joined_to_a_piece():
    _maker, pieces = pieces_of(*(fragment(10 + number * 0.4, 0.4) for number in range(5)))

    assert [piece.content for piece in pieces] == [b"10;10.4;10.8;", b"11.2;11.6;"]
    assert [piece.seconds for piece in pieces] == pytest.approx([1.2, 0.8])


def test_fragments_without_key_frame_belong_to_the_piece_before():
    _maker, pieces = pieces_of(fragment(0, 1.5), fragment(1.5, 0.5, is_key=False), fragment(2, 1.5))

    assert [piece.seconds for piece in pieces] == [2, 1.5]


def test_piece_without_key_frames_ends_before_it_is_too_long():
    rest = [fragment(number * 1.5, 1.5, is_key=False) for number in range(1, 8)]
    maker, pieces = pieces_of(fragment(0, 1.5), *rest, fragment(12, 1.5))

    assert [piece.seconds for piece in pieces] == [3, 3, 3, 3, 1.5]
    assert [piece.begins_with_key_frame for piece in pieces] == [True, False, False, False, True]
    assert maker.longest_key_gap_seconds == 12


def test_hole_is_cut_to_the_longest_and_told():
    _maker, pieces = pieces_of(fragment(0, 1), fragment(40, 1), fragment(41, 1))

    assert [piece.seconds for piece in pieces] == [4.49, 1, 1]
    assert [piece.follows_a_hole for piece in pieces] == [False, True, False]


def test_clock_that_goes_back_makes_no_negative_piece():
    _maker, pieces = pieces_of(fragment(50, 1), fragment(50.95, 1), fragment(50.9, 1), fragment(50.95, 1))

    assert all(piece.seconds > 0 for piece in pieces)


def test_what_is_there_already_is_dropped():
    _maker, pieces = pieces_of(fragment(10, 1), fragment(11, 1), fragment(12.001, 1), since_seconds=12.003)

    assert [piece.begin_seconds for piece in pieces] == [12.001]


def test_sound_alone_may_end_anywhere():
    sounds = [fragment(number, 1.0, has_picture=False) for number in range(3)]

    maker, pieces = pieces_of(*sounds, has_picture=False)

    assert [piece.seconds for piece in pieces] == [1, 1, 1]
    assert maker.longest_key_gap_seconds == 0


def test_fragment_of_sound_in_a_film_joins_the_open_piece():
    _maker, pieces = pieces_of(fragment(0, 1), fragment(1, 0.2, has_picture=False), fragment(1.2, 1))

    assert [piece.content for piece in pieces] == [b"0;1;", b"1.2;"]


def test_finish_of_nothing_is_nothing():
    assert pieces_of()[1] == []
