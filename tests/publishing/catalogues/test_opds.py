"""The shelf of a school for e-readers: published books that have files, found, ordered and paged."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

import feedparser
import pytest
from django.urls import reverse
from tests.publishing.factories import ArticleFactory, CollectionFactory
from tests.publishing.pressed import pressed

from nastavnik.core.memory import forget_all
from nastavnik.publishing.enums import CollectionState, Licence
from nastavnik.publishing.models import Article
from nastavnik.publishing.selectors.catalogues import shelf

pytestmark = pytest.mark.django_db


def put(school, title, now, **others):
    made = CollectionFactory(school=school, title=title, state=CollectionState.PUBLISHED, published_at=now, **others)
    ArticleFactory(collection=made, licence=Licence.OWN)
    pressed(made, epub=b"PK")
    return made


@pytest.fixture
def titles(client):
    """Return the titles of the books that are found."""

    def found(**asked):
        feed = feedparser.parse(client.get(reverse("publishing:opds_books"), asked).content)
        assert not feed.bozo
        return [one.title for one in feed.entries]

    return found


def test_book_is_offered_with_its_files(client, book):
    (entry,) = feedparser.parse(client.get(reverse("publishing:opds_books")).content).entries
    files = {one.type: one for one in entry.links if "acquisition" in one.rel}
    assert set(files) == {"application/epub+zip", "application/pdf"}
    answer = client.get(urlsplit(files["application/epub+zip"].href).path)
    assert len(b"".join(answer.streaming_content)) == int(files["application/epub+zip"].length)
    assert entry.author == "Анна Петровна Иванова"


def test_book_without_files_or_unpublished_is_not_offered(titles, school, collection, now):
    pressed(collection, epub=b"PK")
    bare = CollectionFactory(school=school, state=CollectionState.PUBLISHED, published_at=now)
    pressed(bare, front=b"PNG")
    assert titles() == []


def test_book_whose_files_may_not_be_shown_any_more_is_not_offered(titles, book, now):
    assert titles() == [book.title]
    Article.objects.update(removed_at=now)
    # a page of the shelf is remembered for a minute
    forget_all()
    assert titles() == []


def test_books_are_found_by_words_whatever_their_case(titles, school, now, book):
    put(school, "Ёлка во дворе", now)
    assert titles(query="ЕЛКА") == ["Ёлка во дворе"]
    assert titles(query="иванова чтение") == [book.title]
    assert titles(query="нет такой") == []


def test_books_stand_by_title_if_asked(titles, school, now):
    put(school, "Яблоко", now)
    put(school, "Ель", now + timedelta(hours=1))
    put(school, "Жук", now + timedelta(hours=2))
    assert titles() == ["Жук", "Ель", "Яблоко"]
    assert titles(order="title") == ["Ель", "Жук", "Яблоко"]
    assert titles(order="strange") == titles()


def test_shelf_comes_in_pages(titles, school, now, monkeypatch):
    monkeypatch.setattr(shelf, "PER_PAGE", 2)
    for number in range(3):
        put(school, f"Книга {number}", now + timedelta(hours=number))
    assert titles(page="2") == ["Книга 0"]
    assert titles(page="strange") == titles()


def test_compiler_or_organisation_answers_where_there_is_no_author(client, school, now):
    put(school, "Первая", now, imprint={"credit_compiler": "Петрова Мария"})
    put(school, "Вторая", now, imprint={"organisation": "Сеть библиотек"})
    feed = json.loads(client.get(reverse("publishing:opds2_books"), {"order": "title"}).content)
    assert [one["metadata"]["author"] for one in feed["publications"]] == [["Сеть библиотек"], ["Мария Петрова"]]


@pytest.mark.parametrize("name", ["opds", "opds2", "opds_search"])
def test_doors_are_open_before_there_is_a_book(client, school, name):
    response = client.get(reverse(f"publishing:{name}"))
    assert response.status_code == 200
    assert school.title[:16] in response.content.decode()


def test_shelf_of_people_leads_to_both_catalogues(client, book, settings):
    settings.BASE_URL = "https://school.example.ru"
    text = client.get(reverse("publishing:shelf")).content.decode()
    assert "https://school.example.ru/opds/</a>" in text
    for name in ("opds", "opds2"):
        assert f'href="{reverse(f"publishing:{name}")}"' in text


@pytest.mark.parametrize("name", ["opds_books", "opds2_books"])
def test_shelf_asks_no_more_the_more_books_there_are(client, school, now, assert_flat, name):
    assert_flat(lambda: client.get(reverse(f"publishing:{name}")), lambda: put(school, "Книга", now))
