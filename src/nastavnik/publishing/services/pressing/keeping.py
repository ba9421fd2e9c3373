"""What the press has made goes into the storage, then its rows into the database: no transaction waits for the network."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.ids import new_token
from nastavnik.publishing.enums import COVER_PICTURE, RunState
from nastavnik.publishing.models import Article, PressedArticle, PressedFile, PressRun
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.press.pressing import Pressed
from nastavnik.publishing.services.pressing.telling import tell_of_end

ENDINGS = {
    Form.SCREEN: "pdf",
    Form.PRINT: "pdf",
    Form.COVER: "pdf",
    Form.EPUB: "epub",
    Form.DOCX: "docx",
    Form.WEB: "json",
    COVER_PICTURE: "png",
}


def stored(pressed: Pressed, now: datetime) -> list[PressedFile]:
    """Put everything into the storage; return rows that are not saved yet."""
    made: dict[str, bytes] = {str(form): content for form, content in pressed.files.items()}
    if pressed.web:
        made[Form.WEB] = json.dumps(pressed.web, ensure_ascii=False, sort_keys=True).encode()
    if pressed.cover_picture:
        made[COVER_PICTURE] = pressed.cover_picture
    files: list[PressedFile] = []
    try:
        files += (_stored(form, content, pressed, now) for form, content in made.items())
    except BaseException:
        delete_files(files)
        raise
    return files


def _stored(form: str, content: bytes, pressed: Pressed, now: datetime) -> PressedFile:
    return PressedFile(
        form=form,
        file=default_storage.save(f"collections/{now:%Y}/{new_token()}.{ENDINGS[form]}", ContentFile(content)),
        bytes=len(content),
        pages=pressed.pages.get(Form(form)) if form != COVER_PICTURE else None,
        sha256=hashlib.sha256(content).hexdigest(),
    )


@transaction.atomic
def keep_run(
    run: PressRun,
    files: Iterable[PressedFile],
    articles: Iterable[Article],
    remarks: list[dict[str, Any]],
    now: datetime,
) -> bool:
    """Mark a run as done, with its files, remarks, and the articles that stand in them as they were read.

    False when it is not ours any more, or somebody has stopped it.
    """
    ours = PressRun.objects.filter(pk=run.pk, state=RunState.RUNNING, began_at=run.began_at, stop_asked_at=None)
    if not ours.update(state=RunState.DONE, remarks=remarks, trouble="", ended_at=now):
        return False
    for file in files:
        file.run = run
    PressedFile.objects.bulk_create(files)
    PressedArticle.objects.bulk_create(
        PressedArticle(run=run, article=one, revision=one.revision, closings=one.closings, title=one.title)
        for one in articles
    )
    tell_of_end(run, now=now)
    journal.record(actor=run.asked_by, verb="pressed", subject=run.collection, now=now, forms=run.forms)
    return True


def delete_files(files: Iterable[PressedFile]) -> None:
    """Take files out of the storage."""
    for file in files:
        default_storage.delete(file.file)
