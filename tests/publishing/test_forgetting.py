"""Who asked to be forgotten: her mail and remarks go, a book that is out keeps the name under which it came out."""

from datetime import timedelta

import pytest
from tests.people.factories import UserFactory
from tests.publishing.factories import ArticleFactory, AuthorFactory, CollectionFactory

from nastavnik.core.events import publish
from nastavnik.people.events import PersonErased
from nastavnik.people.selectors.own_data import own_data
from nastavnik.publishing import tasks
from nastavnik.publishing.enums import ArticleState
from nastavnik.publishing.models import ArticleAuthor, ProofLink, ProofRemark
from nastavnik.publishing.services.forgetting import forget_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return UserFactory(full_name="Иванова Анна Петровна")


@pytest.fixture
def printed(school, anna, now):
    book = CollectionFactory(school=school, published_at=now)
    return AuthorFactory(article=ArticleFactory(collection=book), user=anna, agreed_at=now, agreed_how="по корректуре")


@pytest.fixture
def waiting(collection, anna, now):
    article = ArticleFactory(collection=collection, state=ArticleState.READY)
    return AuthorFactory(article=article, user=anna, agreed_at=now)


def proof_to(author, now):
    link = ProofLink.objects.create(
        article=author.article,
        author=author,
        email="anna@example.org",
        secret_hash=author.token,
        revision=1,
        sent_at=now,
        expires_at=now + timedelta(days=1),
    )
    ProofRemark.objects.create(proof=link, body="Иначе", made_at=now)
    return link


def test_forget_person_leaves_her_name_in_a_book_that_is_out(printed, anna, now):
    proof_to(printed, now)

    forget_person(user_id=anna.pk)

    printed.refresh_from_db()
    assert (printed.name, printed.user, printed.agreed_at) == ("Иванова, Анна Петровна", None, now)
    assert not ProofLink.objects.exists()


def test_forget_person_prints_no_more_under_her_name(waiting, anna, now):
    colleague = AuthorFactory(article=waiting.article, user=UserFactory())

    forget_person(user_id=anna.pk)

    assert list(ArticleAuthor.objects.all()) == [colleague]
    waiting.article.refresh_from_db()
    assert (waiting.article.state, waiting.article.closings) == (ArticleState.EDITING, 1)


def test_erased_person_is_forgotten_when_it_is_told(waiting, anna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(PersonErased(user_id=anna.pk))

    assert not ArticleAuthor.objects.exists()


def test_erased_person_is_found_when_nobody_heard_it(printed, anna, now):
    anna.erased_at = now
    anna.save()

    assert tasks.forget_who_was_missed.func() == 1
    assert tasks.forget_who_was_missed.func() == 0


def test_person_is_told_what_collections_know_of_her(printed, anna, now):
    proof_to(printed, now)

    told = own_data(anna, now=now)["records"]

    assert told["publishing.articleauthor"][0]["name"] == "Иванова, Анна Петровна"
    assert told["publishing.proofremark"][0]["body"] == "Иначе"
    assert "secret_hash" not in told["publishing.prooflink"][0]
