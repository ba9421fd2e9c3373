"""Collections as everybody reads them: the shelf, a book with its files, an article; what is not published is the desk's."""

import pytest
from django.urls import reverse
from tests.publishing.books import picture
from tests.publishing.factories import ArticleFactory, AuthorFactory, CollectionFactory, PartFactory
from tests.publishing.pressed import pressed, with_picture

from nastavnik.publishing.enums import CollectionState, Licence
from nastavnik.publishing.models import Article, ArticleAuthor, FormerAddress
from nastavnik.publishing.selectors.reading.shelf import public_paths
from nastavnik.publishing.services.collections import Facts, create_collection, edit_collection

pytestmark = pytest.mark.django_db

PICTURE = '<img src="/collections/gorod/pictures/kak-nachat/r1/" alt="">'
PAGES = {"kak-nachat": f"<p>Библиотека ищет читателя.</p>{PICTURE}", "vtoraia": "<p>Дальше.</p>"}
IMPRINT = {"publisher_name": "МУК ЦБ", "publisher_place": "Заречье", "year": 2026, "authors": "Иванова Анна Петровна"}


@pytest.fixture
def published(collection, article, now):
    collection.state, collection.published_at, collection.imprint = CollectionState.PUBLISHED, now, IMPRINT
    collection.save()
    part = PartFactory(collection=collection, title="Практика")
    ArticleFactory(collection=collection, part=part, key="vtoraia", title="Вторая", licence=Licence.OWN)
    ArticleFactory(collection=collection, part=part, key="novaia", title="Новая", licence=Licence.OWN)
    article.licence = Licence.CC_BY
    article.save()
    AuthorFactory(article=article, about="методист", agreed_at=now)
    return collection


def url(name, *words):
    return reverse(f"publishing:{name}", args=words)


def test_shelf_without_books_says_what_will_be_here(client, school):
    text = client.get(url("shelf")).content.decode()
    assert reverse("portal:programme") in text


def test_shelf_shows_published_books_and_the_desk_the_others_too(client, published, director):
    CollectionFactory(school=published.school, title="Черновик")
    guest = client.get(url("shelf")).content.decode()
    assert (url("book", "gorod") in guest, "Черновик" in guest) == (True, False)
    client.force_login(director)
    assert "Черновик" in client.get(url("shelf")).content.decode()


def test_shelf_speaks_in_the_words_of_the_methodist(client, school):
    school.tab_texts = {"collection": "Свои слова"}
    school.save()
    assert "Свои слова" in client.get(url("shelf")).content.decode()


def test_book_leads_to_the_articles_that_were_pressed(client, published, director):
    pressed(published, PAGES, screen=b"%PDF", front=b"\x89PNG")
    text = client.get(url("book", "gorod")).content.decode()
    assert url("read", "gorod", "kak-nachat") in text
    assert "Новая" not in text
    assert url("pdf", "gorod") in text
    assert url("epub", "gorod") not in text
    assert url("cover", "gorod") in text
    assert '"@type":' in text
    client.force_login(director)
    desk = client.get(url("book", "gorod")).content.decode()
    assert ("Новая" in desk, url("read", "gorod", "novaia") in desk) == (True, False)


@pytest.mark.parametrize("missing", ["licence", "consent"])
def test_article_that_may_not_be_read_any_more_is_the_desks(client, published, article, director, missing):
    pressed(published, PAGES)
    if missing == "licence":
        Article.objects.filter(pk=article.pk).update(licence=Licence.NONE)
    else:
        ArticleAuthor.objects.filter(article=article).update(agreed_at=None, agreed_revision=None)
    assert client.get(url("read", "gorod", "kak-nachat")).status_code == 404
    assert "Как начать" not in client.get(url("book", "gorod")).content.decode()
    client.force_login(director)
    assert client.get(url("read", "gorod", "kak-nachat")).status_code == 200


def test_book_that_was_not_pressed_shows_its_contents(client, published, director):
    client.force_login(director)
    text = client.get(url("book", "gorod")).content.decode()
    assert "Как начать" in text
    assert url("read", "gorod", "kak-nachat") not in text


def test_book_without_articles_says_so(client, collection, director):
    client.force_login(director)
    text = client.get(url("book", "gorod")).content.decode()
    assert "noindex" in text
    assert url("press", collection.token) in text


def test_book_is_cited_by_its_imprint(client, published):
    assert "Заречье : МУК ЦБ, 2026" in client.get(url("book", "gorod")).content.decode()


def test_article_is_read_with_its_neighbours_and_how_to_cite_it(client, published):
    pressed(published, PAGES)
    first = client.get(url("read", "gorod", "kak-nachat")).content.decode()
    assert PAGES["kak-nachat"] in first
    assert "Анна Петровна Иванова" in first
    assert url("read", "gorod", "vtoraia") in first
    assert "Иванова, А. П. Как начать / А. П. Иванова. – Текст : электронный // Библиотека и её город" in first
    assert url("read", "gorod", "kak-nachat") in client.get(url("read", "gorod", "vtoraia")).content.decode()


def test_article_is_read_as_it_was_pressed_last(client, published):
    pressed(published, PAGES)
    pressed(published, PAGES | {"kak-nachat": "<p>Иначе.</p>"})
    assert "<p>Иначе.</p>" in client.get(url("read", "gorod", "kak-nachat")).content.decode()


def test_article_that_was_not_pressed_is_missing(client, published, now):
    assert client.get(url("read", "gorod", "kak-nachat")).status_code == 404
    pressed(published, PAGES)
    assert client.get(url("read", "gorod", "novaia")).status_code == 404
    published.school.save()
    gone = ArticleFactory(collection=published, key="ushla", removed_at=now)
    pressed(published, PAGES | {gone.key: "<p>Была.</p>"})
    assert client.get(url("read", "gorod", "ushla")).status_code == 404


@pytest.mark.parametrize(
    ("name", "form", "begin"),
    [("pdf", "screen", b"%PDF"), ("epub", "epub", b"PK"), ("docx", "docx", b"PK")],
)
def test_files_are_sent_under_the_name_of_the_book(client, published, name, form, begin):
    assert client.get(url(name, "gorod")).status_code == 404
    pressed(published, **{form: begin})
    answer = client.get(url(name, "gorod"))
    assert b"".join(answer.streaming_content) == begin
    assert 'filename="gorod.' in answer.headers["Content-Disposition"]


def test_file_that_its_reader_has_already_is_not_sent_again(client, published):
    pressed(published, screen=b"%PDF")
    first = client.get(url("pdf", "gorod"))
    again = client.get(url("pdf", "gorod"), headers={"If-None-Match": first.headers["ETag"]})
    assert b"".join(first.streaming_content) == b"%PDF"
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.headers["ETag"] == first.headers["ETag"]


def test_cover_is_kept_by_browsers(client, published):
    assert client.get(url("cover", "gorod")).status_code == 404
    pressed(published, front=b"PNG")
    answer = client.get(url("cover", "gorod"))
    assert b"".join(answer.streaming_content) == b"PNG"
    assert "max-age" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(("name", "form"), [("print_pdf", "print"), ("cover_pdf", "cover")])
def test_files_for_printing_houses_are_the_desks(client, published, director, name, form):
    pressed(published, **{form: b"%PDF"})
    assert client.get(url(name, "gorod")).status_code == 404
    client.force_login(director)
    answer = client.get(url(name, "gorod"))
    assert b"".join(answer.streaming_content) == b"%PDF"
    assert f"gorod-{form}.pdf" in answer.headers["Content-Disposition"]


def test_pictures_are_those_of_a_book_that_one_may_read(client, published, article):
    with_picture(article, picture())
    assert client.get(url("picture", "gorod", "kak-nachat", "r1")).status_code == 404
    pressed(published, PAGES)
    answer = client.get(url("picture", "gorod", "kak-nachat", "r1"))
    assert b"".join(answer.streaming_content) == picture()
    assert answer.headers["Content-Type"] == "image/jpeg"
    published.state = CollectionState.PREPARED
    published.save()
    assert client.get(url("picture", "gorod", "kak-nachat", "r1")).status_code == 404


def test_pictures_that_were_not_pressed_are_the_desks(client, published, article, director):
    with_picture(article, picture(), key="r2")
    pressed(published, PAGES)
    assert client.get(url("picture", "gorod", "kak-nachat", "r2")).status_code == 404
    client.force_login(director)
    assert b"".join(client.get(url("picture", "gorod", "kak-nachat", "r2")).streaming_content) == picture()


def test_picture_is_shown_at_a_new_address_of_its_collection_too(client, published, article):
    with_picture(article, picture())
    pressed(published, PAGES)
    published.slug = "dvor"
    published.save()
    assert b"".join(client.get(url("picture", "dvor", "kak-nachat", "r1")).streaming_content) == picture()


def test_pictures_of_an_article_that_was_taken_out_are_missing(client, published, article, now):
    with_picture(article, picture())
    pressed(published, PAGES)
    article.removed_at = now
    article.save()
    assert client.get(url("picture", "gorod", "kak-nachat", "r1")).status_code == 404


@pytest.mark.parametrize("name", ["book", "pdf", "cover"])
def test_what_is_not_published_is_missing_for_guests(client, collection, name):
    pressed(collection, PAGES, screen=b"%PDF", front=b"PNG")
    assert client.get(url(name, "gorod")).status_code == 404


def test_former_address_leads_to_the_present_one(client, published, article, methodist, now):
    with_picture(article, picture())
    move = {"actor": methodist, "collection_id": published.pk, "now": now}
    edit_collection(version=0, facts=Facts(published.title, slug="dvor"), **move)
    edit_collection(version=1, facts=Facts(published.title, slug="sad"), **move)
    for words in (["book"], ["read", "kak-nachat"], ["pdf"], ["cover"], ["picture", "kak-nachat", "r1"]):
        name, *rest = words
        answer = client.get(url(name, "gorod", *rest))
        assert (answer.status_code, answer.headers["Location"]) == (301, url(name, "sad", *rest))
        assert "no-cache" in answer.headers["Cache-Control"]
    assert client.get(url("book", "dvor")).headers["Location"] == url("book", "sad")
    edit_collection(version=2, facts=Facts(published.title, slug="gorod"), **move)
    assert client.get(url("book", "gorod")).status_code == 200
    assert client.get(url("book", "sad")).headers["Location"] == url("book", "gorod")


def test_former_address_is_that_of_a_new_book_which_takes_it(client, published, methodist, now):
    edit_collection(
        actor=methodist, collection_id=published.pk, version=0, facts=Facts(published.title, slug="sad"), now=now
    )
    create = {"actor": methodist, "school_id": published.school_id, "now": now}
    assert create_collection(facts=Facts("Город"), **create).slug == "gorod-2"
    create_collection(facts=Facts("Другой", slug="gorod"), **create)
    assert client.get(url("book", "gorod")).status_code == 404
    assert not FormerAddress.objects.exists()


def test_former_address_of_what_is_not_published_is_missing(client, published, methodist, now):
    move = {"actor": methodist, "collection_id": published.pk, "now": now}
    edit_collection(version=0, facts=Facts(published.title, slug="sad"), **move)
    published.refresh_from_db()
    published.state = CollectionState.PREPARED
    published.save()
    assert client.get(url("book", "gorod")).status_code == 404
    assert client.get(url("read", "sad", "net")).status_code == 404


def test_search_engines_are_told_of_published_books(published):
    CollectionFactory(school=published.school)
    assert public_paths(published.school) == [url("book", "gorod")]


@pytest.mark.parametrize("name", ["book", "read"])
def test_pages_ask_no_more_the_more_articles_there_are(client, published, assert_flat, name):
    pressed(published, PAGES, screen=b"%PDF")
    words = ["gorod", "kak-nachat"][: 1 if name == "book" else 2]
    assert_flat(
        lambda: client.get(url(name, *words)), lambda: AuthorFactory(article=ArticleFactory(collection=published))
    )


def test_shelf_asks_no_more_the_more_books_there_are(client, published, now, assert_flat):
    def grow():
        CollectionFactory(school=published.school, state=CollectionState.PUBLISHED, published_at=now)

    assert_flat(lambda: client.get(url("shelf")), grow)
