"""The steps of processing: each makes its files in a folder of its own and is never done twice."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from nastavnik.core.ids import new_token
from nastavnik.video.enums import StepName
from nastavnik.video.ffmpeg import ladder, loudness, pictures, probe, remux
from nastavnik.video.ffmpeg.loudness import Loudness
from nastavnik.video.ffmpeg.playlists import MadeRendition
from nastavnik.video.ffmpeg.probe import Source
from nastavnik.video.ffmpeg.run import FfmpegFailed, Watch
from nastavnik.video.models import ProcessingStep, Video
from nastavnik.video.services import store
from nastavnik.video.services.progress import (
    ENCODED_FIRST_WEIGHT,
    Overtaken,
    Work,
    finish_step,
    watch_step,
)


class MustEncode(Exception):
    """The first quality cannot be had by copying, and this run may do nothing that takes long."""


# What a step makes: a result that JSON can keep, and what ffmpeg said.
Made = tuple[dict[str, Any], str]


def step_folder(work: Work, step: ProcessingStep) -> Path:
    """Return the folder with the files of a step."""
    return store.work_dir(work.token) / step.folder


def finished_step(work: Work, name: StepName) -> ProcessingStep | None:
    """Return the step if it is done and its files are still there."""
    step = ProcessingStep.objects.filter(video_id=work.video_id, name=name, finished_at__isnull=False).first()
    return step if step is not None and step_folder(work, step).is_dir() else None


def do_step(
    work: Work, name: StepName, make: Callable[[Path, Watch], Made], *, duration_seconds: float = 0.0
) -> ProcessingStep:
    """Return the step, done now or earlier. What it makes lies in a fresh folder until the row says that it is done."""
    done = finished_step(work, name)
    if done is not None:
        finish_step(work, name)
        return done
    folder = store.work_dir(work.token) / f"{name}-{new_token()}"
    folder.mkdir(parents=True)
    began_at = work.clock()
    try:
        result, log = make(folder, watch_step(work, name, duration_seconds))
    except FfmpegFailed as error:
        _keep(work, name, {"started_at": began_at, "finished_at": None, "log": f"{error}\n{error.log}"})
        raise
    finish_step(work, name)
    fields = {"started_at": began_at, "finished_at": work.clock(), "result": result, "folder": folder.name, "log": log}
    return _keep(work, name, fields)


@transaction.atomic
def _keep(work: Work, name: StepName, fields: dict[str, Any]) -> ProcessingStep:
    if not Video.objects.select_for_update().filter(pk=work.video_id, attempt=work.attempt).exists():
        raise Overtaken
    step, _is_new = ProcessingStep.objects.update_or_create(video_id=work.video_id, name=name, defaults=fields)
    return step


def check(work: Work) -> Source:
    """Look at the source file; raises `SourceRefused`."""

    def make(folder: Path, watch: Watch) -> Made:
        return probe.probe(work.source, work_dir=folder, watch=watch).to_json(), ""

    source = Source.from_json(do_step(work, StepName.CHECK, make).result)
    if not remux.can_copy(source):
        work.weights[StepName.FIRST] = ENCODED_FIRST_WEIGHT
    return source


def loudness_of(work: Work, source: Source) -> Loudness:
    """Measure the loudness."""

    def make(folder: Path, watch: Watch) -> Made:
        return loudness.measure(work.source, source, folder, ffmpeg=work.ffmpeg, watch=watch).to_json(), ""

    return Loudness(**do_step(work, StepName.LOUDNESS, make, duration_seconds=source.duration_seconds).result)


def first(work: Work, source: Source) -> ProcessingStep:
    """Make what can be watched first: a copy if browsers play it as it is, else one modest quality.

    The result tells whether what was made `is_final`, that is, will be part of the finished film as well. Raises
    `MustEncode` when a quick run would have to encode.
    """

    def make(folder: Path, watch: Watch) -> Made:
        if remux.can_copy(source):
            try:
                made, log = remux.copy_into_hls(work.source, source, folder, ffmpeg=work.ffmpeg, watch=watch)
            except FfmpegFailed:
                _empty(folder)  # it only looked as if it could be copied
            else:
                return {"is_final": False, "made": [rendition.to_json() for rendition in made]}, log
        if work.is_quick:
            raise MustEncode
        rungs = ladder.first_rung(ladder.plan(source.picture))
        evened = loudness_of(work, source)
        made, log = ladder.make_rungs(
            work.source, source, rungs, folder, loudness=evened, ffmpeg=work.ffmpeg, watch=watch
        )
        return {"is_final": True, "made": [rendition.to_json() for rendition in made]}, log

    return do_step(work, StepName.FIRST, make, duration_seconds=source.duration_seconds)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def poster(work: Work, source: Source) -> ProcessingStep:
    """Make the posters. A film whose poster cannot be made is shown without one."""

    def make(folder: Path, watch: Watch) -> Made:
        try:
            log = pictures.make_poster(work.source, source, folder, ffmpeg=work.ffmpeg, watch=watch)
        except FfmpegFailed as error:
            _empty(folder)
            return {"is_made": False}, f"{error}\n{error.log}"
        return {"is_made": True}, log

    return do_step(work, StepName.POSTER, make)


def rest_of_ladder(work: Work, source: Source, made_first: list[MadeRendition]) -> ProcessingStep:
    """Make the qualities that are not there yet (`made_first` are final), and the sound unless it is."""
    names = {rendition.name for rendition in made_first}
    # slides can be looked for later as well: what failed once is tried again without them
    is_tapped = not ProcessingStep.objects.filter(video_id=work.video_id, name=StepName.LADDER).exists()

    def make(folder: Path, watch: Watch) -> Made:
        rungs = [rung for rung in ladder.plan(source.picture) if rung.name not in names]
        needs_sound = source.sound is not None and remux.SOUND not in names
        if not rungs and not needs_sound:
            return {"made": []}, ""
        evened = loudness_of(work, source) if needs_sound else None
        made, log = ladder.make_rungs(
            work.source,
            source,
            rungs,
            folder,
            loudness=evened,
            ffmpeg=work.ffmpeg,
            watch=watch,
            has_tap=is_tapped,
        )
        return {"made": [rendition.to_json() for rendition in made]}, log

    return do_step(work, StepName.LADDER, make, duration_seconds=source.duration_seconds)


def strip(work: Work, smallest: MadeRendition | None, rung_folder: Path) -> ProcessingStep:
    """Make the preview strip of the smallest quality; a film without one is shown all the same."""

    def make(folder: Path, watch: Watch) -> Made:
        if smallest is None:
            return {"is_made": False}, ""
        try:
            log = pictures.make_strip(smallest, rung_folder, folder, ffmpeg=work.ffmpeg, watch=watch)
        except FfmpegFailed as error:
            _empty(folder)
            return {"is_made": False}, f"{error}\n{error.log}"
        return {"is_made": True}, log

    return do_step(work, StepName.STRIP, make)


def made_in(step: ProcessingStep) -> list[MadeRendition]:
    """Return the qualities that a step made."""
    return [MadeRendition(**kept) for kept in step.result["made"]]
