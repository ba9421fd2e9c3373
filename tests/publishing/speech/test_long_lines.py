"""Texts that were made to keep a processor busy: each is gone over once."""

import time

import pytest

from nastavnik.publishing.press.typography import set_spaces
from nastavnik.publishing.selectors.pressing.book import with_own_pictures
from nastavnik.publishing.selectors.proofs import words
from nastavnik.publishing.selectors.proofs.words import plain_text
from nastavnik.publishing.speech.blocks import blocks_of, heading_of
from nastavnik.publishing.speech.marks import marks_in
from nastavnik.publishing.speech.tidying import tidied

SECONDS = 2.0
LONG = 60_000


@pytest.fixture
def in_time():
    begun = time.process_time()
    yield
    assert time.process_time() - begun < SECONDS


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize(
    "text",
    ["# а" + " " * 4000 + "б", "# а" + "#" * LONG + "б", "# а" + "{" * LONG, "# " + " {}" * (LONG // 3)],
    ids=["spaces", "signs", "braces", "pairs"],
)
def test_heading_of_a_hostile_line_takes_no_time(text):
    (only,) = blocks_of(text)

    assert heading_of(only)


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize(
    "text",
    [
        "а" + " " * LONG + "б",
        "![" * LONG,
        "![](" * LONG,
        "[](" * LONG,
        "{.а " * LONG,
        "[" * LONG,
        "{.а}\n" * (LONG // 4) + "б",
    ],
    ids=["spaces", "pictures", "addresses", "links", "braces", "brackets", "lines"],
)
def test_plain_text_of_a_hostile_text_takes_no_time(text):
    clean = words.BRACES.sub("", words.SPAN.sub(r"\1", words.IMAGE.sub(r"\1", text)))

    assert isinstance(words.plain_words(clean), str)


@pytest.mark.usefixtures("in_time")
def test_own_pictures_of_a_hostile_text_take_no_time():
    text = "![" * LONG

    assert with_own_pictures(text, "article", ["a.jpg"]) == text


@pytest.mark.usefixtures("in_time")
def test_spaces_of_a_hostile_line_take_no_time():
    assert set_spaces("а" + " " * LONG + "б")


@pytest.mark.usefixtures("in_time")
@pytest.mark.parametrize(
    "text",
    ["а" + " " * LONG + "б", "," * LONG + "б", "-" * LONG, "«" * LONG],
    ids=["spaces", "commas", "hyphens", "quotes"],
)
def test_tidied_of_a_hostile_line_takes_no_time(text):
    assert tidied(text)


@pytest.mark.usefixtures("in_time")
def test_marks_in_a_row_of_signs_take_no_time():
    assert marks_in(f"Так {',' * LONG}б ну вот.") is not None


def test_picture_with_brackets_in_its_caption_is_known():
    text = r"![Рисунок \[1\]](a.jpg)"

    assert with_own_pictures(text, "article", ["a.jpg"]) == r"![Рисунок \[1\]](article--a.jpg)"


def test_plain_text_of_a_link_is_its_words():
    text = "[Сайт](https://example.org/a_b) и ![Рисунок](a.jpg){width=50%} слова {.b}"

    assert plain_text(text) == "Сайт и Рисунок слова"
