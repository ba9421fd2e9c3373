"""A text as its author reads it by her link: block by block beside the sound, her remarks, her decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from nastavnik.people.selectors.entry import hash_secret
from nastavnik.programme.models import School
from nastavnik.publishing.models import Article, ArticlePicture, ArticleRevision, ProofLink, ProofRemark
from nastavnik.publishing.selectors.proofs.words import Shown, shown_blocks
from nastavnik.publishing.speech.blocks import anchored_text, said_blocks
from nastavnik.publishing.speech.keeping import unpacked
from nastavnik.publishing.speech.paragraphs import Paragraph
from nastavnik.video.enums import RenditionKind
from nastavnik.video.models import Rendition, Video
from nastavnik.video.selectors.media import signed_file

# before and behind the words: nobody speaks to the millisecond
BEFORE_SECONDS, BEHIND_SECONDS = 0.3, 0.5


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
    """A proof. `is_open`: she may still say something; `answered`: what stands in the form of her decision."""

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
    is_approved: bool | None
    answered_at: datetime | None
    answered: dict[str, Any]


def proof_page(school: School, secret: str, now: datetime) -> ProofPage:
    """Return the text behind a link. One that works no more shows nothing of it. Raises `ProofLink.DoesNotExist`."""
    link = _link(school, secret)
    is_open = _is_open(link, now)
    remarks = _remarks(link) if is_open else ()
    blocks = _blocks(link, secret, remarks, now) if is_open else ()
    return ProofPage(
        secret=secret,
        title=link.article.title,
        collection=link.article.collection.title,
        author=link.author.name,
        editor=str(link.sent_by) if link.sent_by else "",
        sent_at=link.sent_at,
        expires_at=link.expires_at,
        is_open=is_open,
        blocks=blocks,
        remarks=remarks,
        has_sound=any(one.sound_url for one in blocks),
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


def _blocks(link: ProofLink, secret: str, remarks: Iterable[RemarkRow], now: datetime) -> tuple[ProofBlock, ...]:
    text = ArticleRevision.objects.get(article=link.article, number=link.revision).text
    said = _said(link.article, text)
    sound = sound_of(link.article.video, now)
    quotes = [one.quote for one in remarks if one.quote]
    return tuple(_block(shown, said.get(shown.block.begin), sound, secret, quotes) for shown in shown_blocks(text))


def _said(article: Article, text: str) -> Mapping[int, Paragraph]:
    """Return what was said of a text, by the characters at which its blocks begin."""
    if not article.source:
        return {}
    kept = unpacked(article.anchors)
    found = kept if text == article.text else anchored_text(text, kept, unpacked(article.source))
    return {block.begin: paragraph for block, paragraph in zip(said_blocks(text), found, strict=False)}


def _block(shown: Shown, said: Paragraph | None, sound: str, secret: str, quotes: Iterable[str]) -> ProofBlock:
    seconds = said.seconds if said else None
    is_heard = said is not None and seconds is not None and bool(sound)
    return ProofBlock(
        html=shown.html,
        picture_url=reverse("publishing:proof_picture", args=[secret, shown.picture]) if shown.picture else "",
        seconds=seconds,
        sound_url=f"{sound}{_span(said)}" if is_heard and said else "",
        remarks=sum(quote in shown.plain for quote in quotes),
    )


def _span(said: Paragraph) -> str:
    """Return the seconds of a paragraph as an address has them (https://www.w3.org/TR/media-frags/)."""
    begin = max((said.seconds or 0.0) - BEFORE_SECONDS, 0.0)
    return f"#t={begin:.1f},{(said.end_seconds or begin) + BEHIND_SECONDS:.1f}"


def sound_of(video: Video | None, now: datetime) -> str:
    """Return the signed address of the sound of a film as one file; empty where there is none. The caller has checked the right."""
    if video is None or not video.is_playable or video.removed_at is not None:
        return ""
    sounds = Rendition.objects.filter(video=video, build=video.build, kind=RenditionKind.SOUND)
    name = sounds.values_list("name", flat=True).first()
    return signed_file(video.token, video.build, f"{name}.m4s", now) if name else ""


def proof_picture(school: School, secret: str, key: str, now: datetime) -> ArticlePicture:
    """Return a picture of the text behind a link that works. Raises `ProofLink.DoesNotExist`, `ArticlePicture.DoesNotExist`."""
    link = _link(school, secret)
    if not _is_open(link, now):
        raise ArticlePicture.DoesNotExist
    return ArticlePicture.objects.get(article=link.article, key=key)
