"""A consent is of the text that was read: what it outlives, and what ends it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.factories import UserFactory
from tests.publishing.factories import AuthorFactory

from nastavnik.core.ordering import moved
from nastavnik.publishing.enums import ArticleState, Licence
from nastavnik.publishing.models import ArticleRevision
from nastavnik.publishing.selectors.rights import has_agreement
from nastavnik.publishing.services import articles as services
from nastavnik.publishing.services import collections, proofs
from nastavnik.publishing.services.articles import AuthorFacts
from nastavnik.publishing.services.articles.refusals import AuthorNotAgreed
from nastavnik.publishing.services.forgetting import forget_person
from nastavnik.publishing.services.proofs import Answer

pytestmark = pytest.mark.django_db
PAPER = AuthorFacts("Иванова, Анна", "", "на бумаге")


@pytest.fixture
def author(article, call):
    """An author who has agreed on paper to the text as it stands."""
    article.licence = Licence.CC_BY
    article.save()
    return services.add_author(facts=PAPER, **call.by(article))


def write(article, text, call, **others):
    article.refresh_from_db()
    words = {**call.by(article), "version": article.version, "title": article.title, "text": text}
    services.save_article(**words | others)
    article.refresh_from_db()


def test_text_that_an_editor_changes_is_not_agreed_to(article, author, call):
    assert has_agreement(article)
    write(article, "Иначе.", call)
    assert not has_agreement(article)
    services.edit_author(
        author=author.token, facts=AuthorFacts(author.name, "", "на бумаге, снова"), **call.by(article)
    )
    assert has_agreement(article)


def test_title_that_an_editor_changes_is_not_agreed_to(article, author, call):
    write(article, article.text, call, title="Иначе")
    assert not has_agreement(article)


def test_text_that_an_author_changes_herself_stays_agreed_to_by_her_alone(article, author, call, methodist, now):
    author.user = methodist
    author.save()
    write(article, "Иначе.", call)
    assert has_agreement(article)
    write(article, "Иначе, и ещё раз.", call)
    assert has_agreement(article)
    AuthorFactory(article=article, agreed_at=now, agreed_revision=article.revision, user=UserFactory())
    write(article, "Совсем иначе.", call)
    assert not has_agreement(article)


def test_words_that_stand_there_again_stay_agreed_to(article, author, call):
    before = article.text
    write(article, "Иначе.", call)
    write(article, before, call)
    assert has_agreement(article)
    # what is written on in the same sitting is another text
    write(article, f"{before} И ещё.", call)
    assert not has_agreement(article)


def test_article_whose_text_was_changed_is_not_ready(article, author, call):
    services.move_article(state=ArticleState.EDITING, **call.by(article))
    services.move_article(state=ArticleState.READY, **call.by(article))
    write(article, "Иначе.", call)
    assert article.state == ArticleState.EDITING
    with pytest.raises(AuthorNotAgreed):
        services.move_article(state=ArticleState.READY, **call.by(article))


def test_consent_that_is_taken_back_gives_a_ready_article_to_its_editor(article, author, call, now):
    services.move_article(state=ArticleState.EDITING, **call.by(article))
    services.move_article(state=ArticleState.READY, **call.by(article))

    services.edit_author(author=author.token, facts=AuthorFacts(author.name), **call.by(article))

    article.refresh_from_db()
    assert (article.state, article.closings) == (ArticleState.EDITING, 1)


def test_consent_with_a_text_that_nobody_has_kept_keeps_it(article, author):
    article.refresh_from_db()
    assert ArticleRevision.objects.get(article=article).number == article.revision == author.agreed_revision == 1


# --- two at once ---


def locked(call):
    """Return the tables in which a call locks rows, in its order."""
    with CaptureQueriesContext(connection) as asked:
        call()
    found = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"]]
    return [sql.partition(' FROM "publishing_')[2].partition('"')[0] for sql in found]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_everybody_locks_in_one_order(article, author, call, methodist, now, monkeypatch):
    monkeypatch.setattr("nastavnik.publishing.services.proofs.sending.new_token", lambda *_words: "secret")
    collection = {"actor": methodist, "collection_id": article.collection_id, "now": now}
    by, hers = call.by(article), {"author": author.token}
    part = collections.add_part(title="Часть", **collection)
    proofs.send_proof(email="anna@example.org", **hers, **by)

    assert locked(lambda: services.edit_author(facts=PAPER, **hers, **by)) == ["article", "articleauthor"]
    answer = Answer(is_approved=True, has_consented=True)
    order = ["article", "prooflink", "articleauthor"]
    assert locked(lambda: proofs.answer_proof(secret="secret", answer=answer, now=now)) == order
    down = lambda order: moved(order, move=f"{article.token}:down")  # noqa: E731 -- what a button does
    assert locked(lambda: collections.reorder(rearrange=down, **collection)) == ["article", "collection"]
    assert locked(lambda: collections.move_part(part=part.token, is_up=True, **collection)) == ["article", "collection"]
    assert locked(lambda: collections.remove_part(part=part.token, **collection)) == ["article", "collection"]
    assert locked(lambda: forget_person(user_id=methodist.pk)) == ["article"]
