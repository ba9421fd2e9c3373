"""Speech in paragraphs."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.speech.made import UNHURRIED, Row, said, transcripts

from nastavnik.publishing.speech.paragraphs import LONGEST, Paragraph, paragraphs_of
from nastavnik.publishing.speech.sentences import Sentence

LINE = "Сегодня мы говорим о том, как библиотека встречает читателя и что он уносит с собой."


def lengths(paragraphs):
    return [len(one.sentences) for one in paragraphs]


def test_silence_has_no_paragraphs():
    assert paragraphs_of([], chapters=[5], slides=[5]) == ()


def test_long_speech_has_paragraphs_of_a_good_length():
    paragraphs = paragraphs_of(said(*[LINE] * 70))
    assert set(lengths(paragraphs)) == {6, 7}


def test_long_pause_begins_a_paragraph():
    rows = said(*[LINE] * 10)
    late = [Row(row.seconds + 3 * (at >= 4), row.end_seconds + 3 * (at >= 4), row.text) for at, row in enumerate(rows)]
    assert lengths(paragraphs_of(rows)) == [5, 5]
    assert lengths(paragraphs_of(late)) == [4, 6]


def test_new_slide_begins_a_paragraph_when_it_comes_near_a_sentence():
    rows = said(*[LINE] * 10)
    assert lengths(paragraphs_of(rows, slides=[0.0, rows[4].seconds - 1.5])) == [4, 6]
    assert lengths(paragraphs_of(rows, slides=[1000])) == [5, 5]


def test_chapter_begins_a_paragraph_in_any_case():
    rows = said(*[LINE] * 5)
    assert lengths(paragraphs_of(rows, chapters=[rows[1].seconds + 0.9, rows[1].seconds, 900])) == [1, 4]


def test_paragraphs_of_people_are_kept():
    rows = [Row(at * 4, at * 4 + 4, LINE, (), begins_paragraph=at in {1, 20}) for at in range(30)]
    assert lengths(paragraphs_of(rows, slides=[40])) == [1, 19, 10]
    assert lengths(paragraphs_of(rows, chapters=[40])) == [1, 9, 10, 10]


def test_paragraph_has_the_seconds_of_what_was_said_in_it():
    paragraph = Paragraph((Sentence("Ведь", None, None), Sentence("так.", 5, 6), Sentence("И так.", 3, 4)))
    assert (paragraph.text, paragraph.seconds, paragraph.end_seconds) == ("Ведь так. И так.", 3, 6)
    written = Paragraph((Sentence("Ведь", None, None),))
    assert (written.seconds, written.end_seconds) == (None, None)


@UNHURRIED
@given(transcripts(), st.lists(st.floats(0, 100), max_size=4), st.lists(st.floats(0, 100), max_size=9))
def test_paragraphs_lose_no_word_and_are_no_sheets(rows, chapters, slides):
    paragraphs = paragraphs_of(rows, chapters=chapters, slides=slides)
    assert " ".join(one.text for one in paragraphs) == " ".join(" ".join(row.text for row in rows).split())
    assert all(one.sentences for one in paragraphs)
    assert all(one.seconds <= other.seconds for one, other in pairwise(paragraphs))
    if not any(row.begins_paragraph for row in rows):
        assert all(len(one.text) < LONGEST or len(one.sentences) == 1 for one in paragraphs)
