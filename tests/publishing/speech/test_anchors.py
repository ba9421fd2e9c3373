"""Seconds survive an editor."""

import time

from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.speech.made import UNHURRIED, said, transcripts

from nastavnik.publishing.speech.anchors import anchored
from nastavnik.publishing.speech.marks import marks_in
from nastavnik.publishing.speech.paragraphs import Paragraph, paragraphs_of
from nastavnik.publishing.speech.removal import without
from nastavnik.publishing.speech.sentences import Sentence, sentences_in

ONE = Sentence("Мы открыли клуб при сельской библиотеке.", 10.0, 15.0)
TWO = Sentence("Дети приходят туда после уроков.", 16.0, 20.0)
THREE = Sentence("Потом они читают вслух.", 21.0, 24.0)
OLD = [Paragraph((ONE, TWO)), Paragraph((THREE,))]


def sentences(*texts, old=OLD):
    return [sentence for paragraph in anchored(old, texts) for sentence in paragraph.sentences]


def seconds(*texts, old=OLD):
    return [(one.seconds, one.end_seconds) for one in sentences(*texts, old=old)]


def test_merged_and_split_paragraphs_keep_every_second():
    assert anchored(OLD, [f"{ONE.text} {TWO.text} {THREE.text}"]) == (Paragraph((ONE, TWO, THREE)),)
    assert anchored(OLD, [ONE.text, "", TWO.text, THREE.text]) == tuple(Paragraph((one,)) for one in (ONE, TWO, THREE))


def test_sentence_taken_out_leaves_the_others():
    assert seconds(ONE.text, THREE.text) == [(10, 15), (21, 24)]


def test_marks_and_letters_changed_keep_the_seconds():
    assert seconds("мы открыли клуб — при «сельской» библиотеке!") == [(10, 15)]


def test_words_changed_within_a_sentence_keep_its_ends():
    assert seconds("Мы открыли кружок при сельской библиотеке.", THREE.text) == [(10, 15), (21, 24)]


def test_words_taken_from_the_beginning_move_it_later():
    ((begin, end),) = seconds("При сельской библиотеке.")
    assert 10 < begin < 13
    assert end == 15


def test_words_put_in_take_no_time_of_a_sentence_that_is_gone():
    assert seconds(ONE.text, "Ученики затем читают вслух.") == [(10, 15), (21, 24)]
    assert seconds("Мы открыли клуб для ребят.", THREE.text) == [(10, 15), (21, 24)]


def test_sentences_joined_have_the_time_of_both():
    assert seconds("Мы открыли клуб при сельской библиотеке, дети приходят туда после уроков.") == [(10, 20)]


def test_sentence_split_has_a_part_of_the_time_each():
    first, second = seconds("Мы открыли клуб. При сельской библиотеке.")
    assert first[0] == 10
    assert first[1] <= second[0]
    assert second[1] == 15


def test_sentence_written_anew_was_not_said():
    written = sentences(ONE.text, "Это подтвердил опрос родителей осенью.", TWO.text)[1]
    assert not written.is_said


def test_sentence_rewritten_wholly_stands_for_the_old_one():
    assert seconds(ONE.text, "После школы ребята спешат в клуб.", THREE.text)[1] == (16, 20)


def test_sentence_moved_away_takes_its_seconds_along():
    assert seconds(THREE.text, ONE.text, TWO.text) == [(21, 24), (10, 15), (16, 20)]


def test_sentence_said_twice_is_not_taken_for_one_that_was_moved():
    twice = [Paragraph((ONE, TWO, THREE, Sentence(ONE.text, 30.0, 35.0)))]
    assert seconds(TWO.text, THREE.text, "Вот.", ONE.text, old=twice)[-1] == (30, 35)
    again = [Paragraph((ONE, Sentence(ONE.text, 16.0, 20.0), TWO, THREE))]
    assert seconds(TWO.text, THREE.text, ONE.text, old=again) == [(16, 20), (21, 24), (None, None)]


def test_sentence_that_was_written_stays_without_seconds():
    old = [Paragraph((ONE, Sentence("Добавлено редактором позже.", None, None), TWO))]
    assert seconds(ONE.text, "Добавлено нашим редактором позже.", TWO.text, old=old)[1] == (None, None)
    assert seconds(ONE.text, "Вписано совсем иное.", TWO.text, old=old)[1] == (None, None)


def test_few_words_by_chance_are_no_anchor():
    assert not sentences(ONE.text, "Дети любят кино и театр больше всего на свете, и ещё цирк.", TWO.text, THREE.text)[
        1
    ].is_said


def test_lone_marks_are_kept():
    assert [one.text for one in sentences("— …", ONE.text)] == ["— …", ONE.text]


def test_whole_article_rewritten_shares_the_time_and_keeps_nobody_waiting():
    texts = [f"слово{number}" for number in range(1500)]
    old = [Paragraph((Sentence(" ".join(texts), 0.0, 1000.0),))]
    begun = time.perf_counter()
    first, last = seconds("Совсем другой рассказ.", "И его конец.", old=old)
    assert (first[0], last[1]) == (0, 1000)
    assert time.perf_counter() - begun < 1


@UNHURRIED
@given(transcripts())
def test_unchanged_texts_keep_every_second(rows):
    paragraphs = paragraphs_of(rows)
    again = anchored(paragraphs, [one.text for one in paragraphs])
    before = [(one.text, one.seconds) for paragraph in paragraphs for one in paragraph.sentences]
    # sentences may be cut otherwise where speech had no marks; every one begins when its first word is said
    assert [one.text for one in again] == [one.text for one in paragraphs]
    after = {one.text: one.seconds for paragraph in again for one in paragraph.sentences}
    assert all(after[text] is not None for text, _seconds in before if text in after)


@UNHURRIED
@given(transcripts(), st.data())
def test_edited_texts_keep_their_words_and_stay_within_the_talk(rows, data):
    paragraphs = paragraphs_of(rows)
    words = " ".join(one.text for one in paragraphs).split()
    edited = [
        data.draw(st.sampled_from(["новое.", word, f"{word} {word}"])) for word in words if data.draw(st.booleans())
    ]
    text = " ".join(edited)
    placed = [one for paragraph in anchored(paragraphs, [text]) for one in paragraph.sentences]
    assert [one.text for one in placed] == sentences_in(text)
    ends = [second for one in placed if one.is_said for second in (one.seconds, one.end_seconds)]
    assert all(0 <= one <= rows[-1].end_seconds + 0.001 for one in ends)


def test_speech_of_an_hour_is_anchored_at_once():
    paragraphs = paragraphs_of(said(*[f"Это предложение номер {at} о книгах и о детях." for at in range(900)]))
    texts = [one.text.replace("7", "семь") for one in paragraphs]
    begun = time.perf_counter()
    placed = anchored(paragraphs, texts)
    assert time.perf_counter() - begun < 3
    assert all(one.is_said for paragraph in placed for one in paragraph.sentences)


def test_sentences_that_are_all_alike_keep_nobody_waiting():
    texts = [word for number in range(2500) for word in ("Да.", "Нет.", "Вот так." if number % 3 else "Ну да.")]
    old = [Paragraph(tuple(Sentence(text, float(at), at + 1.0) for at, text in enumerate(texts)))]
    begun = time.process_time()
    anchored(old, [" ".join(text for at, text in enumerate(texts) if at % 7)])
    assert time.process_time() - begun < 5


def test_fillers_taken_out_leave_the_seconds():
    old = [Paragraph((Sentence("Ну, мы открыли клуб, вот.", 10.0, 15.0), Sentence("Вот.", 15.0, 16.0), TWO))]
    (text,) = [without(one.text, marks_in(one.text)) for one in old]
    first, second = sentences(text, old=old)
    assert first.text == "Мы открыли клуб."
    assert 13 < first.end_seconds < 15
    assert 10 < first.seconds < 11
    assert (second.seconds, second.end_seconds) == (16, 20)
