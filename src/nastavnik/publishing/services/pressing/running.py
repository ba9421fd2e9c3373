"""A run of the press, from the queue to its files. Safe to repeat: a run that was cut off begins anew, and has half an hour again."""

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import translation

from nastavnik.publishing.enums import RUNS_IN_WORK, RunState, Trouble
from nastavnik.publishing.models import PressRun
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.press.pressing import Pressed, press_book
from nastavnik.publishing.press.running import PressFailed, Steering, TooLarge
from nastavnik.publishing.selectors.pressing.book import addresses_of, book_of
from nastavnik.publishing.selectors.reading.contents import Section, chapters_in, contents_of, to_press
from nastavnik.publishing.services.pressing.keeping import delete_files, keep_run, stored
from nastavnik.publishing.services.pressing.telling import tell_of_end
from nastavnik.video.ffmpeg.run import Stopped

log = logging.getLogger(__name__)

# 300 pages take half a minute.
LONGEST = timedelta(minutes=30)


def press(*, run_id: int, clock: Callable[[], datetime]) -> None:
    """Press what was asked for and keep it; what goes wrong is kept for the page. What nobody expected is raised besides."""
    run = _begun(run_id, clock())
    if run is None:
        return
    try:
        _work(run, clock)
    except Stopped:
        _end_stopped(run, clock())
    except PressFailed as error:
        log.warning("run %s of the press: %s", run_id, error)
        trouble = Trouble.LARGE if isinstance(error, TooLarge) else Trouble.PROGRAM
        _end(run, RunState.FAILED, clock(), trouble)
    except Exception:
        _end(run, RunState.FAILED, clock(), Trouble.UNKNOWN)
        raise


def _begun(run_id: int, now: datetime) -> PressRun | None:
    """Return the run, begun by us; None when it is over, nobody wants it any more, or its collection is gone."""
    rows = PressRun.objects.filter(pk=run_id, state__in=RUNS_IN_WORK, collection__removed_at=None)
    run = rows.select_related("collection__school").first()
    if run is None:
        return None
    if run.stop_asked_at:
        PressRun.objects.filter(pk=run.pk, state__in=RUNS_IN_WORK).update(state=RunState.STOPPED, ended_at=now)
        return None
    run.state, run.began_at, run.done, run.all = RunState.RUNNING, now, 0, 0
    run.save(update_fields=["state", "began_at", "done", "all"])
    return run


def _work(run: PressRun, clock: Callable[[], datetime]) -> None:
    sections = _sections(run)
    if sections or not run.forms:
        _keep(run, _pressed(run, sections, clock), sections, clock)
    else:
        _end(run, RunState.FAILED, clock(), Trouble.NOTHING)


def _sections(run: PressRun) -> tuple[Section, ...]:
    """Return what is pressed; a run without forms checks all texts."""
    sections = contents_of(run.collection)
    return to_press(sections) if run.forms else sections


def _pressed(run: PressRun, sections: tuple[Section, ...], clock: Callable[[], datetime]) -> Pressed:
    """Return what the press makes, in the words of the book's own language."""
    book = book_of(run.collection, sections)
    forms = [Form(one) for one in run.forms]
    with translation.override(book.language):
        return press_book(book, forms, steering=_steering(run, clock), addresses=addresses_of(run.collection))


def _steering(run: PressRun, clock: Callable[[], datetime]) -> Steering:
    ours = _ours(run)

    def tell(done: int, steps: int) -> None:
        ours.update(done=done, all=steps)

    def is_stopped() -> bool:
        """Tell whether its time is over, somebody wants no more of it, or another run of the same row has taken over."""
        return _is_late(run, clock()) or not ours.filter(stop_asked_at=None).exists()

    return Steering(on_progress=tell, should_stop=is_stopped)


def _ours(run: PressRun) -> QuerySet[PressRun]:
    return PressRun.objects.filter(pk=run.pk, state=RunState.RUNNING, began_at=run.began_at)


def _is_late(run: PressRun, now: datetime) -> bool:
    return run.began_at is not None and now >= run.began_at + LONGEST


def _keep(run: PressRun, pressed: Pressed, sections: tuple[Section, ...], clock: Callable[[], datetime]) -> None:
    """Keep files and remarks of a run, and what stands in them, unless another run was first. Raises `Stopped` when somebody was."""
    files = stored(pressed, clock())
    try:
        articles = [one.article for one in chapters_in(sections)] if files else []
        is_kept = keep_run(run, files, articles, [asdict(one) for one in pressed.remarks], clock())
    except BaseException:
        delete_files(files)
        raise
    if not is_kept:
        delete_files(files)
        raise Stopped


def _end_stopped(run: PressRun, now: datetime) -> None:
    """End a run that was stopped: by somebody, or because it was in work for too long."""
    if _is_late(run, now):
        log.warning("run %s of the press did not end", run.pk)
        _end(run, RunState.FAILED, now, Trouble.UNENDED)
    else:
        _end(run, RunState.STOPPED, now)


def _end(run: PressRun, state: RunState, now: datetime, trouble: str = "") -> None:
    if _ours(run).update(state=state, trouble=trouble, ended_at=now) and state == RunState.FAILED:
        tell_of_end(run, trouble=trouble, now=now)
