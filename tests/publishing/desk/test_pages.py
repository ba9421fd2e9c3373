"""Pages of the desk of collections."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.publishing.factories import ArticleFactory, AuthorFactory, PartFactory, picture
from tests.publishing.pressed import pressed

from nastavnik.publishing.enums import ArticleState, Licence
from nastavnik.publishing.models import Article, ArticleAuthor, ArticlePicture, ArticleRevision, Collection, ProofLink

pytestmark = pytest.mark.django_db


def text_of(answer):
    return answer.content.decode()


# --- collections ---


def test_list_teaches_when_there_is_none_yet(at, methodist, director):
    assert reverse("publishing:new_collection") in text_of(at(methodist, "collections"))
    assert reverse("publishing:new_collection") not in text_of(at(director, "collections"))


def test_list_shows_collections(at, methodist, collection, article):
    assert collection.title in text_of(at(methodist, "collections"))


def test_new_collection_is_made_by_its_form(do, at, methodist):
    assert at(methodist, "new_collection").status_code == 200

    answer = do(methodist, "new_collection", title="Двор", design="shelf")

    assert answer.url == reverse("publishing:collection", args=[Collection.objects.get().token])
    assert do(methodist, "new_collection", title="", design="shelf").status_code == 200


def test_edit_keeps_what_was_typed_when_another_was_first(do, at, methodist, collection):
    assert collection.title in text_of(at(methodist, "edit_collection", collection.token))
    words = {"title": "Иначе", "design": "card", "slug": "inache", "version": 0}
    assert do(methodist, "edit_collection", collection.token, **words).status_code == 302

    answer = do(methodist, "edit_collection", collection.token, **{**words, "title": "Опять"})

    assert answer.status_code == 200
    assert "Опять" in text_of(answer)


def test_imprint_is_filled_in_and_tells_what_is_missing(do, at, methodist, collection):
    page = at(methodist, "imprint", collection.token)
    assert "imprint-gap" in text_of(page)
    words = {"form": "print", "purpose": "practical", "udc": "02", "year": 2026, "printing_signed_on": "2026-11-26"}

    assert do(methodist, "imprint", collection.token, version=0, **words).status_code == 302

    collection.refresh_from_db()
    assert collection.imprint["printing_signed_on"] == "2026-11-26"
    assert do(methodist, "imprint", collection.token, version=0, **words).status_code == 200


def test_collection_shows_its_articles_in_order(at, methodist, director, collection, article):
    part = PartFactory(collection=collection, title="Люди")
    ArticleFactory(collection=collection, part=part, state=ArticleState.READY)
    AuthorFactory(article=article)

    page = text_of(at(methodist, "collection", collection.token))

    assert "А. П. Иванова" in page
    assert "Люди" in page
    assert "data-reorder" in page
    assert "data-reorder" not in text_of(at(director, "collection", collection.token))


def test_collection_without_articles_teaches(at, methodist, director, collection):
    assert reverse("publishing:add_article", args=[collection.token]) in text_of(
        at(methodist, "collection", collection.token)
    )
    assert at(director, "collection", collection.token).status_code == 200


def test_order_is_changed_by_a_button(do, methodist, collection, article):
    second = ArticleFactory(collection=collection, position=99)

    do(methodist, "order_articles", collection.token, move=f"{second.token}:up")

    assert [one.pk for one in Article.objects.order_by("position")] == [second.pk, article.pk]


def test_part_is_added_renamed_moved_and_removed(do, at, methodist, collection):
    do(methodist, "add_part", collection.token, **{"part-title": "Люди"})
    assert do(methodist, "add_part", collection.token, **{"part-title": ""}).status_code == 200
    part = PartFactory(collection=collection, title="Место")
    assert "Место" in text_of(at(methodist, "part", collection.token, part.token))
    assert at(methodist, "part", collection.token, "nothing").status_code == 404

    do(methodist, "part", collection.token, part.token, title="Места")
    do(methodist, "part", collection.token, part.token, deed="up")
    assert text_of(at(methodist, "collection", collection.token)).index("Места") > 0
    do(methodist, "part", collection.token, part.token, deed="remove")

    assert "Места" not in text_of(at(methodist, "collection", collection.token))


def test_collection_is_published_removed_and_brought_back(do, methodist, collection):
    assert do(methodist, "set_state", collection.token, state="published").status_code == 409
    ArticleFactory(collection=collection, licence=Licence.OWN)
    pressed(collection, {})
    do(methodist, "set_state", collection.token, state="published")
    collection.refresh_from_db()
    assert collection.state == "published"
    do(methodist, "set_state", collection.token, state="prepared")
    do(methodist, "remove_collection", collection.token)
    assert do(methodist, "restore_collection", collection.token).status_code == 302

    assert Collection.objects.get().removed_at is None


# --- adding ---


@pytest.mark.parametrize("origin", ["", "lesson", "answer", "project", "file", "written"])
def test_add_offers_every_way(at, methodist, collection, origin):
    assert at(methodist, "add_article", collection.token, **{"from": origin}).status_code == 200


@pytest.mark.usefixtures("film")
def test_lesson_becomes_an_article(at, do, methodist, collection):
    assert "sosedi" in text_of(at(methodist, "add_article", collection.token))
    assert "Мы начали с карты" in text_of(at(methodist, "add_lesson", collection.token, "sosedi"))
    assert do(methodist, "add_lesson", collection.token, "sosedi").status_code == 422

    answer = do(methodist, "add_lesson", collection.token, "sosedi", take="1", slides="on")
    assert do(methodist, "add_lesson", collection.token, "sosedi", take="1", questions="1").status_code == 422

    assert answer.url == reverse("publishing:article", args=[Article.objects.get().token])


def test_lesson_without_words_says_so(at, methodist, collection, lesson):
    assert 'name="take"' not in text_of(at(methodist, "add_lesson", collection.token, lesson.slug))


def test_document_becomes_an_article(do, methodist, collection):
    file = SimpleUploadedFile("двор.md", "Слова.".encode())

    answer = do(methodist, "add_file", collection.token, file=file)

    assert answer.status_code == 302
    assert Article.objects.get().title == "двор"


@pytest.mark.parametrize("name", ["двор.exe", "двор.docx"])
def test_document_that_cannot_be_read_is_told(do, methodist, collection, name):
    answer = do(methodist, "add_file", collection.token, file=SimpleUploadedFile(name, b"no zip"))

    assert answer.status_code == 422
    assert not Article.objects.exists()


def test_new_article_needs_a_title(do, methodist, collection):
    assert do(methodist, "write_anew", collection.token, title="").status_code == 422
    assert do(methodist, "write_anew", collection.token, title="Двор").status_code == 302


# --- the editor ---


def test_editor_shows_what_was_said_beside_the_text(at, methodist, director, spoken):
    page = text_of(at(methodist, "article", spoken.token))

    assert 'href="?t=0-5"' in page
    assert 'class="speech-mark speech-mark--filler"' in page
    assert "nastavnik-player" in page
    assert "speech-mark" not in text_of(at(director, "article", spoken.token))


def test_editor_saves_and_refuses_an_empty_title(do, methodist, article):
    words = {"title": "Иначе", "text": "Слова.\r\n\r\nЕщё.", "version": 0}
    assert do(methodist, "article", article.token, **words).status_code == 302
    article.refresh_from_db()
    assert article.text == "Слова.\n\nЕщё."
    assert do(methodist, "article", article.token, **{**words, "title": ""}).status_code == 422


def test_what_lies_in_the_browser_is_of_one_person(at, methodist, director, article):
    kept = [f'data-keep="article:{article.token}:{one.token}"' for one in (methodist, director)]
    pages = [text_of(at(one, "article", article.token)) for one in (methodist, director)]
    assert kept[0] in pages[0]
    assert kept[0] not in pages[1]


def test_editor_shows_both_when_another_was_first(do, at, methodist, article):
    words = {"title": article.title, "version": 0}
    do(methodist, "article", article.token, text="Её текст.", **words)

    answer = do(methodist, "article", article.token, text="Мой текст.", **words)

    assert answer.status_code == 409
    page = text_of(answer)
    assert "Мой текст." in page
    assert "Её текст." in page
    assert 'name="version" value="1"' in page


def test_script_is_told_its_version_or_that_another_was_first(do, methodist, article):
    words = {"title": article.title, "version": 0}

    assert json.loads(do(methodist, "save_article", article.token, text="Раз.", **words).content) == {"version": 1}
    answer = do(methodist, "save_article", article.token, text="Два.", **words)
    assert answer.status_code == 409
    told = json.loads(answer.content)
    assert (told["version"], told["theirs"]["text"]) == (1, f"{article.title}\n\nРаз.")
    assert told["theirs"]["aside"]["address"].endswith("?old=now&new=2")
    assert do(methodist, "save_article", article.token, text="Два.", title="", version=1).status_code == 409


def test_marks_go_one_by_one_and_all_of_a_kind(client, do, methodist, spoken):
    begin = spoken.text.index("Ну")
    near = do(methodist, "take_out", spoken.token, version=0, begin=begin, end=begin + 2)
    assert " autofocus " in text_of(client.get(near.url))
    answer = do(methodist, "take_out", spoken.token, version=1, kind="filler")

    spoken.refresh_from_db()
    assert "Мы позвали соседей." in spoken.text
    assert answer.url.endswith("#reads")
    assert do(methodist, "take_out", spoken.token).status_code == 409


def test_tidying_is_done_by_a_button(do, methodist, article):
    article.text = 'Клуб "Соседи".'
    article.save()

    do(methodist, "tidy_article", article.token, version=0)

    article.refresh_from_db()
    assert article.text == "Клуб «Соседи»."
    assert do(methodist, "tidy_article", article.token).status_code == 409


def test_article_moves_on(do, methodist, article):
    do(methodist, "move_article", article.token, state="editing")

    article.refresh_from_db()
    assert article.state == ArticleState.EDITING
    assert do(methodist, "move_article", article.token, state="nowhere").status_code == 409


def test_facts_are_kept(do, methodist, article):
    do(methodist, "article_facts", article.token, annotation="О дворе.", licence="cc-by")
    do(methodist, "article_facts", article.token, annotation="Иначе.", licence="nothing")

    article.refresh_from_db()
    assert (article.annotation, article.licence) == ("О дворе.", "cc-by")


def test_picture_is_added_and_shown(do, at, methodist, article):
    file = SimpleUploadedFile("двор.png", picture())
    do(methodist, "add_picture", article.token, **{"picture-file": file, "picture-alt": "Двор"})
    kept = ArticlePicture.objects.get()

    sent = at(methodist, "article_picture", article.token, kept.key)

    assert sent["Content-Type"] == "image/jpeg"
    assert b"".join(sent.streaming_content).startswith(b"\xff\xd8")
    assert kept.key in text_of(at(methodist, "article", article.token))
    assert do(methodist, "add_picture", article.token).status_code == 422


def test_picture_stands_where_the_text_names_it(do, at, methodist, article):
    article.text = "## Двор\n\n![Двор](nothing.jpg)\n\n::: {.aside}\n\nСлова.\n\n:::"
    article.save()

    page = text_of(at(methodist, "article", article.token))

    assert "nothing.jpg" in page
    assert "<h3" in page


def test_article_is_taken_out_and_brought_back(do, methodist, article):
    assert do(methodist, "remove_article", article.token).status_code == 302
    assert do(methodist, "restore_article", article.token).status_code == 302

    assert Article.objects.get().removed_at is None


def test_authors_are_named_corrected_and_removed(do, at, methodist, article):
    assert at(methodist, "add_author", article.token).status_code == 200
    do(methodist, "add_author", article.token, name="Иванова, Анна")
    author = ArticleAuthor.objects.get()
    assert "Иванова" in text_of(at(methodist, "author", article.token, author.token))
    do(methodist, "author", article.token, author.token, name="Иванова, Анна", agreed_how="на бумаге")
    author.refresh_from_db()
    assert author.agreed_at is not None
    do(methodist, "article", article.token, title=article.title, text="Иначе.", version=0)
    assert "badge--waiting" in text_of(at(methodist, "article", article.token))
    form = at(methodist, "author", article.token, author.token).context["form"]
    assert form.initial["agreed_how"] == ""
    do(methodist, "author", article.token, author.token, remove="1")

    assert not ArticleAuthor.objects.exists()


def test_history_compares_and_brings_back(do, at, methodist, article, now):
    assert at(methodist, "article_history", article.token).status_code == 200
    words = {"title": article.title, "version": 0}
    do(methodist, "article", article.token, text="Её текст.", **words)
    do(methodist, "article", article.token, text="Мой текст.", **words)
    aside = ArticleRevision.objects.get(is_aside=True)

    page = text_of(at(methodist, "article_history", article.token, old="now", new=str(aside.number)))
    assert "<ins>" in page
    assert "<del>" in page
    leave = reverse("publishing:leave_aside", args=[article.token, aside.number])
    assert leave in page
    assert leave not in text_of(at(methodist, "article_history", article.token, old="1", new="now"))
    assert "грань" not in text_of(at(methodist, "article_history", article.token, old="грань", new="77"))
    do(methodist, "leave_aside", article.token, aside.number)
    do(methodist, "restore_revision", article.token, aside.number)

    article.refresh_from_db()
    assert article.text == "Мой текст."


def test_correcting_a_name_keeps_the_consent_that_was_given_meanwhile(do, at, methodist, article, now):
    author = AuthorFactory(article=article)
    opened = at(methodist, "author", article.token, author.token).context["form"].initial
    ProofLink.objects.create(
        article=article,
        author=author,
        secret_hash="x",
        revision=0,
        sent_at=now,
        expires_at=now,
        answered_at=now,
        is_approved=True,
    )
    ArticleAuthor.objects.update(agreed_at=now, agreed_revision=0, agreed_how="по корректуре")

    refused = do(methodist, "author", article.token, author.token, **opened | {"agreed_how": "на бумаге"})
    assert "field--wrong" in text_of(refused) or refused.context["form"].errors
    do(methodist, "author", article.token, author.token, **opened | {"name": "Иванова, Анна Сергеевна"})

    author.refresh_from_db()
    assert (author.name, author.agreed_how) == ("Иванова, Анна Сергеевна", "по корректуре")


def test_what_no_database_keeps_is_left_out_of_what_is_typed(do, methodist, article):
    words = {"title": "Как\x00 начать", "text": "Сло\x00ва.\n\n\x00", "version": 0}
    assert do(methodist, "save_article", article.token, **words).status_code == 200
    do(methodist, "add_author", article.token, name="Ива\x00нова", about="мето\x00дист")

    article.refresh_from_db()
    assert (article.title, article.text) == ("Как начать", "Слова.")
    assert ArticleAuthor.objects.get().name == "Иванова"
