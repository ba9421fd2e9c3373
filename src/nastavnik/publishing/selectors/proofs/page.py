"""A text as its author reads it by her link: block by block beside the sound, her remarks, her decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from nastavnik.people.selectors.entry import hash_secret
from nastavnik.programme.models import School
from nastavnik.publishing.models import ArticlePicture, ArticleRevision, ProofLink, ProofRemark
from nastavnik.publishing.selectors.proofs.sound import film_of, is_said, sounds_of
from nastavnik.publishing.selectors.proofs.words import Shown, shown_blocks


@dataclass(frozen=True, slots=True)
class ProofBlock:
    """A block of the text. `sound_url` plays just it; `remarks`: how many the author has made on words of it."""

    html: SafeString
    picture_url: str
    seconds: float | None
    sound_url: str
    remarks: int


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A remark of the author."""

    pk: int
    quote: str
    body: str
    made_at: datetime
    is_resolved: bool


@dataclass(frozen=True, slots=True)
class ProofPage:
    """A proof. `is_open`: she may still say something; `answered`: what stands in the form of her decision.

    `title` is of the text that was sent; `awaits_sound`: it is being cut out of the film just now.
    """

    secret: str
    title: str
    collection: str
    author: str
    editor: str
    sent_at: datetime
    expires_at: datetime
    is_open: bool
    blocks: tuple[ProofBlock, ...]
    remarks: tuple[RemarkRow, ...]
    has_sound: bool
    awaits_sound: bool
    is_approved: bool | None
    answered_at: datetime | None
    answered: dict[str, Any]


def proof_page(school: School, secret: str, now: datetime) -> ProofPage:
    """Return the text behind a link. One that works no more shows nothing of it. Raises `ProofLink.DoesNotExist`."""
    link = _link(school, secret)
    is_open = _is_open(link, now)
    sent = ArticleRevision.objects.get(article=link.article, number=link.revision)
    remarks = _remarks(link) if is_open else ()
    blocks = _blocks(link, sent.text, secret, remarks, now) if is_open else ()
    return ProofPage(
        secret=secret,
        title=sent.title,
        collection=link.article.collection.title,
        author=link.author.name,
        editor=str(link.sent_by) if link.sent_by else "",
        sent_at=link.sent_at,
        expires_at=link.expires_at,
        is_open=is_open,
        blocks=blocks,
        remarks=remarks,
        has_sound=any(one.sound_url for one in blocks),
        awaits_sound=is_open and link.heard is None and is_said(link) and film_of(link) is not None,
        is_approved=link.is_approved,
        answered_at=link.answered_at,
        answered=_answered(link),
    )


def _link(school: School, secret: str) -> ProofLink:
    rows = ProofLink.objects.select_related("article__collection", "article__video", "author", "sent_by")
    return rows.get(secret_hash=hash_secret(secret), article__collection__school=school)


def _is_open(link: ProofLink, now: datetime) -> bool:
    article = link.article
    return link.expires_at > now and article.removed_at is None and article.collection.removed_at is None


def _answered(link: ProofLink) -> dict[str, Any]:
    if link.is_approved is None:
        return {}
    verdict = "approve" if link.is_approved else "refuse"
    return {"verdict": verdict, "consent": link.is_approved, "words": link.words}


def _remarks(link: ProofLink) -> tuple[RemarkRow, ...]:
    return tuple(
        RemarkRow(row.pk, row.quote, row.body, row.made_at, row.resolved_at is not None)
        for row in ProofRemark.objects.filter(proof=link)
    )


def _blocks(
    link: ProofLink, text: str, secret: str, remarks: Iterable[RemarkRow], now: datetime
) -> tuple[ProofBlock, ...]:
    sounds = sounds_of(link, now)
    quotes = [one.quote for one in remarks if one.quote]
    return tuple(_block(shown, sounds.get(shown.block.begin), secret, quotes) for shown in shown_blocks(text))


def _block(shown: Shown, sound: tuple[float, str] | None, secret: str, quotes: Iterable[str]) -> ProofBlock:
    return ProofBlock(
        html=shown.html,
        picture_url=reverse("publishing:proof_picture", args=[secret, shown.picture]) if shown.picture else "",
        seconds=sound[0] if sound else None,
        sound_url=sound[1] if sound else "",
        remarks=sum(quote in shown.plain for quote in quotes),
    )


def proof_picture(school: School, secret: str, key: str, now: datetime) -> ArticlePicture:
    """Return a picture of the text behind a link that works. Raises `ProofLink.DoesNotExist`, `ArticlePicture.DoesNotExist`."""
    link = _link(school, secret)
    if not _is_open(link, now):
        raise ArticlePicture.DoesNotExist
    return ArticlePicture.objects.get(article=link.article, key=key)
