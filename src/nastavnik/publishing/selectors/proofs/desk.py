"""What the editor sees of the proofs of an article."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.publishing.models import Article, ArticleAuthor, ArticleRevision, Collection, ProofLink, ProofRemark
from nastavnik.publishing.permissions import can_edit_collection
from nastavnik.publishing.selectors.lookup import article_at_desk
from nastavnik.publishing.selectors.proofs.words import plain_text


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A link that was sent. `is_of_older_text`: the article has changed since."""

    token: str
    email: str
    state: str | Promise
    badge: str
    sent_at: datetime
    opened_at: datetime | None
    answered_at: datetime | None
    words: str
    is_open: bool
    is_of_older_text: bool


@dataclass(frozen=True, slots=True)
class RemarkOfAuthor:
    """A remark. `is_there`: its words still stand in the article."""

    pk: int
    author: str
    quote: str
    body: str
    made_at: datetime
    is_resolved: bool
    is_there: bool


@dataclass(frozen=True, slots=True)
class AuthorProofs:
    """An author with the links that she was sent; `email`: where the next one would go."""

    token: str
    name: str
    email: str
    agreed_at: datetime | None
    # to the text as it stands
    has_agreed: bool
    proofs: tuple[ProofRow, ...]


@dataclass(frozen=True, slots=True)
class ProofsPage:
    """The proofs of an article."""

    collection: Collection
    article: Article
    authors: tuple[AuthorProofs, ...]
    remarks: tuple[RemarkOfAuthor, ...]
    can_edit: bool
    has_text: bool

    @property
    def open_remarks(self) -> int:
        """Return how many remarks wait."""
        return sum(not one.is_resolved for one in self.remarks)


def proofs_page(actor: Actor, school: School, token: str, now: datetime) -> ProofsPage:
    """Return the proofs of an article to who looks at the desk. Raises `Article.DoesNotExist`."""
    article = article_at_desk(actor, school, token)
    links = list(ProofLink.objects.filter(article=article))
    authors = ArticleAuthor.objects.filter(article=article).select_related("user", "speaker__user")
    texts = dict(
        ArticleRevision.objects.filter(article=article, number__in={one.revision for one in links}).values_list(
            "number", "text"
        )
    )
    changed = {number for number, text in texts.items() if text != article.text}
    return ProofsPage(
        collection=article.collection,
        article=article,
        authors=tuple(
            _author(one, article, [link for link in links if link.author_id == one.pk], changed, now) for one in authors
        ),
        remarks=_remarks(article),
        can_edit=can_edit_collection(actor, article.collection),
        has_text=bool(article.text.strip()),
    )


def _author(
    author: ArticleAuthor, article: Article, links: list[ProofLink], changed: set[int], now: datetime
) -> AuthorProofs:
    known = [one.email for one in links]
    people = [author.user, author.speaker.user if author.speaker else None]
    known += [one.email for one in people if one is not None]
    rows = tuple(_row(one, is_of_older_text=one.revision in changed, now=now) for one in links)
    email, has_agreed = known[0] if known else "", author.has_agreed_to(article.revision)
    return AuthorProofs(author.token, author.name, email, author.agreed_at, has_agreed, rows)


def _row(link: ProofLink, *, is_of_older_text: bool, now: datetime) -> ProofRow:
    state, badge = _state(link, now)
    return ProofRow(
        token=link.token,
        email=link.email,
        state=state,
        badge=badge,
        sent_at=link.sent_at,
        opened_at=link.opened_at,
        answered_at=link.answered_at,
        words=link.words,
        is_open=link.expires_at > now,
        is_of_older_text=is_of_older_text,
    )


def _state(link: ProofLink, now: datetime) -> tuple[str | Promise, str]:
    if link.is_approved is not None:
        return (_("Approved"), "ok") if link.is_approved else (_("Not to be printed so"), "warn")
    if link.expires_at <= now:
        return _("Works no more"), "plain"
    return (_("Is being read"), "waiting") if link.opened_at else (_("Sent"), "waiting")


def _remarks(article: Article) -> tuple[RemarkOfAuthor, ...]:
    """Return the remarks of all authors, open ones first."""
    text = plain_text(article.text)
    rows = ProofRemark.objects.filter(proof__article=article).select_related("proof__author")
    found = [
        RemarkOfAuthor(
            pk=row.pk,
            author=row.proof.author.name,
            quote=row.quote,
            body=row.body,
            made_at=row.made_at,
            is_resolved=row.resolved_at is not None,
            is_there=not row.quote or row.quote in text,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: one.is_resolved))
