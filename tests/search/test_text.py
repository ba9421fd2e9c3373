from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.search.text import order
from nastavnik.search.text.lemmas import index_words, lemma_of, lemmas_for
from nastavnik.search.text.marks import snippet_of
from nastavnik.search.text.passages import Phrase, pieces_of, second_at, sentences_of
from nastavnik.search.text.questions import read
from nastavnik.search.text.spelling import distance, nearest, rows_for, variants_of
from nastavnik.search.text.words import clean, fold, tokens_of, words_of

THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 12, tzinfo=UTC)
TREES = "Ёлка у библиотеки, библиотекам — ёлки!"
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)


# --- words and lemmas ------------------------------------------------------------------------------------------------


@given(st.text())
def test_fold_leaves_every_letter_in_its_place(text):
    assert len(fold(text)) == len(text)


@given(st.text())
def test_tokens_stand_where_they_are_said_to(text):
    assert all(fold(text)[token.begin : token.end].startswith(token.word) for token in tokens_of(text))
    assert [token.word for token in tokens_of(text)] == words_of(text)


def test_fold_keeps_places_beside_letters_that_become_two():
    assert fold("İЁлка") == "İелка"


def test_clean_drops_what_nobody_sees():
    assert clean("про\u00adект\n  сло\u0301во\u200b е\u0308") == "проект слово ё"


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("библиотеками", "библиотека"),
        ("детей", "ребенок"),
        ("людям", "человек"),
        ("шла", "идти"),
        ("вебинарами", "вебинар"),
    ],
)
def test_lemma_is_the_word_of_the_dictionary(word, lemma):
    assert lemma_of(word) == lemma


def test_lemmas_of_a_word_begin_with_the_likeliest_and_end_with_itself():
    lemmas = lemmas_for("стали")

    assert lemmas[0] == lemma_of("стали")
    assert lemmas[-1] == "стали"
    assert lemmas_for("canva") == ("canva",)


def test_index_words_keep_places_and_add_hyphenated_words_as_one():
    assert index_words("Новый онлайн-курс") == ["новый", "онлайн", "курс", lemma_of("онлайнкурс")]


def test_index_words_are_words_of_both_databases():
    assert all(words_of(word) == [word] for word in index_words("кое-кто что-нибудь по-моему 3D-принтер №5 e-mail"))


# --- order -----------------------------------------------------------------------------------------------------------


def test_place_puts_titles_before_chapters_and_whole_sentences_before_shouts():
    kinds = [(order.TITLE, 5), (order.CHAPTER, 5), (order.SLIDE, 5), (order.CUE, 5), (order.CUE, 12), (order.CUE, 2)]
    places = [order.place_of(kind, words, THEN) for kind, words in [*kinds, (order.CUE, 40), (order.PAGE, 40)]]

    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_place_puts_fresher_before_older_of_one_tier():
    assert order.place_of(order.CUE, 5, LATER) < order.place_of(order.CUE, 5, THEN)
    assert order.place_of(order.CUE, 5, THEN) < order.place_of(order.CUE, 5, LONG_AGO)
    assert order.place_of(order.CUE, 5, LONG_AGO) < order.place_of(order.CUE, 7, LATER)


def test_every_tier_has_its_partition():
    tiers = {
        order.tier_of(kind, words)
        for kind in ("title", "chapter", "slide", "answer", "cue", "about", "handout", "page")
        for words in range(60)
    }

    assert max(tiers) < order.TIERS


@pytest.mark.parametrize(
    ("asked", "said", "closeness"),
    [
        ("проект", "о проекте", order.IN_A_ROW),
        ("социокультурный проект", "это социокультурный проект библиотеки", order.IN_A_ROW),
        ("идея проект", "идею в проект", order.IN_A_ROW),
        ("проект идея", "идею в проект", order.NEAR),
        ("идея проект", "идею превратить в новый проект", order.NEAR),
        ("идея проект", "идея одна хорошая смета план срок результат проект", order.APART),
        ("«идею в проект» смета", "идею в проект смета", order.IN_A_ROW),
        ("идея проект слона", "идея проект", order.IN_A_ROW),
        ("слон идея", "идея", order.APART),
    ],
)
def test_closeness_tells_how_near_the_words_stand(asked, said, closeness):
    assert order.Closeness(read(asked).clauses).of(index_words(said), tier=5) == closeness


def test_closeness_takes_a_title_for_near():
    lemmas = index_words("идея одна хорошая смета план срок результат проект")

    assert order.Closeness(read("идея проект").clauses).of(lemmas, tier=0) == order.NEAR


# --- mistakes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant", "mistakes"),
    [("гарнт", "грант", 1), ("грнт", "грант", 1), ("гранат", "грант", 1), ("грант", "грант", 0), ("град", "грант", 2)],
)
def test_distance_counts_letters(typed, meant, mistakes):
    assert distance(typed, meant) == mistakes


def test_distance_of_an_open_word_is_that_of_its_beginning():
    assert distance("библеот", "библиотека", is_open=True) == 1


@given(
    st.text("абвг", min_size=5, max_size=9),
    st.integers(0, 8),
    st.sampled_from("абвгд"),
    st.sampled_from(["drop", "add", "change", "swap"]),
)
def test_one_mistake_leaves_a_common_variant(word, at, letter, how):
    at = min(at, len(word) - 2)
    typed = {
        "drop": word[:at] + word[at + 1 :],
        "add": word[:at] + letter + word[at:],
        "change": word[:at] + letter + word[at + 1 :],
        "swap": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }[how]
    known = {variant for variant, _head in rows_for([word])}

    assert known & variants_of(typed[:5])


def test_nearest_prefers_fewer_mistakes_then_commoner_words():
    known = [("грант", 5), ("гранд", 50), ("гранат", 500), ("мандат", 900)]

    assert nearest("грантт", known) == ["гранат", "грант"]
    assert nearest("гран", [("гранд", 1), ("грант", 2)]) == ["грант", "гранд"]
    assert nearest("гра", known) == []


def test_nearest_forgives_two_mistakes_only_with_the_first_letter_right():
    assert nearest("библеотика", [("библиотека", 1)]) == ["библиотека"]
    assert nearest("пиблеотека", [("библиотека", 1)]) == []


def test_rows_leave_short_words_alone():
    assert list(rows_for(["кот", "дом"])) == []
    assert ("гран", "грант") in list(rows_for(["грант", "гранта"]))


# --- marks -----------------------------------------------------------------------------------------------------------


def marked(text, lemmas, heads=()):
    return [piece.text for piece in snippet_of(text, index_words(text), lemmas, heads).pieces if piece.is_marked]


def test_snippet_marks_every_form_and_leaves_the_text_whole():
    snippet = snippet_of(TREES, index_words(TREES), {"елка", "библиотека"})

    assert [piece.text for piece in snippet.pieces if piece.is_marked] == ["Ёлка", "библиотеки", "библиотекам", "ёлки"]
    assert "".join(piece.text for piece in snippet.pieces) == TREES


def test_snippet_does_not_speckle_the_text_with_small_words():
    assert marked("идею в проект в библиотеке", {"идея", "в", "проект"}) == ["идею", "проект"]
    assert marked("идею в проект", {"в"}) == ["в"]


def test_snippet_marks_words_that_go_on_from_what_is_typed():
    assert marked("Библиотеки района", set(), ["библ"]) == ["Библиотеки"]


def test_snippet_shows_the_part_of_a_long_text_in_which_the_word_stands():
    text = "слово " * 100 + "проект " + "слово " * 100
    snippet = snippet_of(text.strip(), index_words(text), {"проект"})
    shown = "".join(piece.text for piece in snippet.pieces)

    assert "проект" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 300
    assert snippet.begin == 600


def test_snippet_of_a_text_without_spaces_still_ends():
    assert len("".join(piece.text for piece in snippet_of("ё" * 1000, ["ё"], set()).pieces)) < 300


# --- passages --------------------------------------------------------------------------------------------------------


def test_sentences_join_phrases_until_the_sentence_ends():
    phrases = [Phrase(0, 2, "Проект начинается"), Phrase(2, 4, "с проблемы жителей."), Phrase(4, 6, "Опишите её.")]
    first, second = sentences_of(phrases)

    assert first.text == "Проект начинается с проблемы жителей."
    assert (first.seconds, first.end_seconds) == (0, 4)
    assert first.starts == ((0, 0), (18, 2))
    assert second.text == "Опишите её."


def test_sentences_end_at_a_pause_a_paragraph_and_after_many_words():
    assert len(sentences_of([Phrase(0, 2, "раз"), Phrase(5, 6, "два")])) == 2
    assert len(sentences_of([Phrase(0, 2, "раз"), Phrase(2, 3, "два", begins_paragraph=True)])) == 2
    assert len(sentences_of([Phrase(n, n + 1, "три слова тут") for n in range(10)])) == 2
    assert sentences_of([Phrase(0, 1, "♪ …")]) == []


def test_second_is_that_of_the_phrase_in_which_the_word_stands():
    starts = [[0, 1.0], [18, 2.5]]

    assert second_at(0, starts, 9.0) == 1.0
    assert second_at(20, starts, 9.0) == 2.5
    assert second_at(5, [], 9.0) == 9.0


def test_pieces_are_whole_sentences_with_words_of_two_lines_joined():
    text = "Первое предложе-\nние о проекте. " + "Слово " * 38 + "конец. Третье."
    pieces = pieces_of(text)

    assert pieces[0] == "Первое предложение о проекте."
    assert all(len(words_of(piece)) <= 40 for piece in pieces)
    assert pieces_of(" \n — ") == []


def test_pieces_of_a_table_without_full_stops_are_cut():
    assert [len(words_of(piece)) for piece in pieces_of("слово " * 100)] == [40, 40, 20]
