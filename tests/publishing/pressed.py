"""Runs of the press that are over, with files that lie in the storage."""

import json

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from nastavnik.publishing.enums import RunState
from nastavnik.publishing.models import ArticlePicture, PressedFile, PressRun
from nastavnik.publishing.press.book import Form


def pressed(collection, pages=None, *, remarks=(), ended_at=None, **files):
    """Return a run that made these files (`epub=b"..."`), and pages of articles by their keys."""
    run = PressRun.objects.create(
        collection=collection,
        state=RunState.DONE,
        asked_at=timezone.now(),
        ended_at=ended_at or timezone.now(),
        remarks=list(remarks),
    )
    made = dict(files)
    if pages is not None:
        made[Form.WEB] = json.dumps(pages).encode()
    for form, content in made.items():
        file = default_storage.save(f"collections/{run.token}.{form}", ContentFile(content))
        PressedFile.objects.create(run=run, form=form, file=file, bytes=len(content), sha256="0" * 64)
    return run


def with_picture(article, content, *, key="r1", width=900, height=600):
    """Return a picture of an article."""
    return ArticlePicture.objects.create(
        article=article,
        key=key,
        file=default_storage.save(f"collections/pictures/{key}.jpg", ContentFile(content)),
        kind="jpg",
        bytes=len(content),
        width=width,
        height=height,
        sha256="0" * 64,
    )
