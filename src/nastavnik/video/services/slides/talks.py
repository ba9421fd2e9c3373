"""The file of the talk, PDF or PPTX: given, read by a limited process in the background, its pages found on the slides."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.events import publish
from nastavnik.core.ids import new_token
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Handout
from nastavnik.video import tasks
from nastavnik.video.enums import DeckFileKind
from nastavnik.video.events import VideoSlidesChanged
from nastavnik.video.ffmpeg import pages as reader
from nastavnik.video.ffmpeg.pages import Page
from nastavnik.video.models import Deck, Video
from nastavnik.video.services import store
from nastavnik.video.services.slides import reading, rows
from nastavnik.video.services.slides.editing import keep_version, locked_deck
from nastavnik.video.services.slides.finding import scratch_of, shown_build
from nastavnik.video.slides import deck as lists
from nastavnik.video.slides.frames import Frames, frames_of

MOST_BYTES = 100 * 2**20
HEAD_BYTES = 1024
PDF_MARK, ZIP_MARK = b"%PDF-", b"PK\x03\x04"
PAGE = "page-"


class TalkTooLarge(Refusal):
    """The file is larger than a talk may be."""

    message = _(
        "The file is larger than 100 MB. It was not taken: save it with smaller pictures and give it once more."
    )


class TalkNotKnown(Refusal):
    """The file is neither PDF nor PPTX."""

    message = _("This is neither a PDF nor a PPTX. It was not taken: save the slides as PDF and give that file.")


class NoTalk(Refusal):
    """There is no file of a talk."""

    message = _("No file of the talk is there any more. Nothing was changed.")


@transaction.atomic
def give_talk(*, actor: Actor, video_id: int, file: File[bytes], name: str, now: datetime) -> Deck:
    """Take the file of the talk in place of an earlier one; it is read in the background.

    Raises `TalkTooLarge`, `TalkNotKnown`.
    """
    deck = locked_deck(actor, video_id)
    if file.size > MOST_BYTES:
        raise TalkTooLarge
    kind = _kind_of(file, name)
    old = deck.file_path
    deck.file_path = store.deck_name(deck.video.token, f"talk-{new_token()}.{kind}")
    path = store.data_path(deck.file_path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        for piece in file.chunks():
            target.write(piece)
    deck.file_name, deck.file_kind, deck.pages, deck.is_file_unreadable = name[-255:], kind, [], False
    deck.failures = 0  # whatever went wrong was another file's
    deck.save(update_fields=["file_path", "file_name", "file_kind", "pages", "is_file_unreadable", "failures"])
    transaction.on_commit(lambda: _forget_file(old))
    journal.record(actor=actor, verb="talk given", subject=deck.video, now=now, file=deck.file_name)
    tasks.read_talk.enqueue(video_id)
    return deck


def _kind_of(file: File[bytes], name: str) -> DeckFileKind:
    """Return what the file is, by its content; raises `TalkNotKnown`."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if PDF_MARK in head:
        return DeckFileKind.PDF
    if head.startswith(ZIP_MARK) and Path(name).suffix.lower() == ".pptx":
        return DeckFileKind.PPTX
    raise TalkNotKnown


def _forget_file(file_path: str) -> None:
    if file_path:
        path = store.data_path(file_path)
        for one in (path, path.with_name(f"{path.name}.grey")):
            one.unlink(missing_ok=True)


@transaction.atomic
def take_handout(*, actor: Actor, video_id: int, token: str, now: datetime) -> Deck:
    """Take a PDF or PPTX among the handouts of the film's lesson as the file of the talk.

    Raises `Handout.DoesNotExist` when it is no handout of this lesson, and as `give_talk`.
    """
    video = Video.objects.get(pk=video_id)
    handout = Handout.objects.exclude(file="").get(token=token, lesson_id=video.lesson_id or 0)
    with handout.file.open("rb") as file:
        return give_talk(actor=actor, video_id=video_id, file=file, name=handout.file_name, now=now)


@transaction.atomic
def drop_talk(*, actor: Actor, video_id: int, now: datetime) -> None:
    """Take the file of the talk away; the slides show their stills again. Raises `NoTalk`."""
    deck = locked_deck(actor, video_id)
    if not deck.file_path:
        raise NoTalk
    old, slides = deck.file_path, rows.load(video_id)
    keep_version(deck, actor, "talk taken away", slides, now)
    kept = tuple(_without_page(deck, slide) for slide in slides)
    deck.file_path, deck.file_name, deck.file_kind, deck.pages, deck.is_file_unreadable = "", "", "", [], False
    deck.save(update_fields=["file_path", "file_name", "file_kind", "pages", "is_file_unreadable"])
    rows.keep(deck, kept)
    transaction.on_commit(lambda: _forget_file(old))


def _without_page(deck: Deck, slide: lists.Slide) -> lists.Slide:
    """Return the slide without its page and what was written there; a title of a person's own stays."""
    if slide.page is None:
        return slide
    title = deck.pages[slide.page - 1]["title"] if slide.page <= len(deck.pages) else ""
    return replace(slide, page=None, text="", title="" if slide.title == title else slide.title)


def read_talk(*, video_id: int, now: datetime) -> None:
    """Read the file of the talk, publish its pages and find them on the slides; does nothing when that is done.

    A file that cannot be read is the file's fault: the methodist is told, and nothing is tried again.
    """
    deck = (
        Deck.objects.select_related("video")
        .filter(video_id=video_id, is_file_unreadable=False)
        .exclude(file_path="")
        .first()
    )
    if deck is None or deck.pages:
        return
    Deck.objects.filter(pk=deck.pk).update(failures=F("failures") + 1)
    with scratch_of(deck.video.token) as folder:
        published = folder / "published"
        published.mkdir()
        stem = f"{PAGE}{new_token()}"
        try:
            pages, greys = _read(deck, published, stem)
        except reader.TalkUnreadable:
            Deck.objects.filter(pk=deck.pk, file_path=deck.file_path).update(is_file_unreadable=True, failures=0)
            return
        reading.greys_path(deck).write_bytes(greys.tobytes())
        deck.pages = [_kept(page, f"{stem}-{number}") for number, page in enumerate(pages, 1)]
        _publish(deck, published, folder, now)


def _read(deck: Deck, folder: Path, stem: str) -> tuple[list[Page], Frames]:
    path = store.data_path(deck.file_path)
    if deck.file_kind == DeckFileKind.PDF:
        pages, greys = reader.read_pdf(path, folder, stem)
    else:
        pages, greys = reader.read_pptx(path, folder), frames_of(np.zeros(0, np.uint8))
    if not pages:
        raise reader.TalkUnreadable("no pages")
    return pages, greys


def _kept(page: Page, picture: str) -> dict[str, object]:
    return {"title": page.title, "text": page.text, "picture": picture if page.box else "", "box": page.box}


def _publish(deck: Deck, published: Path, folder: Path, now: datetime) -> None:
    """Publish the pictures in the build that is shown and write the rows, unless another file was given meanwhile."""
    while build := shown_build(deck.video_id):
        store.add_to_build(deck.video.token, build, published)
        if _is_written(deck, build, folder, now):
            return


def _is_written(deck: Deck, build: str, folder: Path, now: datetime) -> bool:
    before = rows.load(deck.video_id)
    bare = tuple(_without_page(deck, slide) for slide in before)
    files = reading.Files(deck.video.token, build, folder, folder)
    slides = reading.with_pages(deck, bare, files)
    with transaction.atomic():
        video = Video.objects.select_for_update().get(pk=deck.video_id)
        kept = Deck.objects.select_for_update().get(pk=deck.pk)
        if kept.file_path != deck.file_path:
            return True
        if video.build != build or rows.load(deck.video_id) != before:
            return False
        kept.pages, kept.failures = deck.pages, 0
        kept.save(update_fields=["pages", "failures"])
        kept.video = video
        if before:
            keep_version(kept, None, "talk read", before, now)
            rows.keep(kept, slides)
        else:
            publish(VideoSlidesChanged(video_id=deck.video_id))
    return True
