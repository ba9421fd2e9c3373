"""What the figures say in sentences."""

import pytest
from django.utils import timezone, translation

from nastavnik.audience.selectors.figures import Scope, article, figures_of
from nastavnik.audience.selectors.figures.article import article_of, phrase_of
from nastavnik.audience.selectors.figures.values import Unit, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _russian():
    with translation.override("ru"):
        yield


def told(school):
    said = article_of(figures_of(Scope(school, timezone.now())))
    return {one.section: "".join(piece.text for piece in one.pieces) for one in said}


def test_article_says_figures_in_whole_sentences(world):
    said = told(world.school)

    assert said["lessons"] == (
        "В программе 4 занятия: 1 мастер-класс, 2 семинара и 1 стратегическая сессия. "
        "Уже проведено: 3 занятия, 3,2 ч; вели их 1 ведущий."
    )
    assert "5 заявок: 1 — для семей и 2 — для детей и подростков" in said["contest"]
    assert "200 000,50 ₽" in said["grants"].replace("\xa0", " ")
    assert "VK Видео: " in said["views"]
    assert "страница школы" not in said["views"].lower()


def test_article_says_nothing_of_what_there_is_nothing_of(school):
    assert told(school) == {}


def test_pieces_of_figures_name_their_codes(world):
    lessons = article_of(figures_of(Scope(world.school, timezone.now())))[0]

    assert ("2 семинара", "lessons.planned.seminar") in {(piece.text, piece.code) for piece in lessons.pieces}


def test_sentence_may_begin_with_a_figure(world, monkeypatch):
    monkeypatch.setattr(article, "SENTENCES", (("lessons", "lessons.planned.seminar", "{lessons.planned.seminar}."),))

    assert told(world.school) == {"lessons": "2 семинара."}


def test_phrase_of_a_mean_is_its_number(world):
    by_code = {one.code: one for one in figures_of(Scope(world.school, timezone.now()))}

    assert phrase_of(by_code["surveys.usefulness"]) == "4,5"
    assert by_code["surveys.usefulness"].before_text == "—"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, Unit.MEAN, "—"),
        (7745, Unit.COUNT, "7745"),
        (20_000_000, Unit.COUNT, "20 000 000"),
        (14.8, Unit.HOURS, "14,8 ч"),
        (1.5, Unit.ACADEMIC, "1,5 акад. ч"),
        (300_000.5, Unit.ROUBLES, "300 000,50 ₽"),
    ],
)
def test_text_of_a_value_is_as_people_read_it(value, unit, text):
    assert text_of(value, unit).replace("\xa0", " ") == text


def test_words_of_a_period(world):
    def words(**period):
        return Scope(world.school, timezone.now(), **period).words

    first, last = world.programme.starts_on, world.programme.ends_on
    assert words() == "за всё время"
    assert words(begins_on=first) == "с 1 сентября 2026"
    assert words(ends_on=last) == "по 31 мая 2027"
    assert words(begins_on=first, ends_on=last) == "с 1 сентября 2026 по 31 мая 2027"
    assert words(programme=world.programme) == f"по программе «{world.programme.title}», за всё время"
