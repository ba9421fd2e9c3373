import pytest
from tests.programme.factories import LessonFactory

from nastavnik.programme.services.slugs import MAX_CHARACTERS, free_slug, slug_of

ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Библиотечный блог: с чего начать", "bibliotechnyi-blog-s-chego-nachat"),
        ("Съёмка и объявление", "sieemka-i-obieiavlenie"),
        ("Web 2.0 — для всех!", "web-2-0-dlia-vsekh"),
        ("«…»", "lesson"),
        ("щ" * 100, "shch" * 15),
    ],
)
def test_slug_of_a_russian_title(title, expected):
    assert slug_of(title) == expected


def test_slug_of_a_long_title_ends_with_a_word():
    slug = slug_of("Стратегическая сессия о будущем сельской библиотеки и её читателя")
    assert slug == "strategicheskaia-sessiia-o-budushchem-selskoi-biblioteki-i"
    assert len(slug) <= MAX_CHARACTERS


def test_every_russian_letter_becomes_latin():
    assert slug_of(ALPHABET).isascii()


@pytest.mark.django_db
def test_free_slug_takes_the_first_free_number_of_its_school(school):
    for slug in ("blog", "blog-2", "blog-4", "blogi"):
        LessonFactory(cycle__programme__school=school, slug=slug)
    LessonFactory(slug="blog-3")
    assert free_slug(school, "Блог") == "blog-3"
