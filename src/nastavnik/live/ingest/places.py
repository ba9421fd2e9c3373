"""Where a node keeps what it takes in, and how it becomes what others see.

<data>/live/<broadcast>/part-<n>.flv|webm       what was sent, until the recording is whole
<media>/<film>/<build>/                         pieces and playlists; with a bucket <data>/live/<film>/<build>/, mirrored
<media>/<broadcast>/preview/                    what the desk sees before air
"""

import asyncio
import re
import shutil
from pathlib import Path
from time import time

import structlog
from django.core.files.storage import default_storage

from nastavnik.core import clock
from nastavnik.live.ingest.mirror import Mirror
from nastavnik.live.ingest.packaging.build import LiveBuild
from nastavnik.live.ingest.records import Records
from nastavnik.live.services import recordings
from nastavnik.live.services.air import Wish
from nastavnik.video.services import store
from nastavnik.video.services.recordings import RecordingFacts

log = structlog.get_logger("nastavnik.live.places")

JOURNAL = re.compile(r"part-(\d+)\.(flv|webm)")
PREVIEW = "preview"
# For the last pieces of a broadcast to reach the bucket; after it the next look tries again.
FLUSH_SECONDS = 20.0
# A folder that was touched since then may be of a broadcast that another node is just taking on.
OLD_SECONDS = 60 * 60.0


class NotMirrored(Exception):
    """The bucket does not have the whole recording yet."""


def home_of(token: str) -> Path:
    """Return the folder of a broadcast at this node."""
    return store.data_path(f"live/{token}")


def build_of(wish: Wish) -> Path:
    """Return the folder in which the pieces of a broadcast on air lie."""
    return store.media_root() / wish.folder if store.is_folder() else home_of(wish.folder)


def preview_of(token: str) -> Path:
    """Return the folder that the desk sees before air."""
    return (store.media_root() / token if store.is_folder() else home_of(token)) / PREVIEW


def forget_preview(token: str) -> None:
    """Delete what the desk saw before air."""
    shutil.rmtree(preview_of(token), ignore_errors=True)
    if store.is_folder():
        shutil.rmtree(preview_of(token).parent, ignore_errors=True)
        return
    for name in default_storage.listdir(f"{token}/{PREVIEW}")[1]:
        default_storage.delete(f"{token}/{PREVIEW}/{name}")


def preview_mirror(token: str) -> Mirror | None:
    """Return what brings the preview to the bucket, where the desk looks for it; None with a folder."""
    return None if store.is_folder() else Mirror(preview_of(token), f"{token}/{PREVIEW}")


def mirror_of(wish: Wish) -> Mirror | None:
    """Return what brings each file to the bucket; None where the folder itself is what is shown."""
    return None if store.is_folder() else Mirror(build_of(wish), wish.folder)


def fetch(wish: Wish) -> None:
    """Bring from the bucket what another node made of a broadcast, so that this one goes on with it."""
    target = build_of(wish)
    if store.is_folder() or target.exists():
        return
    target.mkdir(parents=True)
    for name in default_storage.listdir(wish.folder)[1]:
        with default_storage.open(f"{wish.folder}/{name}") as remote, (target / name).open("wb") as local:
            shutil.copyfileobj(remote, local, 2**20)


def journals_in(home: Path) -> list[tuple[int, Path]]:
    """Return the journals that a killed node left, with their numbers, in their order."""
    found = [(match, path) for path in home.glob("part-*") if (match := JOURNAL.fullmatch(path.name))]
    return sorted((int(match.group(1)), path) for match, path in found)


def written_at(path: Path) -> float:
    """Return when a file was last written to, in seconds since 1970."""
    return path.stat().st_mtime


def forget(wish: Wish) -> None:
    """Delete what this node kept of a broadcast whose recording is handed over, or that has not begun."""
    forget_preview(wish.token)
    shutil.rmtree(home_of(wish.token), ignore_errors=True)
    if not store.is_folder() and wish.folder:
        shutil.rmtree(build_of(wish).parent, ignore_errors=True)


def sweep(needed: set[str]) -> None:
    """Delete what a killed node left of broadcasts that need it no more, and what was tried before air."""
    for folder in store.data_path("live").glob("*"):
        if folder.name not in needed and time() - folder.stat().st_mtime > OLD_SECONDS:
            log.info("left folder deleted", name=folder.name)
            forget_preview(folder.name)
            shutil.rmtree(folder, ignore_errors=True)


async def finish(build: LiveBuild, mirror: Mirror | None, broadcast_id: int, records: Records) -> None:
    """Write the recording's playlists and hand it over; safe to repeat. Raises `NotMirrored`."""
    made = await asyncio.to_thread(build.finish)
    if mirror is not None and not await asyncio.to_thread(mirror.flush, FLUSH_SECONDS):
        raise NotMirrored
    picture = next((rendition for rendition in made if rendition.is_picture), None)
    facts = RecordingFacts(
        duration_seconds=build.seconds,
        width=picture.width if picture is not None else None,
        height=picture.height if picture is not None else None,
        has_sound=any(not rendition.is_picture for rendition in made),
        renditions=tuple(made),
    )
    await records.ask(recordings.finish, broadcast_id=broadcast_id, facts=facts if made else None, now=clock.now())
    log.info("recording handed over", broadcast_id=broadcast_id, seconds=round(build.seconds, 1), pieces=build.pieces)
