"""Who wrote or spoke an article: her name as the book has it, and whether she lets it be printed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.publishing.models import Article, ArticleAuthor, ProofLink
from nastavnik.publishing.selectors.articles.authors import Seen, seen_of
from nastavnik.publishing.services.articles import consents
from nastavnik.publishing.services.articles.fields import remember
from nastavnik.publishing.services.articles.refusals import AuthorHasAnswered
from nastavnik.publishing.services.hearing import silence
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
    author.name, author.about = " ".join(facts.name.split()), facts.about
    author.save()
    _note_consent(author, article, facts.agreed_how, actor=actor, now=now)
    journal.record(actor=actor, verb="author_added", subject=article, now=now, name=author.name)
    touch(article.collection, now)
    return author


@transaction.atomic
def edit_author(
    *, actor: User, article_id: int, author: str, facts: AuthorFacts, now: datetime, seen: Seen | None = None
) -> ArticleAuthor:
    """Correct an author; `author` is her token, `seen` how her consent stood when the form was opened.

    Her consent is left as it is, unless it was changed in the form. Raises `AuthorHasAnswered` where she has answered a proof since then,
    `ArticleAuthor.DoesNotExist`, `PermissionDenied`.
    """
    article = locked_article(actor, article_id)
    row = consents.locked_author(article, author)
    known = seen_of(row, article)
    if facts.agreed_how != (seen or known).agreed_how:
        if seen not in {None, known}:
            raise AuthorHasAnswered
        _note_consent(row, article, facts.agreed_how, actor=actor, now=now)
    row.name, row.about = " ".join(facts.name.split()), facts.about
    row.save(update_fields=["name", "about"])
    journal.record(actor=actor, verb="author_edited", subject=article, now=now, agreed_how=row.agreed_how)
    touch(article.collection, now)
    return row


@transaction.atomic
def remove_author(*, actor: User, article_id: int, author: str, now: datetime) -> None:
    """Name somebody no more, with the proofs that were sent to her; what was pressed under her name is shown no more.

    Raises `ArticleAuthor.DoesNotExist`, `PermissionDenied`.
    """
    article = locked_article(actor, article_id)
    row = consents.locked_author(article, author)
    silence(ProofLink.objects.filter(author=row))
    row.delete()
    consents.close(article)
    journal.record(actor=actor, verb="author_removed", subject=article, now=now, name=row.name)
    touch(article.collection, now)


def _note_consent(author: ArticleAuthor, article: Article, how: str, *, actor: User, now: datetime) -> None:
    """Note a consent that was typed: it is of the text that stands in the article now; without words it is taken back."""
    if not how:
        if author.agreed_at is not None:
            consents.take_back(author, article)
        return
    if not article.revision:
        remember(article, actor=actor, now=now, note=_("agreed to by its author"))
    consents.give(author, revision=article.revision, how=how, now=now)
