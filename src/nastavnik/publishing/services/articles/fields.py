"""The only way into the text of an article: what stood there before stays as a revision, and what was said keeps its seconds."""

from datetime import datetime, timedelta

from nastavnik.core.differences import Change, differences
from nastavnik.people.models import User
from nastavnik.publishing.enums import ArticleState
from nastavnik.publishing.models import Article, ArticleRevision
from nastavnik.publishing.services.articles.consents import carry_on, is_relied_on
from nastavnik.publishing.services.articles.refusals import ArticleIsFuller
from nastavnik.publishing.services.locking import touch
from nastavnik.publishing.speech.blocks import anchored_text
from nastavnik.publishing.speech.keeping import packed, unpacked

MOST_CHARACTERS = 400_000
# what one person writes with shorter pauses is one revision, unless it takes longer than a sitting
PAUSE, SITTING = timedelta(minutes=10), timedelta(hours=1)
# characters that may go while somebody writes on: a word, a slip of the hand
MOST_GONE = 40
# what a save changes
WRITTEN = ["title", "text", "anchors", "state", "version", "changed_by", "changed_at"]


def put_text(article: Article, *, title: str, text: str, actor: User, now: datetime, note: str = "") -> bool:
    """Write into a locked article; tell whether anything changed. Raises `ArticleIsFuller`.

    An article that was ready is with its editor again once something in it changes, and its authors are asked anew.
    """
    text = text.replace("\r\n", "\n").strip("\n")
    if (title, text) == (article.title, article.text):
        return False
    if len(text) > MOST_CHARACTERS:
        raise ArticleIsFuller
    if text != article.text and article.source:
        kept = unpacked(article.anchors)
        article.anchors = packed(anchored_text(text, kept, unpacked(article.source)))
    article.title, article.text = title, text
    if article.state == ArticleState.READY:
        article.state = ArticleState.EDITING
    article.version += 1
    article.changed_by, article.changed_at = actor, now
    article.save(update_fields=WRITTEN)
    _settle_own(article, actor, now)
    before = article.revision
    remember(article, actor=actor, now=now, note=note)
    carry_on(article, before=before, actor=actor)
    touch(article.collection, now)
    return True


def set_aside(article: Article, *, title: str, text: str, actor: User, now: datetime) -> None:
    """Keep what was written at the same time as something else and did not take its place.

    What its author goes on writing while the two are still apart is the same text, unless much of it is gone from the new one.
    """
    text = text.replace("\r\n", "\n").strip("\n")[:MOST_CHARACTERS]
    last = _last(article)
    if last is not None and _is_that_aside(last, text, actor, now):
        last.title, last.text, last.written_at = title, text, now
        last.save(update_fields=["title", "text", "written_at"])
        return
    _add(article, last, title=title, text=text, is_aside=True, actor=actor, now=now)


def remember(article: Article, *, actor: User, now: datetime, note: str = "") -> None:
    """Keep what stands in an article now: in the revision that is being written, or in a new one."""
    last = _last(article)
    if last is not None and _goes_on(last, actor, now, note) and not is_relied_on(last, actor):
        last.title, last.text, last.written_at = article.title, article.text, now
        last.save(update_fields=["title", "text", "written_at"])
    else:
        last = _add(article, last, title=article.title, text=article.text, note=note[:200], actor=actor, now=now)
    article.revision = last.number
    article.save(update_fields=["revision"])


def _last(article: Article) -> ArticleRevision | None:
    return ArticleRevision.objects.filter(article=article).order_by("-number").first()


def _add(
    article: Article,
    last: ArticleRevision | None,
    *,
    title: str,
    text: str,
    actor: User,
    now: datetime,
    is_aside: bool = False,
    note: str = "",
) -> ArticleRevision:
    return ArticleRevision.objects.create(
        article=article,
        number=last.number + 1 if last else 1,
        title=title,
        text=text,
        is_aside=is_aside,
        note=note,
        written_by=actor,
        began_at=now,
        written_at=now,
    )


def _settle_own(article: Article, actor: User, now: datetime) -> None:
    """Whoever writes has brought together what she wrote aside with what stood there."""
    rows = ArticleRevision.objects.filter(article=article, is_aside=True, settled_at=None, written_by=actor)
    rows.update(settled_at=now)


def _goes_on(last: ArticleRevision, actor: User, now: datetime, note: str) -> bool:
    is_same_hand = last.written_by_id == actor.pk and not last.is_aside and not note and not last.note
    return is_same_hand and _is_one_sitting(last, now)


def _is_one_sitting(last: ArticleRevision, now: datetime) -> bool:
    return now - last.written_at < PAUSE and now - last.began_at < SITTING


def _is_that_aside(last: ArticleRevision, text: str, actor: User, now: datetime) -> bool:
    if not last.is_aside or last.settled_at is not None or last.written_by_id != actor.pk:
        return False
    if last.text == text:
        return True
    gone = sum(len(piece.text) for piece in differences(last.text, text) if piece.change is Change.REMOVED)
    return _is_one_sitting(last, now) and gone <= MOST_GONE
