"""Who wrote or spoke an article: her name as the book has it, and whether she lets it be printed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.publishing.models import Article, ArticleAuthor
from nastavnik.publishing.services.locking import locked_article, touch


@dataclass(frozen=True, slots=True)
class AuthorFacts:
    """An author as she is typed. `agreed_how` says in which way she agreed; empty: she has not yet, or by her proof."""

    name: str
    about: str = ""
    agreed_how: str = ""


@transaction.atomic
def add_author(*, actor: User, article_id: int, facts: AuthorFacts, now: datetime) -> ArticleAuthor:
    """Add an author behind the others. Raises `PermissionDenied`."""
    article = locked_article(actor, article_id)
    last = ArticleAuthor.objects.filter(article=article).last()
    author = ArticleAuthor(article=article, position=last.position + 1 if last else 1)
    _write(author, facts, now)
    journal.record(actor=actor, verb="author_added", subject=article, now=now, name=author.name)
    touch(article.collection, now)
    return author


@transaction.atomic
def edit_author(*, actor: User, article_id: int, author: str, facts: AuthorFacts, now: datetime) -> ArticleAuthor:
    """Correct an author; `author` is her token. Raises `ArticleAuthor.DoesNotExist`, `PermissionDenied`."""
    article = locked_article(actor, article_id)
    row = _author(article, author)
    _write(row, facts, now)
    journal.record(actor=actor, verb="author_edited", subject=article, now=now, agreed_how=row.agreed_how)
    touch(article.collection, now)
    return row


@transaction.atomic
def remove_author(*, actor: User, article_id: int, author: str, now: datetime) -> None:
    """Name somebody no more, with the proofs that were sent to her. Raises as `edit_author` does."""
    article = locked_article(actor, article_id)
    row = _author(article, author)
    row.delete()
    journal.record(actor=actor, verb="author_removed", subject=article, now=now, name=row.name)
    touch(article.collection, now)


def _author(article: Article, token: str) -> ArticleAuthor:
    return ArticleAuthor.objects.get(article=article, token=token)


def _write(author: ArticleAuthor, facts: AuthorFacts, now: datetime) -> None:
    author.name, author.about = " ".join(facts.name.split()), facts.about
    if facts.agreed_how != author.agreed_how:
        author.agreed_how, author.agreed_at = facts.agreed_how, now if facts.agreed_how else None
    author.save()
