"""A collection becomes a book: articles in their order, pictures under names of their own, films that its moments name."""

import pytest
from tests.programme.factories import LessonFactory
from tests.publishing.books import picture
from tests.publishing.factories import ArticleFactory, AuthorFactory, PartFactory
from tests.publishing.pressed import with_picture
from tests.video.factories import VideoFactory

from nastavnik.publishing.models import Collection
from nastavnik.publishing.selectors.pressing.book import addresses_of, book_of, printed_name, with_own_pictures
from nastavnik.publishing.selectors.reading.contents import contents_of

pytestmark = pytest.mark.django_db


def book(collection):
    row = Collection.objects.select_related("school").get(pk=collection.pk)
    return book_of(row, contents_of(row))


def test_articles_stand_in_their_parts_and_those_without_one_come_first(collection, article):
    part = PartFactory(collection=collection, title="Практика")
    ArticleFactory(collection=collection, part=part, key="vtoraia")
    ArticleFactory(collection=collection, key="tretia")
    made = book(collection)
    assert [(one.title, [it.key for it in one.articles]) for one in made.parts] == [
        ("", ["kak-nachat", "tretia"]),
        ("Практика", ["vtoraia"]),
    ]


def test_part_without_articles_is_left_out(collection, article):
    PartFactory(collection=collection)
    assert [one.title for one in book(collection).parts] == [""]


def test_authors_are_named_as_they_stand_over_an_article(article):
    AuthorFactory(article=article, about="методист")
    [author] = book(article.collection).articles[0].authors
    assert (author.name, author.about) == ("Анна Петровна Иванова", "методист")


def test_author_with_one_name_keeps_it():
    assert printed_name("Библиотекарь") == "Библиотекарь"


def test_pictures_of_two_articles_under_one_name_stay_apart(collection, article):
    other = ArticleFactory(collection=collection, key="vtoraia", text="![Зал](r1)")
    with_picture(article, picture())
    with_picture(other, picture(colour="red"))
    made = book(collection)
    assert made.articles[1].text == "![Зал](vtoraia--r1)"
    assert set(made.pictures) == {"kak-nachat--r1", "vtoraia--r1"}
    assert made.pictures["kak-nachat--r1"] != made.pictures["vtoraia--r1"]


def test_picture_whose_file_is_lost_is_left_to_the_press(article):
    row = with_picture(article, picture())
    row.file = "collections/lost.jpg"
    row.save()
    assert book(article.collection).pictures == {}


def test_address_that_is_no_picture_of_the_article_stays_as_it_is():
    text = "![Зал](r2) и [страница](r1) и ![Стол](<r1>)"
    assert with_own_pictures(text, "a", ["r1"]) == "![Зал](r2) и [страница](r1) и ![Стол](<a--r1>)"


def test_article_that_was_said_leads_to_its_seconds(school, collection):
    video = VideoFactory(lesson=LessonFactory(school=school, slug="nachalo", title="Начало"))
    said = [[["Библиотека ищет читателя.", 12.4, 15.0]]]
    ArticleFactory(collection=collection, video=video, text="Библиотека ищет читателя.", source=said, anchors=said)
    made = book(collection)
    assert f'video="{video.token}" t="12"' in made.articles[0].text
    film = made.films[video.token]
    assert (film.title, film.address_at(12)) == ("Начало", f"{school.base_url}/lessons/nachalo/?t=12")


def test_film_on_the_shelf_is_led_to_by_its_own_address(school, collection):
    video = VideoFactory(school=school, lesson=None, title="Зал")
    ArticleFactory(collection=collection, text=f'[зал]{{.moment video="{video.token}" t="3"}}')
    film = book(collection).films[video.token]
    assert (film.title, film.address_at(3)) == ("Зал", f"{school.base_url}/videos/{video.token}/?t=3")


def test_film_of_another_school_is_none_of_the_book(collection):
    video = VideoFactory()
    ArticleFactory(collection=collection, text=f'[зал]{{.moment video="{video.token}" t="3"}}')
    assert book(collection).films == {}


def test_same_rows_make_the_same_book(article):
    assert book(article.collection) == book(article.collection)


def test_pages_lead_to_pictures_and_places_of_the_school(school, collection):
    school.path = "zarechie"
    made = addresses_of(collection)
    assert made.picture("kak-nachat--r1") == "/zarechie/collections/gorod/pictures/kak-nachat/r1/"
    assert made.place("kak-nachat") == "/zarechie/collections/gorod/read/kak-nachat/"
    assert made.place("kak-nachat--h1") == "/zarechie/collections/gorod/read/kak-nachat/#kak-nachat--h1"
