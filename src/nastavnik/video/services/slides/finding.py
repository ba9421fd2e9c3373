"""Looking for the slides of a film, taking their stills and making its thin sound: once, in the background, after the film plays.

Killed, doubled and overtaken runs are harmless: a run works in a folder of its own, publishes files under names that nobody
had before, and writes rows only while its start is the newest and nobody changed the slides meanwhile.
"""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import transaction

from nastavnik.core.events import publish
from nastavnik.core.ids import new_token
from nastavnik.video import tasks
from nastavnik.video.enums import DeckState, RenditionKind
from nastavnik.video.events import VideoSlidesChanged
from nastavnik.video.ffmpeg import stills as pictures
from nastavnik.video.ffmpeg.tap import make_tap
from nastavnik.video.models import Deck, DeckVersion, Rendition, Slide, Video
from nastavnik.video.services import store
from nastavnik.video.services.progress import Clock
from nastavnik.video.services.slides import reading, rows
from nastavnik.video.slides import deck as lists
from nastavnik.video.slides.finder import FoundSlide, find_slides, still_second
from nastavnik.video.slides.frames import frames_of

log = logging.getLogger(__name__)

MOST_FAILURES = 3
STILL, THIN = "slide-", "thin-"


@dataclass(frozen=True, slots=True)
class Search:
    """One run for one film."""

    video_id: int
    token: str
    build: str
    source_path: str
    duration_seconds: float
    has_sound: bool
    started_at: datetime
    version: int  # of the deck
    is_to_find: bool  # else there are slides, of which some want stills or texts
    thin: str


def make_slides(*, video_id: int, clock: Clock) -> None:
    """Do for the slides of a film what is not done yet; does nothing when nothing is left.

    Raises whatever went wrong; the third time the deck is marked failed, and the film plays all the same.
    """
    search = _begin(video_id, clock())
    if search is None:
        return
    with scratch_of(search.token) as folder:
        slides = _found(search, folder) if search.is_to_find else rows.load(video_id)
        published = folder / "published"
        published.mkdir()
        slides = rows.with_stills(slides, _stills(search, slides, folder, published))
        thin = search.thin or _thin_sound(search, folder, published)
        deck = Deck.objects.get(video_id=video_id)
        slides = reading.with_words(deck, slides, reading.Files(search.token, search.build, published, folder))
        _finish(search, slides, thin, published, clock())
    store.tap_path(search.token, search.source_path).unlink(missing_ok=True)


@contextmanager
def scratch_of(token: str) -> Iterator[Path]:
    """Return a fresh folder for a run; it is deleted after it."""
    folder = store.data_path(store.deck_name(token, f"run-{new_token()}"))
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@transaction.atomic
def _begin(video_id: int, now: datetime) -> Search | None:
    """Count a start, and tell what is to be done; None when it is nothing (any more)."""
    video = Video.objects.select_for_update().filter(pk=video_id, removed_at=None).exclude(build="").first()
    if video is None or not video.has_picture or not video.source_path or video.is_on_air:
        return None
    deck, _is_new = Deck.objects.get_or_create(video=video)
    is_to_find = _is_to_find(video, deck)
    if not is_to_find and not _wants_stills(deck):
        return None
    if deck.failures >= MOST_FAILURES:
        Deck.objects.filter(pk=deck.pk).update(state=DeckState.FAILED)
        return None
    deck.failures, deck.started_at = deck.failures + 1, now
    deck.state = DeckState.FINDING if is_to_find else DeckState.FOUND
    deck.source_mark = video.source_path if is_to_find else deck.source_mark
    deck.save(update_fields=["failures", "started_at", "state", "source_mark"])
    return Search(
        video_id=video.pk,
        token=video.token,
        build=video.build,
        source_path=video.source_path,
        duration_seconds=video.duration_seconds or 0.0,
        has_sound=video.has_sound,
        started_at=now,
        version=deck.version,
        is_to_find=is_to_find and not deck.is_edited,
        thin=deck.thin,
    )


def _is_to_find(video: Video, deck: Deck) -> bool:
    """Tell whether slides are to be looked for: not while the film is in work, which hands its tap over when it is through."""
    return not video.is_in_work and deck.state in (DeckState.WAITING, DeckState.FINDING)


def _wants_stills(deck: Deck) -> bool:
    return deck.state != DeckState.FAILED and Slide.objects.filter(video_id=deck.video_id, still="").exists()


def _found(search: Search, folder: Path) -> lists.Slides:
    """Look for slides in the tap that the ladder left, else in one of the smallest quality."""
    tap = store.tap_path(search.token, search.source_path)
    if not tap.exists():
        smallest = min(_pictures(search), key=lambda one: one.height or 0)
        path = store.local_file(search.token, search.build, f"{smallest.name}.m4s", folder)
        tap = make_tap(path, folder, duration_seconds=search.duration_seconds, ffmpeg=settings.FFMPEG)
    if not tap.stat().st_size:
        return ()
    return _as_list(find_slides(frames_of(np.memmap(tap, np.uint8, "r"))))


def _as_list(found: list[FoundSlide]) -> lists.Slides:
    return tuple(
        lists.Slide(slide.seconds, repeats=found[slide.repeats].seconds if slide.repeats is not None else None)
        for slide in found
    )


def _pictures(search: Search) -> list[Rendition]:
    return list(Rendition.objects.filter(video_id=search.video_id, build=search.build, kind=RenditionKind.PICTURE))


def _stills(search: Search, slides: lists.Slides, folder: Path, published: Path) -> dict[float, str]:
    """Take the stills that are missing; return their names by the seconds of their slides."""
    if not slides:
        return {}
    ends = [following.seconds for _slide, following in pairwise(slides)] + [search.duration_seconds]
    wanted = {
        slide.seconds: pictures.WantedStill(f"{STILL}{new_token()}", still_second(slide.seconds, end))
        for slide, end in zip(slides, ends, strict=True)
        if not slide.still
    }
    if wanted:
        path = store.local_file(search.token, search.build, f"{_sharpest(search).name}.m4s", folder)
        pictures.take_stills(
            path,
            list(wanted.values()),
            published,
            duration_seconds=search.duration_seconds,
            ffmpeg=settings.FFMPEG,
        )
    return {seconds: still.name for seconds, still in wanted.items()}


def _sharpest(search: Search) -> Rendition:
    """Return the smallest quality that fills a still, else the largest."""
    rising = sorted(_pictures(search), key=lambda one: one.width or 0)
    return next((one for one in rising if (one.width or 0) >= pictures.STILL_WIDTHS[0]), rising[-1])


def _thin_sound(search: Search, folder: Path, published: Path) -> str:
    """Make the sound for a thin link; return its name, empty for a film without sound."""
    if not search.has_sound:
        return ""
    sound = Rendition.objects.filter(video_id=search.video_id, build=search.build, kind=RenditionKind.SOUND).first()
    if sound is None:
        return ""
    name = f"{THIN}{new_token()}"
    path = store.local_file(search.token, search.build, f"{sound.name}.m4s", folder)
    seconds = search.duration_seconds
    pictures.make_thin_sound(path, published, name, duration_seconds=seconds, ffmpeg=settings.FFMPEG)
    return name


def _finish(search: Search, slides: lists.Slides, thin: str, published: Path, now: datetime) -> None:
    """Publish the files in the build that is shown, then write the rows: also when another build took its place meanwhile."""
    while build := shown_build(search.video_id):
        store.add_to_build(search.token, build, published)
        if _is_written(search, build, slides, thin, now):
            return


def shown_build(video_id: int) -> str:
    """Return the build of a film that is shown now; empty without one."""
    return Video.objects.filter(pk=video_id).values_list("build", flat=True).first() or ""


@transaction.atomic
def _is_written(search: Search, build: str, slides: lists.Slides, thin: str, now: datetime) -> bool:
    """Write what was made; tell whether that is done, or no business of this run any more."""
    video = Video.objects.select_for_update().filter(pk=search.video_id, removed_at=None).first()
    deck = Deck.objects.select_for_update().filter(video_id=search.video_id, started_at=search.started_at).first()
    if video is None or deck is None or video.source_path != search.source_path:
        return True
    if video.build != build:
        return False
    deck.failures = 0
    if (
        deck.version != search.version
    ):  # somebody changed them meanwhile: hers are kept, and what they want is done anew
        deck.save(update_fields=["failures"])
        tasks.make_slides.enqueue(search.video_id)
        return True
    deck.state, deck.thin, deck.found_at = DeckState.FOUND, thin, now
    deck.save(update_fields=["state", "thin", "found_at", "failures"])
    rows.keep(deck, slides, is_other_version=search.is_to_find)
    return True


def carry_on(video_id: int, token: str, build: str) -> None:
    """Let `build`, which is or will be shown, have the stills of the one shown now, if slides were made of the film."""
    shown = shown_build(video_id)
    if shown and shown != build and Deck.objects.filter(video_id=video_id).exists():
        store.carry_on(token, shown, build)


def begin_anew(video_id: int, source_path: str) -> None:
    """Another source is shown from now on, in the caller's transaction: its slides are others.

    Those that a person worked on stay where they are, with new stills; they cannot be taken back any further.
    """
    deck = Deck.objects.select_for_update().filter(video_id=video_id).exclude(source_mark=source_path).first()
    if deck is None:
        return
    kept = Slide.objects.filter(video_id=video_id)
    if deck.is_edited:
        kept.update(still="")
    else:
        kept.delete()
    DeckVersion.objects.filter(video_id=video_id).delete()
    deck.state, deck.thin, deck.failures, deck.version = DeckState.WAITING, "", 0, deck.version + 1
    deck.save(update_fields=["state", "thin", "failures", "version"])
    publish(VideoSlidesChanged(video_id=video_id))
