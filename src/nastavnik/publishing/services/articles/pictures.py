"""Pictures of articles: prepared for a book, kept in the storage, named so that no two of a book are alike."""

import hashlib
import io
import tempfile
from collections.abc import Collection as Some
from collections.abc import Mapping
from contextlib import suppress
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


def keep_pictures(
    article: Article, pictures: Mapping[str, bytes], *, now: datetime, alts: Mapping[str, str] | None = None
) -> None:
    """Keep pictures of an article, which are ready for a book, by the names that its text uses."""
    for key, content in pictures.items():
        with Image.open(io.BytesIO(content), formats=list(KINDS)) as opened:
            kind, (width, height) = KINDS[str(opened.format)], opened.size
        ArticlePicture.objects.create(
            article=article,
            key=key,
            file=default_storage.save(f"publishing/{now:%Y}/{new_token()}.{kind}", ContentFile(content)),
            kind=kind,
            bytes=len(content),
            width=width,
            height=height,
            sha256=hashlib.sha256(content).hexdigest(),
            alt=(alts or {}).get(key, "")[:500],
        )


def name_of(article: Article, number: int, content: bytes) -> str:
    """Return how a text names its picture: unlike all others of the book, whatever articles it has."""
    return f"{article.token}-{number}.{'png' if content.startswith(bytes([0x89]) + b'PNG') else 'jpg'}"


def add_picture(*, actor: User, article_id: int, content: bytes, alt: str, now: datetime) -> ArticlePicture:
    """Add a picture that was sent; the text does not show it yet. Raises `PictureNotReadable`, `PermissionDenied`."""
    if len(content) > MOST_BYTES:
        raise PictureNotReadable
    try:
        ready = prepared_picture(content)
    except (NoPicture, TooManyPoints) as error:
        raise PictureNotReadable from error
    with transaction.atomic():
        article = locked_article(actor, article_id)
        name = name_of(article, ArticlePicture.objects.filter(article=article).count() + 1, ready)
        keep_pictures(article, {name: ready}, now=now, alts={name: alt})
        return ArticlePicture.objects.get(article=article, key=name)
