"""Articles of speech as Markdown, and moments in a text."""

from nastavnik.publishing.speech.articles import Article, Figure, Section
from nastavnik.publishing.speech.blocks import anchored_text
from nastavnik.publishing.speech.markdown import figure_line, listed, paragraphs_in, text_of, with_moments
from nastavnik.publishing.speech.paragraphs import Paragraph
from nastavnik.publishing.speech.sentences import Sentence

FIRST = Paragraph((Sentence("Мы начали с карты.", 12.0, 15.0),))
SECOND = Paragraph((Sentence("Потом позвали соседей.", 40.0, 44.0),))
SLIDE = Figure("12.000", "Карта", "Карта района", 12.0)
ARTICLE = Article("Соседи", (Section("", (FIRST, SLIDE)), Section("Двор", (SECOND,))))


def test_text_of_an_article_has_headings_paragraphs_and_pictures():
    assert text_of(ARTICLE, {"12.000": "abc-1.jpg"}) == (
        'Мы начали с карты.\n\n![Карта](abc-1.jpg){alt="Карта района"}\n\n## Двор\n\nПотом позвали соседей.'
    )


def test_text_of_an_article_leaves_pictures_out_that_are_not_there():
    assert "![" not in text_of(ARTICLE, {})


def test_figure_line_says_the_same_words_once():
    assert figure_line("abc-1.jpg", "Карта", "Карта") == "![Карта](abc-1.jpg)"


def test_figure_line_lets_no_attribute_out_of_its_quotes():
    assert figure_line("a-1.jpg", "", 'x" .y}') == '![](a-1.jpg){alt="x” .y)"}'


def test_paragraphs_in_an_article_are_those_that_are_said():
    assert paragraphs_in(ARTICLE) == (FIRST, SECOND)


def test_with_moments_leads_from_the_first_paragraph_behind_each_heading():
    text = text_of(ARTICLE, {})
    said = anchored_text(text, (FIRST, SECOND), (FIRST, SECOND))

    assert with_moments(text, said, "film") == (
        '::: {.moment video="film" t="12"}\nМы начали с карты.\n:::\n\n## Двор\n\n'
        '::: {.moment video="film" t="40"}\nПотом позвали соседей.\n:::'
    )


def test_with_moments_waits_for_a_paragraph_that_was_said():
    text = "Вступление редакции.\n\nМы начали с карты.\n\nПотом позвали соседей."
    said = anchored_text(text, (FIRST, SECOND), (FIRST, SECOND))

    found = with_moments(text, said, "film")

    assert found.count("{.moment") == 1
    assert 't="12"' in found


def test_with_moments_leaves_those_of_a_hand_alone():
    text = '::: {.moment video="film" t="1"}\nСлова.\n:::'

    assert with_moments(text, (), "film") == text


def test_listed_lines_stand_under_their_heading():
    assert listed("Вопросы", ["Раз?", "Два?"]) == "## Вопросы\n\n- Раз?\n- Два?"
    assert listed("Вопросы", []) == ""
