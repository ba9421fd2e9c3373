"""An article at its editor: how it reads beside its Markdown, what was said when, what may be taken out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.markdown import render_markdown
from nastavnik.people.models import User
from nastavnik.publishing.enums import ARTICLE_MOVES, ArticleState
from nastavnik.publishing.models import Article, ArticleAuthor, ArticlePicture, ArticleRevision
from nastavnik.publishing.permissions import can_edit_collection
from nastavnik.publishing.selectors.collections.page import BADGES
from nastavnik.publishing.speech.blocks import Block, BlockKind, blocks_of, heading_of, picture_of, plain, said_blocks
from nastavnik.publishing.speech.keeping import unpacked
from nastavnik.publishing.speech.marks import MarkKind, marks_in
from nastavnik.publishing.speech.paragraphs import Paragraph
from nastavnik.publishing.speech.tidying import proposals
from nastavnik.video.selectors.player import Player, player_of

# what Markdown of ours says to the press and not to a reader
_FOR_THE_PRESS = re.compile(r"\{[^{}\n]*\}")
_NOTE = re.compile(r"\[\^(\w{1,20})\]:?", re.ASCII)
MOST_DIGITS, AROUND = 9, 2
KINDS = {
    MarkKind.FILLER: _("a filler"),
    MarkKind.REPEAT: _("said twice"),
    MarkKind.FALSE_START: _("begun anew"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph; with a `kind` they may be taken out. Places are those of the whole text."""

    text: str
    kind: str = ""
    begin: int = 0
    end: int = 0

    @property
    def label(self) -> str:
        """Return why it may go."""
        return str(KINDS[MarkKind(self.kind)]) if self.kind else ""


@dataclass(frozen=True, slots=True)
class BlockShown:
    """A block of an article as it reads. `moment`: «95-102» of its film; `pieces` only where something may be taken out."""

    kind: str
    begin: int
    html: SafeString | str
    pieces: tuple[Piece, ...] = ()
    seconds: float | None = None
    moment: str = ""
    picture_url: str = ""
    caption: str = ""

    @property
    def marks(self) -> int:
        """Return how much may be taken out."""
        return sum(bool(one.kind) for one in self.pieces)


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
    blocks = shown_blocks(article, {one.key: one for one in pictures})
    pieces = [piece for block in blocks for piece in block.pieces if piece.kind]
    return ArticlePage(
        article=article,
        badge=BADGES[ArticleState(article.state)],
        blocks=blocks,
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


def shown_blocks(article: Article, pictures: Mapping[str, ArticlePicture]) -> list[BlockShown]:
    """Return the blocks of an article as they read; divisions and their borders are for the press alone."""
    said = dict(zip((one.begin for one in said_blocks(article.text)), unpacked(article.anchors), strict=False))
    blocks = [one for one in blocks_of(article.text) if one.kind is not BlockKind.BORDER]
    return [_shown(article, one, said.get(one.begin), pictures) for one in blocks]


def _shown(
    article: Article, block: Block, said: Paragraph | None, pictures: Mapping[str, ArticlePicture]
) -> BlockShown:
    if block.kind is BlockKind.HEADING:
        return BlockShown(block.kind, block.begin, plain(heading_of(block)))
    if block.kind is BlockKind.PICTURE:
        words = picture_of(block)
        is_known = words.key in pictures
        url = reverse("publishing:article_picture", args=[article.token, words.key]) if is_known else ""
        return BlockShown(block.kind, block.begin, words.key, picture_url=url, caption=words.caption)
    pieces = _pieces(block) if block.kind is BlockKind.READ else ()
    html = _with_notes(render_markdown(_FOR_THE_PRESS.sub("", block.text)))
    if said is None or said.seconds is None:
        return BlockShown(block.kind, block.begin, html, pieces)
    moment = f"{int(said.seconds)}-{int(said.end_seconds or said.seconds) + 1}"
    return BlockShown(block.kind, block.begin, html, pieces, said.seconds, moment)


def _with_notes(html: SafeString) -> SafeString:
    """Return a block in which signs of footnotes stand as such; what they are of stands where it was written."""
    return mark_safe(_NOTE.sub(r"<sup>\1</sup>", html))  # noqa: S308 -- of rendered Markdown, with letters and digits put in


def _pieces(block: Block) -> tuple[Piece, ...]:
    """Return a paragraph cut at what may be taken out of it; nothing where that is nothing."""
    found, at = list[Piece](), 0
    for mark in marks_in(block.text):
        if mark.begin > at:
            found.append(Piece(plain(block.text[at : mark.begin])))
        place = (block.begin + mark.begin, block.begin + mark.end)
        found.append(Piece(plain(block.text[mark.begin : mark.end]), mark.kind, *place))
        at = mark.end
    return (*found, Piece(plain(block.text[at:]))) if found else ()


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
