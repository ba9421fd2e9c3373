"""Questions with what was said in answer."""

from nastavnik.publishing.speech.articles import Article, Figure, Section
from nastavnik.publishing.speech.paragraphs import Paragraph
from nastavnik.publishing.speech.questions import Asked, with_answers
from nastavnik.publishing.speech.sentences import Sentence


def paragraph(seconds):
    return Paragraph((Sentence("Мы читаем.", seconds, None if seconds is None else seconds + 10),))


TALK, FIRST, MORE, SECOND, END = (paragraph(seconds) for seconds in (0, 100, 150, 200, 560))
UNSAID, SLIDE = paragraph(None), Figure("a", "Карта", "Карта", 120)
ONE = Article("Раз", (Section("Начало", (TALK, UNSAID)), Section("Кто?", (FIRST, SLIDE, MORE))))
OTHER = Article("Два", (Section("", (SECOND, END)),))
TITLE = Section("Вопросы", ())


def test_answers_move_under_their_questions_in_the_last_article():
    # the first lasts until the second begins, the second for as long as an answer may
    asked = [Asked("Кто?", 100.5), Asked("Где?", 200), Asked("Когда?")]

    one, other = with_answers([ONE, OTHER], [ONE, OTHER], asked, title="Вопросы")

    assert one.sections == (Section("Начало", (TALK, UNSAID)),)
    assert other.sections == (
        Section("", (END,)),
        TITLE,
        Section("Кто?", (FIRST, SLIDE, MORE), 3),
        Section("Где?", (SECOND,), 3),
        Section("Когда?", (), 3),
    )


def test_answer_ends_where_its_end_was_marked_also_in_an_article_that_is_not_taken():
    (only,) = with_answers([OTHER], [ONE, OTHER], [Asked("Кто?", 100, 150)], title="Вопросы")

    assert only.sections == (*OTHER.sections, TITLE, Section("Кто?", (FIRST, SLIDE), 3))


def test_article_of_answers_alone_is_none_unless_it_is_all_there_is():
    answers = Article("Ответы", (Section("", (FIRST, MORE)),))
    asked = [Asked("Кто?", 100, 170)]
    question = Section("Кто?", (FIRST, MORE), 3)

    assert with_answers([OTHER, answers], [OTHER, answers], asked, title="Вопросы") == (
        Article("Два", (*OTHER.sections, TITLE, question)),
    )
    assert with_answers([answers], [answers], asked, title="Вопросы") == (Article("Ответы", (TITLE, question)),)


def test_without_questions_nothing_changes():
    assert with_answers([ONE], [ONE, OTHER], [], title="Вопросы") == (ONE,)
