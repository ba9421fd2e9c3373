"""Keeping what an editor types, so that nobody's text is written over unseen and none vanishes; taking fillers out; bringing back."""

from collections.abc import Collection as Some
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.publishing.models import Article, ArticleRevision
from nastavnik.publishing.services.articles.fields import put_text, set_aside
from nastavnik.publishing.services.articles.refusals import WordsMoved
from nastavnik.publishing.services.locking import locked_article
from nastavnik.publishing.speech.blocks import Block, said_blocks
from nastavnik.publishing.speech.marks import MarkKind, marks_in
from nastavnik.publishing.speech.removal import without
from nastavnik.publishing.speech.tidying import tidied


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a text. `is_aside`: another was first, and this one waits beside hers."""

    article: Article
    is_aside: bool = False


@transaction.atomic
def save_article(*, actor: User, article_id: int, version: int, title: str, text: str, now: datetime) -> Saved:
    """Keep the text of an article. `version` is the one that was read.

    When another has written meanwhile hers stays, and this text is set aside; saving again with the new version puts it in the place, with
    open eyes. Raises `ArticleIsFuller`, `PermissionDenied`.
    """
    article = locked_article(actor, article_id)
    if article.version != version and (article.title, article.text) != (title, text):
        set_aside(article, title=title, text=text, actor=actor, now=now)
        return Saved(article, is_aside=True)
    put_text(article, title=title, text=text, actor=actor, now=now)
    return Saved(article)


@transaction.atomic
def take_out(*, actor: User, article_id: int, version: int, begin: int, end: int, now: datetime) -> Article:
    """Take marked words out of the text, those between two of its characters. Raises `WordsMoved`, `PermissionDenied`."""
    article = _of_version(actor, article_id, version)
    block = next((one for one in said_blocks(article.text) if one.begin <= begin < one.end), None)
    if block is None:
        raise WordsMoved
    chosen = [one for one in marks_in(block.text) if (block.begin + one.begin, block.begin + one.end) == (begin, end)]
    if not chosen:
        raise WordsMoved
    text = article.text[: block.begin] + without(block.text, chosen) + article.text[block.end :]
    put_text(article, title=article.title, text=text, actor=actor, now=now)
    return article


@transaction.atomic
def take_out_all(
    *, actor: User, article_id: int, version: int, kinds: Some[MarkKind], now: datetime, at: int | None = None
) -> Article:
    """Take all marked words of these kinds out: of the block that begins at `at`, or of the whole text. Raises as `take_out` does."""
    article = _of_version(actor, article_id, version)
    text = article.text
    # from the end, so that what stands before keeps its places
    for block in reversed(said_blocks(text)):
        if at in {None, block.begin}:
            text = text[: block.begin] + _without(block, kinds) + text[block.end :]
    put_text(article, title=article.title, text=text, actor=actor, now=now)
    return article


@transaction.atomic
def tidy_text(*, actor: User, article_id: int, version: int, now: datetime) -> Article:
    """Set quotes, dashes and spaces that do not break as Russian print has them. Raises `WordsMoved`, `PermissionDenied`."""
    article = _of_version(actor, article_id, version)
    note = _("quotes, dashes and spaces were set")
    put_text(article, title=tidied(article.title), text=tidied(article.text), actor=actor, now=now, note=note)
    return article


@transaction.atomic
def restore_revision(*, actor: User, article_id: int, number: int, now: datetime) -> Article:
    """Put what once stood in an article, or was set aside, into its place; what stands there now stays in the history.

    Raises `ArticleRevision.DoesNotExist`, `PermissionDenied`.
    """
    article = locked_article(actor, article_id)
    revision = ArticleRevision.objects.get(article=article, number=number)
    day = date_format(localtime(revision.written_at), "DATETIME_FORMAT")
    note = _("as it was on %(day)s") % {"day": day}
    put_text(article, title=revision.title, text=revision.text, actor=actor, now=now, note=note)
    _settle(revision, now)
    journal.record(actor=actor, verb="revision_restored", subject=article, now=now, number=number)
    return article


@transaction.atomic
def leave_aside(*, actor: User, article_id: int, number: int, now: datetime) -> None:
    """Say that a text which was set aside is not needed; it stays in the history. Raises as `restore_revision` does."""
    article = locked_article(actor, article_id)
    _settle(ArticleRevision.objects.get(article=article, number=number, is_aside=True), now)


def _of_version(actor: User, article_id: int, version: int) -> Article:
    article = locked_article(actor, article_id)
    if article.version != version:
        raise WordsMoved
    return article


def _without(block: Block, kinds: Some[MarkKind]) -> str:
    return without(block.text, [one for one in marks_in(block.text) if one.kind in kinds])


def _settle(revision: ArticleRevision, now: datetime) -> None:
    if revision.is_aside and revision.settled_at is None:
        revision.settled_at = now
        revision.save(update_fields=["settled_at"])
