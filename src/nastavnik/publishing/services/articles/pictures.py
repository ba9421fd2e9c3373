"""Pictures of articles: prepared for a book, kept in the storage, named so that no two of a book are alike."""

import hashlib
import io
import tempfile
from collections.abc import Collection as Some
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from nastavnik.core.ids import new_token
from nastavnik.core.pictures import NoPicture, TooManyPoints
from nastavnik.people.models import User
from nastavnik.publishing.models import Article, ArticlePicture
from nastavnik.publishing.press.pictures import MOST_BYTES, prepared_picture
from nastavnik.publishing.selectors.articles.sources import LessonTalk
from nastavnik.publishing.services.articles.refusals import PictureNotReadable
from nastavnik.publishing.services.locking import locked_article
from nastavnik.video.selectors.slides import LARGE
from nastavnik.video.services import store

KINDS = {"JPEG": "jpg", "PNG": "png"}


def slide_pictures(talk: LessonTalk, keys: Some[str]) -> dict[str, bytes]:
    """Return the pictures of slides, ready for a book, by the keys of their figures; one that is not there is left out."""
    assert talk.video is not None  # what was proposed was said in it
    found: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory(prefix="slides-") as scratch:
        for key in keys:
            name = f"{talk.slides[key].picture}-{LARGE}.webp"
            with suppress(OSError, NoPicture, TooManyPoints):
                path = store.local_file(talk.video.token, talk.video.build, name, Path(scratch))
                found[key] = prepared_picture(path.read_bytes())
    return found


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture that lies in the storage, and belongs to no article yet."""

    file: str
    kind: str
    bytes: int
    width: int
    height: int
    sha256: str


@contextmanager
def stored_pictures(pictures: Mapping[str, bytes], *, now: datetime) -> Iterator[dict[str, StoredPicture]]:
    """Put pictures, which are ready for a book, into the storage; what is in the block fails, and they are taken out again.

    The block holds the transaction: it does not wait for the network.
    """
    kept: dict[str, StoredPicture] = {}
    try:
        for key, content in pictures.items():
            kept[key] = _stored(content, now)
        yield kept
    except BaseException:
        for one in kept.values():
            default_storage.delete(one.file)
        raise


def _stored(content: bytes, now: datetime) -> StoredPicture:
    with Image.open(io.BytesIO(content), formats=list(KINDS)) as opened:
        kind, (width, height) = KINDS[str(opened.format)], opened.size
    file = default_storage.save(f"publishing/{now:%Y}/{new_token()}.{kind}", ContentFile(content))
    return StoredPicture(file, kind, len(content), width, height, hashlib.sha256(content).hexdigest())


def keep_pictures(
    article: Article, pictures: Mapping[str, StoredPicture], *, alts: Mapping[str, str] | None = None
) -> None:
    """Keep pictures of an article by the names that its text uses."""
    ArticlePicture.objects.bulk_create(
        ArticlePicture(article=article, key=key, alt=(alts or {}).get(key, "")[:500], **asdict(stored))
        for key, stored in pictures.items()
    )


def name_of(article: Article, number: int, kind: str) -> str:
    """Return how a text names its picture: unlike all others of the book, whatever articles it has."""
    return f"{article.token}-{number}.{kind}"


def add_picture(*, actor: User, article_id: int, content: bytes, alt: str, now: datetime) -> ArticlePicture:
    """Add a picture that was sent; the text does not show it yet. Raises `PictureNotReadable`, `PermissionDenied`."""
    if len(content) > MOST_BYTES:
        raise PictureNotReadable
    try:
        ready = prepared_picture(content)
    except (NoPicture, TooManyPoints) as error:
        raise PictureNotReadable from error
    with stored_pictures({"": ready}, now=now) as stored, transaction.atomic():
        article = locked_article(actor, article_id)
        name = name_of(article, ArticlePicture.objects.filter(article=article).count() + 1, stored[""].kind)
        keep_pictures(article, {name: stored[""]}, alts={name: alt})
        return ArticlePicture.objects.get(article=article, key=name)
