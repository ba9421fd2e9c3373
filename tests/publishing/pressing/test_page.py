"""The page of the press: what stands in the way of print, the run, the files; and its buttons."""

import pytest
from django.urls import reverse
from tests.publishing.factories import ArticleFactory, AuthorFactory
from tests.publishing.pressed import pressed

from nastavnik.publishing.enums import ArticleState, Licence, RunState, Trouble
from nastavnik.publishing.models import PressedFile, PressRun
from nastavnik.publishing.press.book import Flaw
from nastavnik.publishing.selectors.pressing.page import press_page
from nastavnik.publishing.selectors.pressing.told import WORDS, words_of

pytestmark = pytest.mark.django_db


def findings(actor, article):
    page = press_page(actor, article.collection.school, article.collection.token)
    found = {place.title: place.findings for place in page.check.places}
    return [(one.words, one.holds_up) for one in found.get(article.title, ())]


def press_url(collection, name="press", *more):
    return reverse(f"publishing:{name}", args=[collection.token, *more])


def test_article_that_nobody_wrote_and_on_no_terms_is_held_up(article, methodist):
    words = findings(methodist, article)
    assert [held for _words, held in words] == [True, True, False]


def test_author_who_has_not_agreed_holds_an_article_up(article, methodist, now):
    AuthorFactory(article=article, agreed_at=now)
    assert len(findings(methodist, article)) == 2
    AuthorFactory(article=article, name="Петров, П. П.")
    assert findings(methodist, article)[0][0].startswith("Петров, П. П.")
    article.revision = 1
    article.save()
    assert len(findings(methodist, article)) == 4
    article.licence = Licence.OWN
    article.save()
    assert len(findings(methodist, article)) == 1


def test_article_that_is_settled_and_ready_has_no_findings(article, methodist, now):
    AuthorFactory(article=article, agreed_at=now)
    article.licence, article.state = Licence.CC_BY, ArticleState.READY
    article.save()
    assert findings(methodist, article) == []


def test_article_without_text_is_held_up(article, methodist):
    article.text = " "
    article.save()
    assert findings(methodist, article)[-1][1]


def test_what_the_press_noticed_stands_with_its_article(article, methodist):
    pressed(
        article.collection, remarks=[{"article": article.key, "flaw": "coarse", "subject": "kak-nachat--r1: 90 dpi"}]
    )
    words, is_held_up = findings(methodist, article)[-1]
    assert words.endswith("r1: 90 dpi")
    assert "kak-nachat--" not in words
    assert is_held_up


@pytest.mark.parametrize(("typed", "is_told"), [({}, True), ({"pages": 96}, True), ({"pages": 98}, False)])
def test_number_of_pages_in_the_imprint_is_that_of_the_block(article, methodist, typed, is_told):
    article.collection.imprint = typed
    article.collection.save()
    PressedFile.objects.filter(run=pressed(article.collection, print=b"%PDF")).update(pages=98)
    check = press_page(methodist, article.collection.school, article.collection.token).check
    assert any("98" in one.words for one in check.places[0].findings) is is_told


def test_every_flaw_has_words():
    assert set(WORDS) == set(Flaw)
    assert all("net" in words_of({"article": "a", "flaw": flaw, "subject": "net"}) for flaw in Flaw)


def test_book_in_which_everything_is_there_may_be_printed(article, methodist):
    page = press_page(methodist, article.collection.school, article.collection.token)
    assert page.check.holding_up > 0
    assert str(page.check.holding_up) in page.check.words
    assert type(page.check)(()).holding_up == 0
    assert type(page.check)(()).words


@pytest.mark.parametrize(
    ("done", "state", "is_in_work"),
    [
        (0, RunState.WAITING, True),
        (0, RunState.RUNNING, True),
        (1, RunState.RUNNING, True),
        (2, RunState.RUNNING, True),
        (0, RunState.DONE, False),
    ],
)
def test_run_tells_what_it_is_doing(article, methodist, now, done, state, is_in_work):
    PressRun.objects.create(collection=article.collection, forms=["epub"], state=state, done=done, all=2, asked_at=now)
    run = press_page(methodist, article.collection.school, article.collection.token).run
    assert (run.is_in_work, run.can_stop, run.percent) == (is_in_work, is_in_work, done * 50)
    assert run.doing


def test_page_shows_files_and_trouble(client, article, director, now):
    article.licence = Licence.OWN
    article.save()
    pressed(article.collection, {article.key: "b"}, epub=b"PK", print=b"%PDF")
    PressRun.objects.create(
        collection=article.collection,
        state=RunState.FAILED,
        trouble=Trouble.LARGE,
        asked_at=now,
        asked_by=director,
        ended_at=now,
    )
    client.force_login(director)
    text = client.get(press_url(article.collection)).content.decode()
    assert str(Trouble.LARGE.label) in text
    assert reverse("publishing:epub", args=["gorod"]) in text
    assert reverse("publishing:print_pdf", args=["gorod"]) in text
    assert press_url(article.collection, "ask_press") not in text


def test_file_that_was_not_pressed_with_the_others_is_told_to_be_older(article, methodist):
    article.licence = Licence.OWN
    article.save()
    pressed(article.collection, epub=b"PK", docx=b"PK")
    pressed(article.collection, {article.key: "b"}, epub=b"PK")
    files = press_page(methodist, article.collection.school, article.collection.token).files
    assert [(one.url[-4:], one.is_older) for one in files] == [("epub", False), ("docx", True)]


def test_methodist_asks_for_the_press_and_stops_it(client, article, methodist):
    article.state, article.licence = ArticleState.READY, Licence.OWN
    article.save()
    client.force_login(methodist)
    client.post(press_url(article.collection, "ask_press"), {"wanted": ["epub", "docx"]})
    run = PressRun.objects.get()
    assert run.forms == ["epub", "docx", "web"]
    assert "islands/htmx" in client.get(press_url(article.collection)).content.decode()
    state = client.get(press_url(article.collection, "press_state"))
    assert "HX-Refresh" not in state.headers
    assert press_url(article.collection, "stop_press", run.token) in state.content.decode()
    client.post(press_url(article.collection, "stop_press", run.token))
    assert client.get(press_url(article.collection, "press_state")).headers["HX-Refresh"] == "true"


def test_press_without_a_form_asks_for_one(client, article, methodist):
    client.force_login(methodist)
    answer = client.post(press_url(article.collection, "ask_press"))
    text = answer.content.decode()
    assert "field--wrong" in text
    assert ('value="print"' in text, 'value="cover"' in text) == (True, False)
    assert not PressRun.objects.exists()


def test_methodist_lets_only_the_texts_be_checked(client, article, methodist):
    client.force_login(methodist)
    client.post(press_url(article.collection, "ask_press"), {"wanted": ["epub"], "check": "1"})
    assert PressRun.objects.get().forms == []


def test_state_of_a_collection_that_was_never_pressed_is_empty(client, article, methodist):
    client.force_login(methodist)
    assert client.get(press_url(article.collection, "press_state")).status_code == 200


def test_page_asks_no_more_the_more_articles_there_are(client, collection, methodist, assert_flat):
    client.force_login(methodist)
    pressed(collection, {"a": "b"}, epub=b"PK")

    def grow():
        AuthorFactory(article=ArticleFactory(collection=collection))

    assert_flat(lambda: client.get(press_url(collection)), grow)
