"""What of a collection may be shown: the rule, and that files and pages follow it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from tests.publishing.factories import ArticleFactory, AuthorFactory
from tests.publishing.pressed import pressed

from nastavnik.publishing.enums import ArticleState, CollectionState, Licence
from nastavnik.publishing.models import Article, ArticleAuthor, ArticleRevision, PressedArticle, ProofLink
from nastavnik.publishing.selectors.pressing.page import press_page
from nastavnik.publishing.selectors.rights import files_of, pressable
from nastavnik.publishing.services.articles import AuthorFacts, edit_author, remove_author

pytestmark = pytest.mark.django_db
PAGES = {"kak-nachat": "<p>Библиотека ищет читателя.</p>", "vtoraia": "<p>Дальше.</p>"}


@pytest.fixture
def article(article):
    article.state, article.licence, article.revision = ArticleState.READY, Licence.CC_BY, 3
    article.save()
    return article


@pytest.fixture
def author(article, now):
    return AuthorFactory(article=article, agreed_at=now, agreed_how="на бумаге")


@pytest.fixture
def book(collection, article, author, now):
    """A published book of two articles, pressed some time ago."""
    collection.state, collection.published_at = CollectionState.PUBLISHED, now
    collection.save()
    ArticleFactory(collection=collection, key="vtoraia", title="Вторая", licence=Licence.OWN)
    pressed(collection, PAGES, ended_at=now - timedelta(hours=1), screen=b"%PDF-1", front=b"PNG")
    return collection


def url(name, *words):
    return reverse(f"publishing:{name}", args=words)


def sent(client, name):
    return b"".join(client.get(url(name, "gorod")).streaming_content)


@pytest.mark.parametrize(
    ("licence", "agreed", "is_pressed"),
    [
        (Licence.CC_BY, [3, 3], True),
        (Licence.CC_BY, [3, 2], False),
        (Licence.CC_BY, [3, None], False),
        (Licence.CC_BY, [], False),
        (Licence.PERMISSION, [3], True),
        (Licence.PERMISSION, [], False),
        (Licence.OWN, [None], True),
        (Licence.NONE, [3], False),
    ],
)
def test_press_takes_what_is_settled_in_the_text_of_now(article, now, licence, agreed, is_pressed):
    Article.objects.update(licence=licence)
    for number in agreed:
        AuthorFactory(article=article, agreed_at=now if number else None, agreed_revision=number)
    assert Article.objects.filter(pressable()).exists() is is_pressed


@pytest.mark.parametrize("change", [{"state": ArticleState.EDITING}, {"removed_at": "2026-01-01T00:00:00Z"}])
def test_press_takes_only_what_is_ready_and_there(article, author, change):
    assert Article.objects.filter(pressable()).exists()
    Article.objects.update(**change)
    assert not Article.objects.filter(pressable()).exists()


def taken_out(article, **_others):
    Article.objects.filter(pk=article.pk).update(removed_at="2026-01-01T00:00:00Z")


def on_no_terms(article, **_others):
    Article.objects.filter(pk=article.pk).update(licence=Licence.NONE)


def taken_back(article, author, methodist, now):
    by = {"actor": methodist, "article_id": article.pk, "author": author.token}
    edit_author(facts=AuthorFacts(author.name), now=now, **by)
    # what she agrees to later is another text
    edit_author(facts=AuthorFacts(author.name, "", "на бумаге, снова"), now=now, **by)


def named_no_more(article, author, methodist, now):
    remove_author(actor=methodist, article_id=article.pk, author=author.token, now=now)


def joined_by_another(article, **_others):
    AuthorFactory(article=article, name="Петров, П. П.")


@pytest.mark.parametrize("change", [taken_out, on_no_terms, taken_back, named_no_more, joined_by_another])
def test_file_is_handed_out_to_nobody_once_an_article_in_it_may_not_be_shown(
    client, book, article, author, methodist, now, change
):
    assert sent(client, "pdf") == b"%PDF-1"
    change(article=article, author=author, methodist=methodist, now=now)

    assert client.get(url("pdf", "gorod")).status_code == 409
    assert client.get(url("read", "gorod", "kak-nachat")).status_code == 404
    assert client.get(url("read", "gorod", "vtoraia")).status_code == 200
    assert sent(client, "cover") == b"PNG"
    page = client.get(url("book", "gorod")).context["page"]
    assert (page.is_renewed, page.files, [line.title for line in page.parts[0].lines]) == (True, (), ["Вторая"])
    client.force_login(methodist)
    assert client.get(url("pdf", "gorod")).status_code == 409
    desk = press_page(methodist, book.school, book.token)
    assert [(one.url, one.is_closed) for one in desk.files] == [("", True)]
    assert desk.must_be_pressed_anew


def test_readers_get_the_newest_file_that_may_be_shown(client, book, article, now):
    second = Article.objects.get(key="vtoraia")
    pressed(book, {"vtoraia": PAGES["vtoraia"]}, screen=b"%PDF-2", holds=[second])
    pressed(book, PAGES, screen=b"%PDF-3", ended_at=now + timedelta(minutes=1))
    Article.objects.filter(pk=article.pk).update(removed_at=now)

    assert sent(client, "pdf") == b"%PDF-2"
    files = files_of(book)
    assert (files.is_closed("screen"), files.is_closed("front"), files.is_closed("epub")) == (True, False, False)


def test_what_was_read_before_an_author_went_stays_closed_whatever_the_clocks_say(
    client, book, article, author, methodist, now
):
    read = list(Article.objects.filter(collection=book))
    AuthorFactory(article=article, name="Петров, П. П.", agreed_at=now)
    # she has waited for the lock: her time is before that of the press
    named_no_more(article, author, methodist, now - timedelta(days=1))
    pressed(book, PAGES, screen=b"%PDF-2", holds=read)
    assert client.get(url("pdf", "gorod")).status_code == 409
    pressed(book, PAGES, screen=b"%PDF-3", ended_at=now - timedelta(days=2))
    assert sent(client, "pdf") == b"%PDF-3"


def test_text_that_was_agreed_to_is_shown_while_a_newer_one_waits(client, book, article, methodist):
    Article.objects.filter(pk=article.pk).update(revision=4, title="Новое имя", state=ArticleState.EDITING)

    text = client.get(url("read", "gorod", "kak-nachat")).content.decode()

    assert ("Как начать" in text, "Новое имя" in text) == (True, False)
    assert sent(client, "pdf") == b"%PDF-1"


def test_what_was_pressed_before_articles_were_noted_must_be_pressed_anew(client, book, methodist):
    PressedArticle.objects.all().delete()
    assert client.get(url("pdf", "gorod")).status_code == 409
    assert client.get(url("read", "gorod", "kak-nachat")).status_code == 404
    client.force_login(methodist)
    assert client.get(url("press", book.token)).context["page"].must_be_pressed_anew


def test_consents_of_earlier_days_are_of_the_text_that_was_read(article, collection, now):
    day = timedelta(days=1)
    for number in (1, 2):
        ArticleRevision.objects.create(
            article=article, number=number, title="Т", text="Т", began_at=now, written_at=now + number * day
        )
    Article.objects.update(revision=0)
    early = AuthorFactory(article=article, agreed_at=now + 1.5 * day, agreed_revision=0)
    late = AuthorFactory(article=article, agreed_at=now + 3 * day, agreed_revision=0)
    read = AuthorFactory(article=article, agreed_at=now + 3 * day, agreed_revision=0)
    never = AuthorFactory(article=article)
    bare = AuthorFactory(article=ArticleFactory(collection=collection), agreed_at=now, agreed_revision=7)
    ProofLink.objects.create(
        article=article,
        author=read,
        secret_hash="x",
        revision=1,
        sent_at=now,
        expires_at=now,
        answered_at=now + 3 * day,
        is_approved=True,
    )

    import_module("nastavnik.publishing.migrations.0003_rights").note_revisions(apps, None)

    article.refresh_from_db()
    assert article.revision == 2
    told = dict(ArticleAuthor.objects.values_list("pk", "agreed_revision"))
    assert told == {early.pk: 1, late.pk: 2, read.pk: 1, never.pk: None, bare.pk: 0}
