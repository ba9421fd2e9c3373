"""An article at its editor: how it reads beside its Markdown, what was said when, what may be taken out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from nastavnik.people.models import User
from nastavnik.publishing.enums import ARTICLE_MOVES, ArticleState
from nastavnik.publishing.models import Article, ArticleAuthor, ArticlePicture, ArticleRevision
from nastavnik.publishing.permissions import can_edit_collection
from nastavnik.publishing.selectors.articles.shown import BlockShown, Piece, reads
from nastavnik.publishing.selectors.collections.page import BADGES
from nastavnik.publishing.speech.marks import MarkKind
from nastavnik.publishing.speech.tidying import proposals
from nastavnik.video.selectors.player import Player, player_of

MOST_DIGITS, AROUND = 9, 2


@dataclass(frozen=True, slots=True)
class Move:
    """A step that an article may take."""

    state: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class AsideLine:
    """A text that waits to be brought together with what stands in the article."""

    number: int
    who: str
    written_at: datetime
    url: str
    restore_url: str
    leave_url: str


@dataclass(frozen=True, slots=True)
class AuthorShown:
    """An author. `has_agreed`: to the text as it stands; `agreed_at` may be of an earlier one."""

    token: str
    name: str
    about: str
    has_agreed: bool
    agreed_at: datetime | None
    agreed_how: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article with everything that its editor needs."""

    article: Article
    badge: str
    blocks: list[BlockShown]
    # the words of footnotes, in the order of their signs
    notes: list[SafeString]
    has_numbers: bool
    authors: list[AuthorShown]
    pictures: list[ArticlePicture]
    asides: list[AsideLine]
    moves: list[Move]
    marks: Mapping[str, int]
    untidy: int
    player: Player | None
    can_edit: bool
    # where the mark begins that comes next when one was taken out
    next_mark: int | None = None

    @property
    def marks_in_all(self) -> int:
        """Return how much may be taken out of the whole text."""
        return sum(self.marks.values())


def article_page(actor: User, article: Article, now: datetime, near: str = "") -> ArticlePage:
    """Return an article that `actor` looks at. `near`: the character at which something was taken out a moment ago."""
    pictures = list(ArticlePicture.objects.filter(article=article).order_by("pk"))
    shown = reads(article, {one.key: one for one in pictures})
    pieces = [piece for block in shown.blocks for piece in block.pieces if piece.kind]
    return ArticlePage(
        article=article,
        badge=BADGES[ArticleState(article.state)],
        blocks=shown.blocks,
        notes=shown.notes,
        has_numbers=shown.has_numbers,
        authors=[_author(one, article) for one in ArticleAuthor.objects.filter(article=article)],
        pictures=pictures,
        asides=open_asides(article),
        moves=[_move(state, article) for state in ARTICLE_MOVES[ArticleState(article.state)]],
        marks={kind.value: sum(one.kind == kind for one in pieces) for kind in MarkKind},
        untidy=len(proposals(article.text)),
        player=_player(actor, article, now),
        can_edit=can_edit_collection(actor, article.collection),
        next_mark=_next_mark(pieces, near),
    )


def _author(author: ArticleAuthor, article: Article) -> AuthorShown:
    told = (author.token, author.name, author.about, author.has_agreed_to(article.revision))
    return AuthorShown(*told, author.agreed_at, author.agreed_how)


def _next_mark(pieces: Sequence[Piece], near: str) -> int | None:
    if not near.isascii() or not near.isdigit():
        return None
    # a comma before what went may have gone too
    behind = int(near[:MOST_DIGITS]) - AROUND
    return next((one.begin for one in pieces if one.begin >= behind), None)


def _move(state: ArticleState, article: Article) -> Move:
    order = list(ArticleState)
    is_on = order.index(state) > order.index(ArticleState(article.state))
    labels = {
        ArticleState.DRAFT: gettext("Back to the drafts"),
        ArticleState.EDITING: gettext("Take it to the editor") if is_on else gettext("Back to the editor"),
        ArticleState.PROOF: gettext("It is with its author"),
        ArticleState.READY: gettext("It is ready"),
    }
    return Move(state.value, labels[state], "second" if is_on else "quiet")


def open_asides(article: Article) -> list[AsideLine]:
    """Return the texts that wait beside what stands in an article, the newest first; one query."""
    rows = ArticleRevision.objects.filter(article=article, is_aside=True, settled_at=None).select_related("written_by")
    return [
        AsideLine(
            number=row.number,
            who=row.written_by.full_name if row.written_by else "",
            written_at=row.written_at,
            url=f"{reverse('publishing:article_history', args=[article.token])}?old=now&new={row.number}",
            restore_url=reverse("publishing:restore_revision", args=[article.token, row.number]),
            leave_url=reverse("publishing:leave_aside", args=[article.token, row.number]),
        )
        for row in rows.order_by("-number")
    ]


def _player(actor: User, article: Article, now: datetime) -> Player | None:
    if article.video is None or not article.anchors:
        return None
    return player_of(actor, article.video, now, is_resumed=False)
