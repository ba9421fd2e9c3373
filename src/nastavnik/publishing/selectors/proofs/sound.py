"""What of a proof can be heard, and where: the words of its paragraphs and nothing else of the film."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from nastavnik.publishing.models import ArticleRevision, ProofLink
from nastavnik.publishing.speech.blocks import anchored_text, said_blocks
from nastavnik.publishing.speech.keeping import unpacked
from nastavnik.video.models import Video
from nastavnik.video.selectors.media import signed_file

# before and behind the words: nobody speaks to the millisecond
BEFORE_SECONDS, BEHIND_SECONDS = 0.3, 0.5


def open_links(now: datetime) -> QuerySet[ProofLink]:
    """Return the links that work."""
    return ProofLink.objects.exclude(closed(now))


def closed(now: datetime) -> Q:
    """Return the condition on links that they work no more."""
    is_gone = Q(article__removed_at__isnull=False) | Q(article__collection__removed_at__isnull=False)
    return Q(expires_at__lte=now) | is_gone


def film_of(link: ProofLink) -> Video | None:
    """Return the film in which the text of a proof was said, its article and that film joined; None where there is none to be heard."""
    video = link.article.video
    return video if video is not None and video.is_playable and video.removed_at is None else None


def is_said(link: ProofLink) -> bool:
    """Tell whether something of the text of a proof was said in a film."""
    return link.article.video_id is not None and bool(link.article.source)


def said_in(link: ProofLink) -> list[tuple[int, float, float]]:
    """Return the blocks of the text that was sent which were said: the character at which each begins, from which second to which."""
    article = link.article
    text = ArticleRevision.objects.get(article=article, number=link.revision).text
    kept = unpacked(article.anchors)
    found = kept if text == article.text else anchored_text(text, kept, unpacked(article.source))
    said = []
    for block, paragraph in zip(said_blocks(text), found, strict=False):
        if paragraph.seconds is not None:
            end = (paragraph.end_seconds or paragraph.seconds) + BEHIND_SECONDS
            said.append((block.begin, round(max(paragraph.seconds - BEFORE_SECONDS, 0.0), 2), round(end, 2)))
    return said


def sounds_of(link: ProofLink, now: datetime) -> Mapping[int, tuple[float, str]]:
    """Return from which second a block is heard, and where its sound lies, by the characters at which blocks begin."""
    video = film_of(link)
    if video is None or not link.sound:
        return {}
    return {
        begin: (seconds, signed_file(video.token, link.sound, f"{begin}.m4a", now))
        for begin, seconds, _end in link.heard or ()
    }
