"""`nastavnik publish`: the whole way of a film from the shell, for a shelf of old recordings."""

import json
import sys
import time
from pathlib import Path
from typing import NoReturn

import typer

from nastavnik.cli.exits import Exit, stop_with
from nastavnik.cli.lookup import lesson_named, school_named
from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.models import Lesson
from nastavnik.video import services
from nastavnik.video.enums import REFUSAL_TEXTS, STATES_IN_WORK, RefusalCode, VideoState
from nastavnik.video.models import Video

LOOK_SECONDS = 0.5
CODES = {VideoState.REFUSED: Exit.REFUSED, VideoState.FAILED: Exit.FAILED}


def publish(*, path: Path, lesson_slug: str, school_slug: str, is_waiting: bool, is_json: bool) -> None:
    """Take the film, wait for it when asked to, and tell how it stands."""
    lesson = lesson_named(lesson_slug, school_named(school_slug))
    try:
        video = services.accept_file(actor=SYSTEM, path=path, lesson=lesson, now=clock.now())
    except Refusal as refusal:
        refused(str(refusal.message), is_json=is_json)
    if is_waiting:
        video = followed(video.pk, is_shown=not is_json and sys.stderr.isatty())
    typer.echo(json.dumps(facts(video, lesson), ensure_ascii=False) if is_json else sentence(video, lesson))
    raise typer.Exit(CODES.get(VideoState(video.state), Exit.DONE))


def followed(video_id: int, *, is_shown: bool) -> Video:
    """Return the film once nothing more will happen to it; meanwhile show its percent on one line."""
    while True:
        video = Video.objects.get(pk=video_id)
        if is_shown:
            left = f", {video.seconds_left} s left" if video.seconds_left else ""
            typer.echo(f"\r{video.percent:3d} %  {video.get_state_display()}{left}\033[K", nl=False, err=True)
        if video.state not in STATES_IN_WORK:
            typer.echo("\r\033[K" if is_shown else "", nl=False, err=True)
            return video
        time.sleep(LOOK_SECONDS)


def facts(video: Video, lesson: Lesson) -> dict[str, str | int | float | None]:
    """Return what a program wants to know."""
    return {
        "video": video.token,
        "lesson": lesson.slug,
        "state": video.state,
        "percent": video.percent,
        "duration_seconds": video.duration_seconds,
        "reason": reason_of(video),
    }


def sentence(video: Video, lesson: Lesson) -> str:
    """Return what a person wants to know."""
    told = f"{lesson.slug}: {video.get_state_display()} ({video.token})"
    reason = reason_of(video)
    return f"{told}\n{reason}" if reason else told


def reason_of(video: Video) -> str:
    """Return why the film was refused, and what to do; nothing when it was not."""
    return str(REFUSAL_TEXTS[RefusalCode(video.refusal)]) if video.refusal else ""


def refused(message: str, *, is_json: bool) -> NoReturn:
    """End the command because the film was not even taken."""
    if is_json:
        typer.echo(json.dumps({"video": None, "state": "refused", "reason": message}, ensure_ascii=False))
        raise typer.Exit(Exit.REFUSED)
    stop_with(Exit.REFUSED, message)
