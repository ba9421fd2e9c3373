"""Moodle XML: what goes out comes back the same; what others write is taken as far as it can be, and nothing goes silently."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.learning.quizzes.moodle import CHOICES, WORDS, answer, moodle, question, read_one

from nastavnik.learning.exchange.moodle_read import read_moodle
from nastavnik.learning.exchange.moodle_write import write_moodle
from nastavnik.learning.exchange.notes import NoteCode
from nastavnik.learning.exchange.questions import KINDS, Choice, Image, Item, Sheet
from nastavnik.learning.exchange.rules import Fault, faults_of

LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="\n<>&\"'[]()\\*_#")
# as a form gives texts: without white space around them
LINES = st.text(LETTERS, min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
TEXTS = st.text(LETTERS, max_size=120).map(str.strip)
SECONDS = st.integers(0, 20_000)
TOLERANCES = st.integers(0, 1000).map(lambda number: number / 8)


@st.composite
def several(draw, kind):
    """Answers of kinds whose words are free, of which one or some are right."""
    texts = draw(st.lists(LINES, min_size=2, max_size=6, unique=True))
    right = 1 if kind != "multiple" else draw(st.integers(1, len(texts) - 1))
    marked = [Choice(text, is_right=n < right, feedback=draw(st.just("") | LINES)) for n, text in enumerate(texts)]
    return tuple(draw(st.permutations(marked)))


@st.composite
def pairs(draw):
    texts = draw(st.lists(LINES, min_size=2, max_size=6, unique=True))
    return (*[Choice(text, draw(LINES)) for text in texts], Choice("", draw(LINES)))


@st.composite
def numbers(draw):
    known = draw(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=3, unique=True))
    texts = [str(number / 4).removesuffix(".0") for number in known]
    return tuple(Choice(text, is_right=n == 0, tolerance=draw(TOLERANCES)) for n, text in enumerate(texts))


def choices_of(kind):
    special = {
        "order": st.lists(LINES, min_size=2, max_size=6, unique=True).map(lambda texts: tuple(map(Choice, texts))),
        "match": pairs(),
        "number": numbers(),
        "open": st.just(()),
    }
    return special[kind] if kind in special else several(kind)


@st.composite
def items(draw):
    kind = draw(st.sampled_from(KINDS))
    begin = draw(st.none() | SECONDS)
    end = draw(st.none() | st.integers(1, 500)) if begin is not None else None
    image = draw(st.none() | st.builds(Image, st.binary(min_size=1, max_size=40), st.just("p.webp"), LINES))
    return Item(
        kind=kind,
        text=draw(LINES),
        choices=draw(choices_of(kind)),
        points=draw(st.integers(1, 20)),
        explanation=draw(TEXTS),
        moment_seconds=begin,
        moment_end_seconds=begin + end if begin is not None and end is not None else None,
        at_second=draw(st.none() | SECONDS),
        image=image,
    )


SHEETS = st.builds(
    Sheet,
    title=LINES.filter(lambda text: text == text.strip()),
    intro=TEXTS,
    pass_percent=st.integers(1, 100),
    attempts_allowed=st.none() | st.integers(1, 20),
    is_shuffled=st.booleans(),
    are_options_shuffled=st.booleans(),
    items=st.lists(items(), max_size=5).map(tuple),
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(sheet=SHEETS)
def test_what_is_written_is_read_as_an_equal_quiz(sheet):
    assert all(not faults_of(item) for item in sheet.items)
    reading = read_moodle(write_moodle(sheet), WORDS)
    assert reading.notes == ()
    assert reading.sheet == sheet


# --- what others write -------------------------------------------------------------------------------------------------


def test_multichoice_of_moodle_is_taken_with_its_html_as_markdown():
    text = "<h3>Проект</h3><p>Кому <b>плохо</b>?</p><ul><li>где</li><li>почему</li></ul><script>alert(1)</script>"
    item, codes = read_one(question("multichoice", CHOICES, text=text))
    assert item.text == "### Проект\n\nКому **плохо**?\n\n- где\n- почему"
    assert item.choices == (Choice("Да & нет", is_right=True, feedback="Верно"), Choice("нет"))
    assert codes == set()


def test_multichoice_with_several_right_ones_compares_their_weights():
    equal = answer("а", 50) + answer("б", 50) + answer("в", -50)
    item, codes = read_one(question("multichoice", f"<single>false</single>{equal}"))
    assert [one.is_right for one in item.choices] == [True, True, False]
    assert codes == set()
    odd = answer("а", 70) + answer("б", 30) + answer("в", 0)
    assert read_one(question("multichoice", f"<single>false</single>{odd}"))[1] == {NoteCode.WEIGHTS}


def test_partly_right_answers_of_a_single_choice_are_noted():
    item, codes = read_one(question("multichoice", CHOICES + answer("отчасти", 50)))
    assert [one.is_right for one in item.choices] == [True, False, False]
    assert codes == {NoteCode.WEIGHTS}


def test_truefalse_becomes_a_choice_of_two_in_the_readers_words():
    item, codes = read_one(question("truefalse", answer("true", 100) + answer("false", 0)))
    assert (item.kind, [one.text for one in item.choices]) == ("single", ["Верно", "Неверно"])
    assert codes == set()


def test_matching_takes_pairs_and_matches_too_many():
    pairs = "".join(
        f'<subquestion format="html"><text>{left}</text><answer><text>{right}</text></answer></subquestion>'
        for left, right in (("цель", "зачем"), ("задача", "что"), ("", "кто"))
    )
    item, _codes = read_one(question("matching", pairs))
    assert item.choices == (Choice("цель", "зачем"), Choice("задача", "что"), Choice("", "кто"))


def test_ordering_is_read_by_its_fractions():
    mixed = answer("третье", 3) + answer("первое", 1) + answer("второе", 2, "пояснение")
    item, codes = read_one(question("ordering", mixed))
    assert [one.text for one in item.choices] == ["первое", "второе", "третье"]
    assert codes == {NoteCode.FEEDBACK}


def test_numerical_takes_tolerance_and_notes_units():
    inner = (
        '<answer fraction="100"><text>2.50</text><tolerance>1e-1</tolerance></answer>'
        "<units><unit><multiplier>1</multiplier><unit_name>м</unit_name></unit></units>"
    )
    item, codes = read_one(question("numerical", inner))
    assert item.choices == (Choice("2.50", is_right=True, tolerance=0.1),)
    assert codes == {NoteCode.UNITS}


@pytest.mark.parametrize("words", ["<text>*</text><tolerance>0</tolerance>", "<text>2</text><tolerance>x</tolerance>"])
def test_numerical_that_is_no_number_is_not_taken(words):
    reading = read_moodle(moodle(question("numerical", f'<answer fraction="100">{words}</answer>')), WORDS)
    assert reading.sheet.items == ()
    assert [(note.code, note.detail) for note in reading.notes] == [(NoteCode.FAULT, Fault.NOT_A_NUMBER)]


def test_shortanswer_and_essay_note_what_they_had_besides():
    case = question("shortanswer", f"<usecase>1</usecase>{answer('Цель', 100)}<hint><text>Ищи</text></hint>")
    assert read_one(case)[1] == {NoteCode.CASE, NoteCode.HINTS}
    essay = question("essay", "<graderinfo format='html'><text>Смотри на людей</text></graderinfo>")
    item, codes = read_one(essay)
    assert (item.kind, codes) == ("open", {NoteCode.FEEDBACK})


def test_whole_feedback_is_noted_unless_it_is_moodles_own():
    usual = "<correctfeedback><text>Your answer is correct.</text></correctfeedback>"
    assert read_one(question("multichoice", CHOICES + usual))[1] == set()
    own = "<incorrectfeedback><text>Перечитайте</text></incorrectfeedback>"
    assert read_one(question("multichoice", CHOICES + own))[1] == {NoteCode.FEEDBACK}


def test_unknown_kinds_and_faulty_questions_are_listed_and_not_taken():
    reading = read_moodle(
        moodle(question("calculated", ""), question("multichoice", answer("а", 0)), question("multichoice", CHOICES)),
        WORDS,
    )
    assert len(reading.sheet.items) == 1
    assert [(note.number, note.code, note.detail, note.is_taken) for note in reading.notes] == [
        (1, NoteCode.TYPE, "calculated", False),
        (2, NoteCode.FAULT, Fault.TOO_FEW, False),
        (2, NoteCode.FAULT, Fault.NOT_ONE_RIGHT, False),
    ]


def test_questions_beyond_the_most_are_listed(monkeypatch):
    monkeypatch.setattr("nastavnik.learning.exchange.moodle_read.MOST_QUESTIONS", 1)
    reading = read_moodle(moodle(*[question("multichoice", CHOICES)] * 2), WORDS)
    assert len(reading.sheet.items) == 1
    assert [note.code for note in reading.notes] == [NoteCode.MOST]


@pytest.mark.parametrize(
    ("grade", "points", "codes"), [("2.0000000", 2, set()), ("0.5", 1, {NoteCode.POINTS}), ("x", 1, {NoteCode.POINTS})]
)
def test_points_are_whole(grade, points, codes):
    item, found = read_one(question("multichoice", f"{CHOICES}<defaultgrade>{grade}</defaultgrade>"))
    assert (item.points, found) == (points, codes)


def test_tags_of_others_are_noted_and_a_question_without_text_takes_its_name():
    item, codes = read_one(question("multichoice", f"{CHOICES}<tags><tag><text>тема</text></tag></tags>", text=""))
    assert (item.text, codes) == ("В1", {NoteCode.TAGS})


def test_categories_give_the_title_and_several_are_noted():
    category = (
        '<question type="category"><category><text>$course$/top/Для Х/Проекты//гранты</text></category></question>'
    )
    reading = read_moodle(moodle(category, question("multichoice", CHOICES)), WORDS)
    assert (reading.sheet.title, reading.notes) == ("Проекты/гранты", ())
    both = read_moodle(moodle(category, category), WORDS)
    assert [(note.number, note.code) for note in both.notes] == [(0, NoteCode.CATEGORIES)]
    assert read_moodle(moodle(), WORDS).sheet == Sheet("Вопросы")


def test_settings_of_ours_are_kept_within_their_bounds():
    ours = (
        '<question type="category"><category><text>$course$/top/</text></category>'
        "<idnumber>nastavnik:pass=900;attempts=99;mixed=10</idnumber></question>"
    )
    sheet = read_moodle(moodle(ours), WORDS).sheet
    assert (sheet.title, sheet.pass_percent, sheet.attempts_allowed) == ("Вопросы", 100, 20)
    assert (sheet.is_shuffled, sheet.are_options_shuffled) == (True, False)
    odd = ours.replace("pass=900", "pass=x")
    assert read_moodle(moodle(odd), WORDS).sheet.pass_percent == 60
