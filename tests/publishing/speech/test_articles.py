"""Articles proposed from a lesson."""

from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.speech.made import UNHURRIED, said, transcripts

from nastavnik.publishing.speech.articles import (
    SHORT_ARTICLE,
    Article,
    Chapter,
    Figure,
    Section,
    Slide,
    articles_of,
    figure_of,
    sections_of,
)
from nastavnik.publishing.speech.paragraphs import Paragraph, paragraphs_of
from nastavnik.publishing.speech.sentences import Sentence


def paragraph(seconds, text="Мы читаем."):
    end = seconds + 10 if seconds is not None else None
    return Paragraph((Sentence(text, seconds, end),))


FIRST, SECOND, THIRD = paragraph(0), paragraph(20), paragraph(40)
LONG = "о" * SHORT_ARTICLE


def test_slides_stand_behind_the_paragraph_in_which_they_come():
    slides = [Slide("b", 25, "Второй."), Slide("a", 5, "Первый"), Slide("c", 45, "")]
    (article,) = articles_of("Урок", [FIRST, SECOND, THIRD], chapters=[Chapter(0, "Начало")], slides=slides)
    figures = [Figure("a", "Первый", "Первый", 5), Figure("b", "Второй", "Второй.", 25), Figure("c", "", "", 45)]
    assert article == Article("Урок", (Section("Начало", (FIRST, figures[0], SECOND, figures[1], THIRD, figures[2])),))


def test_slides_turned_over_or_shown_again_are_no_figures():
    slides = [Slide("a", 5), Slide("b", 7), Slide("c", 25, is_repeated=True)]
    (article,) = articles_of("Урок", [FIRST, SECOND], chapters=[], slides=slides)
    assert [one.key for one in article.sections[0].blocks if isinstance(one, Figure)] == ["b"]


def test_chapters_are_sections_and_an_empty_one_is_left_out():
    chapters = [Chapter(19.5, "Второе"), Chapter(19.5, "Пустое"), Chapter(40.9, "Третье")]
    (article,) = articles_of("Урок", [FIRST, SECOND, THIRD], chapters=chapters, slides=[])
    assert [(one.title, one.blocks) for one in article.sections] == [
        ("", (FIRST,)),
        ("Пустое", (SECOND,)),
        ("Третье", (THIRD,)),
    ]


def test_titles_of_slides_are_the_topics_where_there_are_no_chapters():
    slides = [Slide("a", 0, "Клуб"), Slide("b", 20, "Клуб"), Slide("c", 40, "Итог"), Slide("d", 60, "")]
    (article,) = articles_of("Урок", [FIRST, SECOND, THIRD], chapters=[], slides=slides)
    assert [(one.title, len(one.blocks)) for one in article.sections] == [("Клуб", 4), ("Итог", 3)]


def test_long_chapters_are_articles_and_short_ones_go_along():
    rows = [paragraph(0, LONG), paragraph(20), paragraph(40, LONG)]
    chapters = [Chapter(0, "Клуб"), Chapter(20, "Вопрос"), Chapter(40, "Итог")]
    first, second = articles_of("Урок", rows, chapters=chapters, slides=[])
    assert (first.title, [one.title for one in first.sections]) == ("Клуб", ["", "Вопрос"])
    assert (second.title, second.length) == ("Итог", SHORT_ARTICLE)


def test_article_of_what_comes_before_the_first_chapter_is_called_as_the_lesson():
    first, second = articles_of(
        "Урок", [paragraph(0, LONG), paragraph(40, LONG)], chapters=[Chapter(40, "Итог")], slides=[]
    )
    assert (first.title, second.title) == ("Урок", "Итог")


def test_written_paragraph_stays_where_it_stands():
    written = paragraph(None)
    sections = sections_of(
        [SECOND, written, THIRD], chapters=[Chapter(0, "А"), Chapter(40, "Б")], slides=[Slide("a", 25)]
    )
    assert [one.blocks for one in sections] == [(SECOND, written, figure_of(Slide("a", 25))), (THIRD,)]


def test_caption_is_the_first_line_cut_between_words():
    assert figure_of(Slide("a", 0, "", "\n Наш  клуб. \nТекст")) == Figure("a", "Наш клуб", "Наш клуб. Текст", 0)
    assert figure_of(Slide("a", 0, "Наш клуб", "Наш клуб\nТекст")).alt == "Наш клуб Текст"
    assert figure_of(Slide("a", 0, "слово " * 40)).caption == f"{'слово ' * 25}слово…"


def test_silence_makes_no_articles():
    assert articles_of("Урок", [], chapters=[Chapter(0, "А")], slides=[Slide("a", 0)]) == ()


@UNHURRIED
@given(transcripts(), st.lists(st.floats(0, 100), max_size=4), st.lists(st.floats(0, 100), max_size=6))
def test_articles_have_every_paragraph_and_figure_once(rows, chapters, slides):
    paragraphs = paragraphs_of(rows, chapters=chapters, slides=slides)
    articles = articles_of(
        "Урок",
        paragraphs,
        chapters=[Chapter(at, f"Глава {at}") for at in chapters],
        slides=[Slide(str(number), at) for number, at in enumerate(slides)],
    )
    blocks = [block for article in articles for section in article.sections for block in section.blocks]
    assert tuple(one for one in blocks if isinstance(one, Paragraph)) == paragraphs
    keys = [one.key for one in blocks if isinstance(one, Figure)]
    assert len(keys) == len(set(keys))


def test_speech_of_an_hour_becomes_articles():
    rows = said(*["Это предложение о книгах, о детях и о том, что они читают вместе с нами."] * 900)
    articles = articles_of(
        "Урок", paragraphs_of(rows), chapters=[Chapter(1000 * n, f"Глава {n}") for n in range(3)], slides=[]
    )
    assert [one.title for one in articles] == ["Глава 0", "Глава 1", "Глава 2"]
