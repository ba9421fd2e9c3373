from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.video.text.clock import read_clock, write_clock
from nastavnik.video.text.glossary import Glossary, Term
from nastavnik.video.text.merging import merged
from nastavnik.video.text.paragraphs import gathered
from nastavnik.video.text.phrases import TimedText
from nastavnik.video.text.placing import Misfit, fitted, spread_over
from nastavnik.video.text.plain import Sentence
from nastavnik.video.text.wording import carried, certain, shifted, split_at, spread, within

TEXT = "раз два три"
WORDS = [[1.0, 2.0, 0.9], [2.0, 3.0, 0.2], [3.5, 4.0, 0.8]]


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("раз два три", WORDS),
        ("раз двое три", [WORDS[0], [2.0, 3.0, 1.0], WORDS[2]]),
        ("раз три", [WORDS[0], WORDS[2]]),
        ("раз два, два три", [WORDS[0], [2.0, 2.0, 1.0], *WORDS[1:]]),
        ("раз два ли три", [*WORDS[:2], [3.0, 3.5, 1.0], WORDS[2]]),
        ("ну раз два три", [[1.0, 1.0, 1.0], *WORDS]),
        ("раз два три вот", [*WORDS, [4.0, 4.0, 1.0]]),
        ("", []),
    ],
)
def test_carried_keeps_the_times_of_known_words(new, words):
    assert carried(TEXT, WORDS, new) == words


def test_carried_knows_nothing_of_unknown_words():
    assert carried(TEXT, [], "раз два") == []
    assert carried(TEXT, WORDS[:1], "раз два") == []


@given(st.lists(st.sampled_from("абвг"), min_size=1), st.lists(st.sampled_from("абвг"), min_size=1))
def test_carried_gives_a_time_to_every_word_in_order(before, after):
    words = [[float(n), n + 1.0, 0.5] for n in range(len(before))]

    found = carried(" ".join(before), words, " ".join(after))

    assert len(found) == len(after)
    assert all(begin <= end for begin, end, _ in found)
    assert [one[0] for one in found] == sorted(one[0] for one in found)


def test_split_at_is_between_known_words_or_by_length():
    assert split_at(TEXT, WORDS, 8, 0.0, 10.0) == (3.25, 2)
    assert split_at(TEXT, [], 8, 0.0, 11.0) == (8.0, 2)
    assert split_at("", [], 0, 0.0, 11.0) == (0.0, 0)


def test_words_are_made_certain_shifted_and_kept_within():
    assert certain(WORDS)[1] == [2.0, 3.0, 1.0]
    assert shifted(WORDS, -0.5)[2] == [3.0, 3.5, 0.8]
    assert within(WORDS, 1.5, 3.6) == [[1.5, 2.0, 0.9], [2.0, 3.0, 0.2], [3.5, 3.6, 0.8]]
    assert spread(["аб", "в"], 1.0, 2.0) == [[1.0, 1.6, 1.0], [1.6, 2.0, 1.0]]


@pytest.mark.parametrize(
    ("mine", "theirs", "joined"),
    [
        ("раз два три", "раз два четыре", "раз два четыре"),
        ("ноль два три", "раз два четыре", "ноль два четыре"),
        ("раз два четыре", "раз два четыре", "раз два четыре"),
        ("раз два три.", "Раз два три", "Раз два три."),
        ("раз три", "раз два три пять", "раз три пять"),
        ("раз двое три", "раз двоих три", None),
        ("раз два три да", "раз два три нет", None),
        ("раз", "раз два пять", None),
    ],
)
def test_merged_joins_changes_of_different_words(mine, theirs, joined):
    assert merged("раз два три", mine, theirs) == joined
    assert merged("раз два три", theirs, mine) == joined


@given(st.text(alphabet="аб ", max_size=20), st.text(alphabet="аб ", max_size=20))
def test_merged_of_one_change_is_that_change(base, mine):
    assert merged(base, mine, base) == mine
    assert merged(base, base, mine) == mine
    assert merged(base, mine, mine) == mine


GLOSSARY = Glossary(
    [
        Term("ББК", ("бэбэка", "бэ бэ ка", "ббк")),
        Term("социокультурный", ("социо культурный",)),
        Term("Ёлкина", ("елкина", "")),
        Term("веб-сайт", ("веб сайт", "сайт веб")),
        Term("сайт", ("веб",)),
        Term("C++", ("++",)),
    ]
)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("по бэбэка и по ББК", "по ББК и по ББК"),
        ("Бэ  Бэ ка велика", "ББК велика"),
        ("это социо культурный проект", "это социокультурный проект"),
        ("Социо культурный проект. Социо культурный!", "Социокультурный проект. Социокультурный!"),
        ("слушали (Социо культурный", "слушали (социокультурный"),
        ("пришла Елкина, ёлкина", "пришла Ёлкина, Ёлкина"),
        ("бэбэкаю бэбэка-то", "бэбэкаю бэбэка-то"),
        ("наш веб сайт и веб", "наш веб-сайт и сайт"),
        ("веб-страница", "веб-страница"),
        ("ничего", "ничего"),
        ("язык ++ да", "язык C++ да"),
    ],
)
def test_glossary_puts_whole_words_right(text, right):
    assert GLOSSARY.applied(text) == right


def test_glossary_without_words_changes_nothing():
    assert Glossary([Term("ББК", ())]).applied("ббк") == "ббк"


def phrase(seconds: float, text: str = "слово", *, begins: bool = False) -> TimedText:
    return TimedText(seconds, seconds + 1, text, begins)


def test_gathered_follows_people_who_marked_paragraphs():
    rows = [phrase(0), phrase(10), phrase(11, begins=True)]

    assert gathered(rows) == [rows[:2], rows[2:]]
    assert gathered([]) == []


def test_gathered_breaks_at_pauses_and_at_sentences_when_it_is_long():
    long = "а" * 400
    rows = [
        phrase(0, long),
        phrase(1, "дальше."),
        phrase(2, "новый"),
        phrase(10, "после паузы"),
        phrase(11, "а" * 900),
        phrase(12),
    ]

    assert [len(one) for one in gathered(rows)] == [2, 1, 2, 1]


def test_fitted_takes_whole_hours_off_and_drops_a_little_behind_the_end():
    rows = [phrase(36_001 + number) for number in range(20)]

    moved = fitted(rows, 14.5)

    assert [moved[0].seconds, moved[0].end_seconds] == [1, 2]
    assert len(moved) == 19
    assert fitted(rows, None) == rows


def test_fitted_refuses_the_words_of_another_film():
    with pytest.raises(Misfit):
        fitted([phrase(number) for number in range(100)], 50)


def test_spread_over_gives_time_by_length():
    rows = spread_over([Sentence("абв", begins_paragraph=True), Sentence("абвгдежзийк")], 160.0)

    assert [(one.seconds, one.end_seconds, one.begins_paragraph) for one in rows] == [(0, 40, True), (40, 160, False)]


@given(st.integers(min_value=0, max_value=10**9))
def test_read_clock_reads_what_write_clock_wrote(thousandths):
    assert round((read_clock(write_clock(thousandths / 1000)) or 0) * 1000) == thousandths


def test_read_clock_says_what_is_none():
    assert read_clock("завтра") is None


FEW_WORDS = ("а б " * 500).strip(), "а " * 999 + "а", " ".join("б" * 500 + "а" * 500)


def test_merged_of_few_words_in_many_orders_is_a_conflict():
    base, mine, theirs = FEW_WORDS

    assert merged(base, mine, theirs) is None
    assert merged(base, mine, mine) == mine


def test_merged_of_a_long_text_joins_what_stands_near_its_ends():
    text = " ".join(f"слово{number}" for number in range(900))

    assert merged(text, f"{text} конец", f"начало {text}") == f"начало {text} конец"


def test_merged_of_changes_too_far_apart_is_a_conflict():
    words = [f"слово{number}" for number in range(251)]
    near, far = (" ".join(["начало", *words[1:last], "конец"]) for last in (150, 250))

    assert merged(" ".join(words[:151]), near, " ".join([*words[:5], "пять", *words[6:151]])) is not None
    assert merged(" ".join(words), far, " ".join([*words[:5], "пять", *words[6:]])) is None


def test_merged_of_texts_with_nothing_in_common_finds_it_out_in_one_step_each(monkeypatch):
    steps, find = [], SequenceMatcher.find_longest_match

    def counted(*place):
        steps.append(place)
        return find(*place)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", counted)
    base, mine, theirs = (" ".join(f"{name}{number}" for number in range(200)) for name in "абв")

    assert merged(base, mine, theirs) is None
    assert len(steps) == 2


def test_carried_over_few_words_in_many_orders_shares_the_time_anew():
    before, after, _another = FEW_WORDS
    words = [[float(number), number + 1.0, 0.5] for number in range(1000)]

    found = carried(before, words, after)

    assert (len(found), found[0][0], found[-1][1]) == (1000, 0.0, 1000.0)


def test_glossary_passes_over_what_only_seems_to_be_a_form():
    assert Glossary([Term("СМС", ("sms",))]).applied("ſms и sms") == "ſms и СМС"


def test_fitted_ends_with_the_film():
    assert fitted([TimedText(1.0, 9999.0, "а")], 60.0)[0].end_seconds == 65.0
