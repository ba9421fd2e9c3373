"""`nastavnik publish`: the whole video pipeline from the shell, for a shelf of old recordings."""

import json
import time
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.models import Lesson, School
from nastavnik.video import selectors, services
from nastavnik.video.enums import VideoState

LOOK_SECONDS = 1.0
REFUSED_EXIT = 3
ENDS = frozenset({VideoState.READY, VideoState.REFUSED, VideoState.FAILED})


def publish(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="the film")],
    lesson: Annotated[str, typer.Option(help="the lesson's address (the last part of /lessons/<slug>/)")],
    school: Annotated[str, typer.Option(help="the school's short name; needed when there are several")] = "",
    wait: Annotated[bool, typer.Option("--wait", help="until all qualities are made (a worker must run)")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="one line of JSON instead of words")] = False,
) -> None:
    """Publish a film as the film of a lesson. The file itself stays where it is."""
    target = lesson_named(lesson, school)
    try:
        video = services.accept_file(actor=SYSTEM, path=file.resolve(), lesson=target, now=clock.now())
    except Refusal as refusal:
        fail(str(refusal.message), code=REFUSED_EXIT, as_json=as_json)
    token = video.token
    if wait:
        wait_for(token, is_quiet=as_json)
    tell(token, as_json=as_json)


def lesson_named(slug: str, school_slug: str) -> Lesson:
    """Return the lesson, or leave with what is wrong."""
    schools = School.objects.filter(slug=school_slug) if school_slug else School.objects.all()
    lessons = list(Lesson.objects.filter(slug=slug, school__in=schools).select_related("school", "cycle__programme"))
    if not lessons:
        known = Lesson.objects.filter(school__in=schools).order_by("slug").values_list("slug", flat=True)[:20]
        fail(f"There is no lesson {slug!r}. Lessons: {', '.join(known) or 'none yet'}")
    if len(lessons) > 1:
        fail("Several schools have a lesson of this address; name one: " + ", ".join(x.school.slug for x in lessons))
    return lessons[0]


def wait_for(token: str, *, is_quiet: bool) -> None:
    """Follow the film until it is ready, refused or failed, with its percent on one line."""
    while True:
        state = selectors.processing_of(token)
        if not is_quiet:
            typer.echo(f"\r{state.percent:3d} %  {state.state.label:40}", nl=False)
        if state.state in ENDS:
            typer.echo("" if is_quiet else "\n", nl=False)
            return
        time.sleep(LOOK_SECONDS)


def tell(token: str, *, as_json: bool) -> None:
    """Print how the film stands; leave with 3 when it was refused, with 1 when it failed."""
    state = selectors.processing_of(token)
    if as_json:
        facts = {"video": token, "state": state.state.value, "percent": state.percent, "message": str(state.message)}
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        typer.echo(f"{token}: {state.state.label}. {state.message}".rstrip(" ."))
    if state.state == VideoState.REFUSED:
        raise typer.Exit(REFUSED_EXIT)
    if state.state == VideoState.FAILED:
        raise typer.Exit(1)


def fail(message: str, *, code: int = 1, as_json: bool = False) -> NoReturn:
    """Say what is wrong and leave."""
    typer.echo(json.dumps({"error": message}, ensure_ascii=False) if as_json else message, err=not as_json)
    raise typer.Exit(code)
