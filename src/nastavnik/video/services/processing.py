"""From a source file to a film: the order of the steps, what is published when, and what happens when it goes wrong.

    check ─ first quality (copied, or loudness and one encoded) ─ published: it plays
          ─ poster ─ loudness ─ the other qualities ─ preview strip ─ published: it is ready

Running it twice, killing it anywhere and running it again, or running it beside itself all end in the same film: every
run takes the next `attempt` number, works in folders of its own, and can write only while that number is the newest.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.ids import new_token
from nastavnik.video import tasks
from nastavnik.video.enums import STATES_IN_WORK, RefusalCode, RenditionKind, StepName, VideoState, WarningCode
from nastavnik.video.events import VideoFailed, VideoPlayable, VideoReady, VideoRefused
from nastavnik.video.ffmpeg.playlists import MadeRendition, write_master
from nastavnik.video.ffmpeg.probe import Source, SourceRefused
from nastavnik.video.ffmpeg.run import Stopped
from nastavnik.video.ffmpeg.tap import TAP
from nastavnik.video.models import ProcessingStep, Rendition, RetiredBuild, Video
from nastavnik.video.services import slides, steps, store
from nastavnik.video.services.progress import Clock, Overtaken, Work, move, write

log = logging.getLogger(__name__)

MOST_FAILURES = 3


def prepare(*, video_id: int, clock: Clock) -> None:
    """Take a film through the steps that are not done yet; does nothing when there is nothing to do.

    Raises whatever went wrong on our side, so that the queue tries again; the third time the film is marked failed
    instead. A source file that cannot become a film is no error: it is refused with its reason.
    """
    work = _begin(video_id, clock)
    if work is not None:
        _guarded(work, _take_through)


def open_quickly(*, video_id: int, clock: Clock) -> bool:
    """Do what takes seconds: check the file and, if it can be copied, show the copy and its poster.

    Tell whether `prepare` has something left to do. Raises as `prepare` does.
    """
    work = _begin(video_id, clock)
    if work is None:
        return False
    work.is_quick = True
    return _guarded(work, _open)


def _guarded(work: Work, act: Callable[[Work], None]) -> bool:
    """Run `act`; tell whether it came to its end."""
    try:
        act(work)
    except (Overtaken, Stopped):
        log.info("video %s: this run was overtaken or is not wanted any more", work.video_id)
    except SourceRefused as refused:
        _refuse(work, refused.code)
    except Exception:
        log.exception("video %s: processing failed", work.video_id)
        if not _is_given_up(work):
            raise
    else:
        return True
    return False


@transaction.atomic
def _begin(video_id: int, clock: Clock) -> Work | None:
    """Take the next attempt number and bring the source to the originals; None when there is nothing to do."""
    video = Video.objects.select_for_update().filter(pk=video_id, state__in=STATES_IN_WORK, removed_at=None).first()
    if video is None or not video.source_path:
        return None
    if not video.source_path.startswith("originals/"):
        original = store.original_name(video.token, video.source_path, video.source_name)
        store.take_source(video.source_path, original)
        video.source_path = original
    video.attempt += 1
    video.progressed_at = clock()
    video.save(update_fields=["source_path", "attempt", "progressed_at"])
    first = ProcessingStep.objects.filter(video=video, name=StepName.FIRST).first()
    return Work(
        video_id=video.pk,
        token=video.token,
        attempt=video.attempt,
        source_path=video.source_path,
        clock=clock,
        ffmpeg=settings.FFMPEG,
        shown_build=first.result.get("build", "") if first is not None else "",
    )


def _open(work: Work) -> None:
    try:
        _show_early(work, _checked(work))
    except steps.MustEncode:
        log.info("video %s: has to be encoded", work.video_id)


def _take_through(work: Work) -> None:
    source = _checked(work)
    first = _show_early(work, source)
    steps.loudness_of(work, source)
    rest = steps.rest_of_ladder(work, source, steps.made_in(first) if first.result["is_final"] else [])
    _finish(work, first, rest)


def _checked(work: Work) -> Source:
    work.source = store.local_source(work.token, work.source_path)
    move(work, VideoState.PLAYABLE if work.shown_build else VideoState.CHECKING)
    return steps.check(work)


def _show_early(work: Work, source: Source) -> ProcessingStep:
    """Return the step of the first quality, once it can be watched and has its poster."""
    first = _first_published(work, source)
    _show_poster(work, steps.poster(work, source))
    return first


def _first_published(work: Work, source: Source) -> ProcessingStep:
    """Return the step of the first quality, once what it made can be watched."""
    if not work.shown_build:
        move(work, VideoState.PREPARING)
    first = steps.first(work, source)
    if work.shown_build:
        first.result["build"] = work.shown_build  # it was forgotten if the step had to be done anew
        first.save(update_fields=["result"])
        return first
    made = steps.made_in(first)
    folder = _assemble(work, [(steps.step_folder(work, first), rendition) for rendition in made])
    build = _publish(work, folder)
    _show_first(work, source, first, build, made)
    return first


def _assemble(work: Work, made: list[tuple[Path, MadeRendition]], extra: list[Path] | None = None) -> Path:
    """Gather the files of qualities (each with its folder) and of the `extra` folders, and write their master."""
    folder = store.work_dir(work.token) / f"build-{new_token()}"
    folder.mkdir(parents=True)
    for where, rendition in made:
        for name in rendition.files:
            store.link(where / name, folder / name)
    for path in (path for where in extra or [] for path in where.iterdir()):
        store.link(path, folder / path.name)
    write_master(folder, [rendition for _where, rendition in made])
    return folder


def _publish(work: Work, folder: Path) -> str:
    """Publish a folder as a build that nobody is shown yet; if we are killed now, the sweep finds and deletes it."""
    build = new_token()
    RetiredBuild.objects.create(video_token=work.token, build=build, retired_at=work.clock())
    store.publish_build(work.token, build, folder)
    slides.carry_on(work.video_id, work.token, build)
    return build


@transaction.atomic
def _show_first(work: Work, source: Source, first: ProcessingStep, build: str, made: list[MadeRendition]) -> None:
    """Show the first quality: from now on the film plays."""
    now = work.clock()
    _swap_build(work, build, made, now)
    move(
        work,
        VideoState.PLAYABLE,
        build=build,
        playable_at=now,
        has_poster=False,
        has_strip=False,
        duration_seconds=source.duration_seconds,
        width=source.picture.width if source.picture else None,
        height=source.picture.height if source.picture else None,
        has_sound=source.sound is not None,
        warning=_warning(source),
    )
    first.result["build"] = build
    first.save(update_fields=["result"])
    slides.begin_anew(work.video_id, work.source_path)
    video = Video.objects.get(pk=work.video_id)
    journal.record(actor=None, verb="became playable", subject=video, now=now)
    publish(VideoPlayable(video_id=work.video_id))


def _warning(source: Source) -> str:
    if source.is_cut_short:
        return WarningCode.CUT_SHORT
    if source.picture is None:
        return WarningCode.NO_PICTURE
    return "" if source.sound is not None else WarningCode.NO_SOUND


def _swap_build(work: Work, build: str, made: list[MadeRendition], now: datetime) -> None:
    """Note which build is shown from now on and which are to be deleted some day."""
    video = Video.objects.select_for_update().get(pk=work.video_id)
    if video.build:
        RetiredBuild.objects.get_or_create(video_token=work.token, build=video.build, defaults={"retired_at": now})
    RetiredBuild.objects.filter(video_token=work.token, build=build).delete()
    keep_renditions(video, build, made)


def keep_renditions(video: Video, build: str, made: Iterable[MadeRendition]) -> None:
    """Write down the qualities of the build that is shown from now on."""
    Rendition.objects.filter(video=video).delete()
    Rendition.objects.bulk_create(
        Rendition(
            video=video,
            build=build,
            name=rendition.name,
            kind=RenditionKind.PICTURE if rendition.is_picture else RenditionKind.SOUND,
            width=rendition.width,
            height=rendition.height,
            codecs=rendition.codecs,
            bandwidth=rendition.peak_bits,
            bytes=rendition.bytes,
        )
        for rendition in made
    )


def _show_poster(work: Work, poster: ProcessingStep) -> None:
    """Add the posters to what is shown already."""
    build = Video.objects.values_list("build", flat=True).get(pk=work.video_id)
    if poster.result["is_made"]:
        store.add_to_build(work.token, build, steps.step_folder(work, poster))
        write(work, has_poster=True)


def _finish(work: Work, first: ProcessingStep, rest: ProcessingStep) -> None:
    """Make the preview strip, publish everything together and clean up."""
    parts = [first, rest] if first.result["is_final"] else [rest]
    made = [(steps.step_folder(work, step), rendition) for step in parts for rendition in steps.made_in(step)]
    pictures = [(where, rendition) for where, rendition in made if rendition.is_picture]
    where, smallest = min(pictures, key=lambda pair: pair[1].width or 0) if pictures else (work.source.parent, None)
    strip = steps.strip(work, smallest, where)
    poster = ProcessingStep.objects.get(video_id=work.video_id, name=StepName.POSTER)
    extra = [steps.step_folder(work, step) for step in (poster, strip)]
    build = _publish(work, _assemble(work, made, extra))
    before = Video.objects.values_list("build", flat=True).get(pk=work.video_id)
    store.keep_tap(work.token, work.source_path, steps.step_folder(work, rest) / TAP)
    _show_all(work, build, [rendition for _where, rendition in made], has_strip=strip.result["is_made"])
    store.carry_on(work.token, before, build)  # stills that came between publishing and showing
    store.archive_original(work.source_path)
    store.clear_work(work.token)


@transaction.atomic
def _show_all(work: Work, build: str, made: list[MadeRendition], *, has_strip: bool) -> None:
    """Show the finished film."""
    now = work.clock()
    _swap_build(work, build, made, now)
    move(
        work,
        VideoState.READY,
        build=build,
        has_strip=has_strip,
        percent=100,
        seconds_left=0,
        failures=0,
        ready_at=now,
        progressed_at=now,
    )
    video = Video.objects.get(pk=work.video_id)
    journal.record(actor=None, verb="became ready", subject=video, now=now)
    tasks.make_slides.enqueue(work.video_id)
    publish(VideoReady(video_id=work.video_id))


@transaction.atomic
def _refuse(work: Work, code: RefusalCode) -> None:
    """Mark the film as refused; an earlier source that plays goes on playing."""
    now = work.clock()
    try:
        move(work, VideoState.REFUSED, refusal=code, seconds_left=None, progressed_at=now)
    except Overtaken:
        return
    video = Video.objects.get(pk=work.video_id)
    journal.record(actor=None, verb="refused", subject=video, now=now, reason=code)
    publish(VideoRefused(video_id=work.video_id))


@transaction.atomic
def _is_given_up(work: Work) -> bool:
    """Count a failure; tell whether there is no point in trying again, and mark the film so."""
    mine = Video.objects.select_for_update().filter(pk=work.video_id, attempt=work.attempt, removed_at=None)
    video = mine.first()
    # overtaken or removed: nobody waits for this run
    return video is None or count_failure(video, now=work.clock())


def count_failure(video: Video, *, now: datetime) -> bool:
    """Count a failure of a film in work, locked by the caller; the third marks it failed. Tell whether it did."""
    video.failures += 1
    if video.failures >= MOST_FAILURES:
        video.state, video.seconds_left, video.progressed_at = VideoState.FAILED, None, now
        journal.record(actor=None, verb="failed", subject=video, now=now)
        publish(VideoFailed(video_id=video.pk))
    video.save(update_fields=["failures", "state", "seconds_left", "progressed_at"])
    return video.state == VideoState.FAILED
