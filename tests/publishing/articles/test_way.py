"""The way of an article, its facts and its authors."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.publishing.factories import AuthorFactory

from nastavnik.publishing.enums import ArticleState, Licence
from nastavnik.publishing.models import Article, ArticleAuthor
from nastavnik.publishing.services import articles as services
from nastavnik.publishing.services.articles import AuthorFacts
from nastavnik.publishing.services.articles.refusals import AuthorNotAgreed, LicenceNotSettled, NoAuthor, NoSuchMove


def test_move_goes_on_step_by_step(article, call):
    services.move_article(state=ArticleState.EDITING, **call.by(article))

    assert services.move_article(state=ArticleState.PROOF, **call.by(article)).state == ArticleState.PROOF


def test_move_over_a_step_is_refused(article, call):
    with pytest.raises(NoSuchMove):
        services.move_article(state=ArticleState.READY, **call.by(article))


def test_move_to_ready_waits_for_the_licence(article, call):
    services.move_article(state=ArticleState.EDITING, **call.by(article))

    with pytest.raises(LicenceNotSettled):
        services.move_article(state=ArticleState.READY, **call.by(article))


def test_move_to_ready_waits_for_every_author(article, call):
    AuthorFactory(article=article)
    services.save_facts(annotation="", licence=Licence.PERMISSION, **call.by(article))
    services.move_article(state=ArticleState.EDITING, **call.by(article))

    with pytest.raises(AuthorNotAgreed):
        services.move_article(state=ArticleState.READY, **call.by(article))


def test_move_to_ready_waits_for_somebody_who_could_agree(article, call):
    services.save_facts(annotation="", licence=Licence.CC_BY, **call.by(article))
    services.move_article(state=ArticleState.EDITING, **call.by(article))

    with pytest.raises(NoAuthor):
        services.move_article(state=ArticleState.READY, **call.by(article))


def test_move_to_ready_of_what_everybody_agreed_to_goes(article, call, now):
    AuthorFactory(article=article, agreed_at=now)
    services.save_facts(annotation="О дворе.", licence=Licence.CC_BY, **call.by(article))
    services.move_article(state=ArticleState.EDITING, **call.by(article))

    ready = services.move_article(state=ArticleState.READY, **call.by(article))

    assert (ready.state, ready.annotation) == (ArticleState.READY, "О дворе.")


def test_remove_takes_an_article_out_and_restore_brings_it_back(article, call):
    services.remove_article(**call.by(article))
    assert not Article.objects.filter(removed_at=None).exists()

    services.restore_article(**call.by(article))
    assert Article.objects.filter(removed_at=None).exists()


def test_restore_by_who_only_looks_is_forbidden(article, call, director, now):
    services.remove_article(**call.by(article))

    with pytest.raises(PermissionDenied):
        services.restore_article(actor=director, article_id=article.pk, now=now)


def test_add_author_stands_behind_the_others(article, call):
    services.add_author(facts=AuthorFacts("Иванова,  Анна"), **call.by(article))
    services.add_author(facts=AuthorFacts("Петров, Пётр", "директор"), **call.by(article))

    assert [(one.name, one.position) for one in ArticleAuthor.objects.all()] == [
        ("Иванова, Анна", 1),
        ("Петров, Пётр", 2),
    ]


def test_edit_author_notes_when_she_agreed(article, call, now):
    author = AuthorFactory(article=article)

    edited = services.edit_author(
        author=author.token, facts=AuthorFacts(author.name, "", "на бумаге, 12 марта"), **call.by(article)
    )

    assert edited.agreed_at == now


def test_edit_author_keeps_the_day_on_which_she_agreed(article, call, now):
    author = AuthorFactory(article=article, agreed_how="на бумаге", agreed_at="2026-01-01T00:00:00Z")

    edited = services.edit_author(
        author=author.token, facts=AuthorFacts(author.name, "методист", "на бумаге"), **call.by(article)
    )

    assert edited.agreed_at != now


def test_edit_author_takes_consent_back(article, call, now):
    author = AuthorFactory(article=article, agreed_how="на бумаге", agreed_at=now)

    edited = services.edit_author(author=author.token, facts=AuthorFacts(author.name), **call.by(article))

    assert edited.agreed_at is None


def test_remove_author_names_her_no_more(article, call):
    author = AuthorFactory(article=article)

    services.remove_author(author=author.token, **call.by(article))

    assert not ArticleAuthor.objects.exists()
