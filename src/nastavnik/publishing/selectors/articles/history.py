"""What stood in an article: its revisions, and two of them side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from nastavnik.core.side_by_side import Block, blocks_of
from nastavnik.mentoring.selectors.mentorships.paging import Paging, page_of
from nastavnik.publishing.models import Article, ArticleRevision

PAGE_ROWS = 20
NOW = "now"


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A revision in the list."""

    number: int
    ref: str
    who: str
    written_at: datetime
    note: str
    characters: int
    is_aside: bool
    is_waiting: bool
    url: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two texts that are compared. Addresses of deeds are empty where there is nothing to do."""

    ref: str
    label: str
    title: str
    text: str
    who: str = ""
    written_at: datetime | None = None
    restore_url: str = ""
    leave_url: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The revisions of an article, and two of its texts side by side."""

    article: Article
    lines: list[RevisionLine]
    paging: Paging
    old: Side
    new: Side
    blocks: list[Block]

    @property
    def is_same(self) -> bool:
        """Tell whether the two texts are alike."""
        return (self.old.title, self.old.text) == (self.new.title, self.new.text)


def history_page(article: Article, asked: Mapping[str, str], *, can_edit: bool) -> HistoryPage:
    """Return the history that an address asks for; four queries at most. A revision that is not there is what stands now."""
    kept = {name: asked.get(name, "") for name in ("old", "new")}
    paging = page_of(_rows(article), asked.get("page", "1"), PAGE_ROWS, **kept)
    lines = [_line(article, row) for row in paging.rows]
    before = next((line.ref for line in lines[1:] if not line.is_aside), NOW)
    old = _side(article, kept["old"] or before, can_edit=can_edit)
    new = _side(article, kept["new"] or NOW, can_edit=can_edit)
    return HistoryPage(article, lines, paging, old, new, blocks_of(_whole(old), _whole(new)))


def _rows(article: Article) -> QuerySet[ArticleRevision]:
    return ArticleRevision.objects.filter(article=article).select_related("written_by").order_by("-number")


def _line(article: Article, row: ArticleRevision) -> RevisionLine:
    address = reverse("publishing:article_history", args=[article.token])
    return RevisionLine(
        number=row.number,
        ref=str(row.number),
        who=row.written_by.full_name if row.written_by else "",
        written_at=row.written_at,
        note=row.note,
        characters=len(row.text),
        is_aside=row.is_aside,
        is_waiting=row.is_aside and row.settled_at is None,
        url=f"{address}?old={'now&new=' if row.is_aside else ''}{row.number}",
    )


def _side(article: Article, ref: str, *, can_edit: bool) -> Side:
    row = _rows(article).filter(number=int(ref)).first() if ref.isascii() and ref.isdigit() and len(ref) < 9 else None  # noqa: PLR2004 -- digits of a number that a row has
    if row is None:
        return Side(NOW, gettext("As it stands now"), article.title, article.text)
    can_leave = can_edit and row.is_aside and row.settled_at is None
    return Side(
        ref=str(row.number),
        label=gettext("Revision %(number)d") % {"number": row.number},
        title=row.title,
        text=row.text,
        who=row.written_by.full_name if row.written_by else "",
        written_at=row.written_at,
        restore_url=reverse("publishing:restore_revision", args=[article.token, row.number]) if can_edit else "",
        leave_url=reverse("publishing:leave_aside", args=[article.token, row.number]) if can_leave else "",
    )


def _whole(side: Side) -> str:
    return f"{side.title}\n\n{side.text}"
