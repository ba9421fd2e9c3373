"""The way of an article: from draft to ready; its annotation and licence; taking it out, and bringing it back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.programme.permissions import can_run_school
from nastavnik.publishing.enums import ARTICLE_MOVES, ArticleState, Licence
from nastavnik.publishing.models import Article, ArticleAuthor
from nastavnik.publishing.selectors.rights import has_agreement
from nastavnik.publishing.services.articles.refusals import AuthorNotAgreed, LicenceNotSettled, NoAuthor, NoSuchMove
from nastavnik.publishing.services.locking import locked_article, touch


@transaction.atomic
def move_article(*, actor: User, article_id: int, state: ArticleState, now: datetime) -> Article:
    """Let an article go on, or a step back.

    Raises `NoSuchMove`, `LicenceNotSettled`, `NoAuthor` and `AuthorNotAgreed` on the way to ready, `PermissionDenied`.
    """
    article = locked_article(actor, article_id)
    if state not in ARTICLE_MOVES[ArticleState(article.state)]:
        raise NoSuchMove
    if state == ArticleState.READY:
        _check_ready(article)
    before, article.state = article.state, state
    article.save(update_fields=["state"])
    journal.record(actor=actor, verb="moved", subject=article, now=now, before=before, after=state.value)
    touch(article.collection, now)
    return article


@transaction.atomic
def save_facts(*, actor: User, article_id: int, annotation: str, licence: Licence, now: datetime) -> Article:
    """Keep what the book tells of an article besides its text. Raises `PermissionDenied`."""
    article = locked_article(actor, article_id)
    article.annotation, article.licence = annotation, licence
    article.save(update_fields=["annotation", "licence"])
    journal.record(actor=actor, verb="facts_saved", subject=article, now=now, licence=licence.value)
    touch(article.collection, now)
    return article


@transaction.atomic
def remove_article(*, actor: User, article_id: int, now: datetime) -> Article:
    """Take an article out of its collection."""
    article = locked_article(actor, article_id)
    article.removed_at = now
    article.save(update_fields=["removed_at"])
    journal.record(actor=actor, verb="removed", subject=article, now=now, title=article.title)
    touch(article.collection, now)
    return article


@transaction.atomic
def restore_article(*, actor: User, article_id: int, now: datetime) -> Article:
    """Bring an article back as it was."""
    rows = Article.objects.select_for_update(of=("self",), no_key=True).select_related("collection__school")
    article = rows.get(pk=article_id, removed_at__isnull=False)
    if not can_run_school(actor, article.collection.school):
        raise PermissionDenied
    article.removed_at = None
    article.save(update_fields=["removed_at"])
    journal.record(actor=actor, verb="restored", subject=article, now=now)
    touch(article.collection, now)
    return article


def _check_ready(article: Article) -> None:
    if article.licence == Licence.NONE:
        raise LicenceNotSettled
    if not has_agreement(article):
        raise AuthorNotAgreed if ArticleAuthor.objects.filter(article=article).exists() else NoAuthor
