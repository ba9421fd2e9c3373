"""Runs of the press that are over, with files that lie in the storage."""

import json

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from nastavnik.publishing.enums import RunState
from nastavnik.publishing.models import Article, ArticlePicture, PressedArticle, PressedFile, PressRun
from nastavnik.publishing.press.book import Form


def pressed(collection, pages=None, *, remarks=(), ended_at=None, holds=None, **files):
    """Return a run that made these files (`epub=b"..."`), and pages of articles by their keys.

    In them stand the articles of the pages, or else all of the collection; `holds`: these.
    """
    at = ended_at or timezone.now()
    run = PressRun.objects.create(
        collection=collection, state=RunState.DONE, asked_at=at, began_at=at, ended_at=at, remarks=list(remarks)
    )
    articles = Article.objects.filter(collection=collection) if holds is None else holds
    PressedArticle.objects.bulk_create(
        PressedArticle(run=run, article=one, revision=one.revision, closings=one.closings, title=one.title)
        for one in articles
        if not pages or one.key in pages
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
