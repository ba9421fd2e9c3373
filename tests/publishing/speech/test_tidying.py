"""Russian typography."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.speech.made import UNHURRIED

from nastavnik.publishing.speech.marks import marks_in
from nastavnik.publishing.speech.removal import without
from nastavnik.publishing.speech.sentences import sentences_in
from nastavnik.publishing.speech.tidying import Proposal, Tidying, accepted, proposals, tidied

SIGNS = st.text(alphabet=' "«»„“”-–—….,:;()[]`№\u00a0\nаАвг5г.IVт1<>*|_', max_size=60)


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ('Он сказал: "Роман "Идиот" - это "классика"" ...', "Он_сказал: «Роман „Идиот“_— это „классика“»…"),
        ("“Книга” и «„Книга“» и «а «б» в»", "«Книга» и_«„Книга“» и_«а_„б“ в»"),
        ('Диск 5" и "хвост', 'Диск 5" и_"хвост'),
        ("Рано» «вышло", "Рано» «вышло"),
        ("А.С. Пушкин, Л. Толстой и Пушкин А.С.", "А._С._Пушкин, Л._Толстой и_Пушкин_А._С."),
        ("5 кг, 2026 г., 12 500 руб., 1 234 567 книг", "5_кг, 2026_г., 12_500_руб., 1_234_567_книг"),
        ("стр. 5-10, тел. 8-800-555-35-35, 2026-11-26", "стр._5–10, тел. 8-800-555-35-35, 2026-11-26"),
        ("т.е. и т.д., XX в., 5 мая, № 5 и №6", "т._е. и_т._д., XX_в., 5_мая, №_5 и_№_6"),
        ("Придёт ли он , когда же ?", "Придёт_ли он, когда_же?"),
        ("( книга )  и   книга -- вот", "(книга) и_книга_— вот"),
        ("на ул. Ленина в г. Белгород", "на_ул._Ленина в_г._Белгород"),
        ("Уже — тихо", "Уже_— тихо"),
    ],
)
def test_tidied_text_is_set_as_in_a_book(text, tidy):
    assert tidied(text) == tidy.replace("_", "\u00a0")


@pytest.mark.parametrize(
    "text",
    [
        "- пункт",
        "1. пункт",
        "| а | - |\n|---|---|",
        '`a - "b"`',
        "[текст](/a - b)",
        "https://x.example/a-1-2",
        "<br />",
        "a.b@c.example",
        "слово[^1 -]",
    ],
)
def test_what_is_written_for_programs_stays(text):
    assert tidied(text) == text


def test_proposals_say_what_they_are_about():
    text = '"А" - дом  лес... и к'
    assert [one.about for one in proposals(text)] == [
        Tidying.QUOTES,
        Tidying.QUOTES,
        Tidying.SPACES,
        Tidying.DOTS,
        Tidying.BOUND,
    ]
    assert proposals("а-1 — 5-6")[-1] == Proposal(7, 8, "–", Tidying.DASHES)


def test_accepted_are_only_those_that_were_chosen():
    text = "5 кг - это  много"
    chosen = [one for one in proposals(text) if one.about == Tidying.SPACES]
    assert accepted(text, chosen) == "5 кг - это много"


@UNHURRIED
@given(SIGNS)
def test_proposals_together_make_the_text_tidy(text):
    assert accepted(text, proposals(text)) == tidied(text)


@UNHURRIED
@given(SIGNS)
def test_tidy_text_stays_as_it_is(text):
    assert tidied(tidied(text)) == tidied(text)


@pytest.mark.parametrize(
    "sign",
    [
        '"',
        "« ",
        " ",
        "<",
        "`",
        "```а ",
        "| -",
        "1 ",
        "- ",
        "[^",
        "!",
        "а@",
        "\n",
        "-",
        "э",
        "](",
        "1-",
        "as@b.",
        "А.",
        "«",
    ],
)
def test_endless_signs_keep_nobody_waiting(sign):
    text = f"а{sign * (20_000 // len(sign))}а"
    begun = time.process_time()
    tidied(text)
    without(text, marks_in(text))
    sentences_in(text)
    assert time.process_time() - begun < 8
