"""Speech into words in the background: window by window, each kept as soon as it is heard.

A run takes the next `attempt` number and may write only while it is the newest. Each window is one transaction: its phrases
and `done_seconds`. A run that was killed goes on from there, and nothing is there twice.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from nastavnik.core.errors import Refusal
from nastavnik.people.permissions import Actor
from nastavnik.video import tasks
from nastavnik.video.enums import TranscriptOrigin, TranscriptState
from nastavnik.video.ffmpeg.run import FfmpegFailed, OverLimit, Watch
from nastavnik.video.models import Cue, Transcript
from nastavnik.video.selectors.recognition import recognition_in, speech_models
from nastavnik.video.services.editions import (
    BATCH,
    Edition,
    begin_edition,
    editable_video,
    edition_of,
    finish_edition,
    keep_version,
    locked_transcript,
    new_cue,
    record,
    replace_cues,
)
from nastavnik.video.services.glossary import glossary_of
from nastavnik.video.services.listening import local_source, scratch
from nastavnik.video.services.progress import Clock, Overtaken
from nastavnik.video.services.transcripts import TAKEN, check_language, edition_in
from nastavnik.video.speech import asking
from nastavnik.video.speech.asking import Model
from nastavnik.video.speech.heard import Heard, Phrase
from nastavnik.video.speech.models import choose
from nastavnik.video.text.glossary import Glossary
from nastavnik.video.text.phrases import TimedText
from nastavnik.video.text.wording import carried

log = logging.getLogger(__name__)

MOST_FAILURES = 3
STATES_IN_WORK = (TranscriptState.WAITING, TranscriptState.RECOGNISING)

MODEL_GONE = gettext_noop(
    "The model is not on the server any more. Have it added again, or have the film recognised with another."
)
FILE_GONE = gettext_noop("The file of the film was not found. Bring the film once more.")
TOO_HARD = gettext_noop("Recognition needed more time or memory than it may have. A smaller model may do.")
BROKE_OFF = gettext_noop(
    "The recogniser broke off three times. What it had recognised is kept; the operator finds the reason in the log."
)


class NoModel(Refusal):
    """No model on the server hears the language."""


class NothingToHear(Refusal):
    """The film has no sound."""

    message = _("The film has no sound, so there is nothing to recognise.")


class NotToResume(Refusal):
    """Recognition of this transcript neither failed nor goes on."""

    message = _("This recognition is not in a state in which that can be done. Open the page anew.")


@transaction.atomic
def request_recognition(*, actor: Actor, video_id: int, language: str, now: datetime, model: str = "") -> Transcript:
    """Have what is said in the film recognised in the background, by the best model for the language or by `model`.

    What was there in that language is kept as a version. Asking twice is harmless. Raises `NoModel`, `NothingToHear`,
    `WrongLanguage`, `FilmRemoved`, `FilmOnAir`.
    """
    check_language(language)
    video = editable_video(actor, video_id)
    if not video.has_sound:
        raise NothingToHear
    chosen = choose(speech_models(), language, model)
    if chosen is None:
        raise NoModel(recognition_in(language).advice)
    running = Transcript.objects.filter(video=video, language=language, origin=TranscriptOrigin.RECOGNISED)
    if (known := running.filter(state__in=STATES_IN_WORK).first()) is not None:
        return known
    edition = edition_in(video, language, actor=actor, now=now)
    keep_version(edition, "recognition requested")
    _begin_anew(edition, chosen.name, chosen.engine)
    record(edition, "recognition requested", model=chosen.name)
    finish_edition(edition, *TAKEN)
    tasks.recognise_transcript.enqueue(edition.transcript.pk)
    return edition.transcript


def _begin_anew(edition: Edition, model: str, engine: str) -> None:
    transcript = edition.transcript
    replace_cues(edition, [])
    transcript.origin, transcript.state = TranscriptOrigin.RECOGNISED, TranscriptState.WAITING
    transcript.source_name, transcript.engine, transcript.problem = model, engine, ""
    transcript.source_mark = transcript.video.source_mark
    transcript.failures, transcript.done_seconds = 0, 0.0
    transcript.attempt += 1


@transaction.atomic
def resume_recognition(*, actor: Actor, transcript_id: int, now: datetime) -> None:
    """Go on with a recognition that failed, from where it came. Raises `NotToResume`."""
    edition = begin_edition(actor=actor, transcript_id=transcript_id, now=now)
    transcript = edition.transcript
    if transcript.state != TranscriptState.FAILED:
        raise NotToResume
    transcript.state, transcript.failures, transcript.problem = TranscriptState.WAITING, 0, ""
    record(edition, "recognition resumed")
    finish_edition(edition, "state", "failures", "problem")
    tasks.recognise_transcript.enqueue(transcript.pk)


@transaction.atomic
def stop_recognition(*, actor: Actor, transcript_id: int, now: datetime) -> None:
    """Stop a recognition that waits or goes on; what it heard stays. Raises `NotToResume`."""
    edition = begin_edition(actor=actor, transcript_id=transcript_id, now=now)
    transcript = edition.transcript
    if transcript.origin != TranscriptOrigin.RECOGNISED or transcript.state not in STATES_IN_WORK:
        raise NotToResume
    transcript.state = TranscriptState.READY
    transcript.attempt += 1
    record(edition, "recognition stopped", seconds=transcript.done_seconds)
    finish_edition(edition, "state", "attempt")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a recognition."""

    transcript: Transcript
    attempt: int
    glossary: Glossary
    clock: Clock


def recognise(*, transcript_id: int, clock: Clock) -> None:
    """Recognise what is not recognised yet; does nothing when there is nothing to do.

    Raises whatever went wrong, so that the queue tries again; the third time it is marked failed, with a reason.
    """
    run = _begin(transcript_id, clock)
    if run is None:
        return
    model = choose(speech_models(), run.transcript.language, run.transcript.source_name)
    if model is None:
        _fail(run, MODEL_GONE)
        return
    try:
        _hear(run, model)
    except Overtaken:
        log.info("transcript %s: this run was overtaken or is not wanted any more", transcript_id)
    except FileNotFoundError:
        log.exception("transcript %s: no source", transcript_id)
        _fail(run, FILE_GONE)
    except FfmpegFailed as error:
        log.exception("transcript %s: recognition failed: %s", transcript_id, error.log)
        problem = TOO_HARD if isinstance(error, OverLimit) else BROKE_OFF
        if not count_failure(transcript_id, run.attempt, problem, now=clock()):
            raise


@transaction.atomic
def _begin(transcript_id: int, clock: Clock) -> Run | None:
    """Take the next attempt number; a film that has another source by now is begun anew."""
    waiting = Transcript.objects.filter(pk=transcript_id, origin=TranscriptOrigin.RECOGNISED, state__in=STATES_IN_WORK)
    if not waiting.filter(video__removed_at=None).exclude(video__source_path="").exists():
        return None
    transcript = locked_transcript(transcript_id)
    edition = edition_of(transcript, actor=None, now=clock())
    if transcript.source_mark != transcript.video.source_mark:
        # people may have corrected what was heard of the other source
        keep_version(edition, "recognition requested")
        _begin_anew(edition, transcript.source_name, transcript.engine)
    transcript.attempt += 1
    transcript.state, transcript.progressed_at = TranscriptState.RECOGNISING, edition.now
    finish_edition(edition, *TAKEN, "progressed_at")
    return Run(transcript, transcript.attempt, glossary_of(transcript.video.school_id), clock)


def _hear(run: Run, model: Model) -> None:
    transcript = run.transcript
    with local_source(transcript.video) as source, scratch() as folder:
        asking.recognise(
            source,
            model,
            language=transcript.language,
            from_seconds=transcript.done_seconds,
            duration_seconds=transcript.video.duration_seconds or 0.0,
            work_dir=folder,
            watch=Watch(),
            on_heard=partial(_keep, run),
        )
    _finish(run)


def _mine(run: Run) -> Transcript:
    """Return the transcript locked, for this run to write. Raises `Overtaken`.

    So it is too when the film got another source: the words may have followed it already (`services.followings`), and what
    this run hears would come at wrong seconds. The sweep begins another run, which goes on from where the words are.
    """
    mine = Transcript.objects.filter(pk=run.transcript.pk, attempt=run.attempt, state=TranscriptState.RECOGNISING)
    if not mine.select_for_update(of=("self",)).exists():
        raise Overtaken
    transcript = locked_transcript(run.transcript.pk)
    is_gone = transcript.video.removed_at is not None
    marks = {run.transcript.source_mark, transcript.source_mark, transcript.video.source_mark}
    if is_gone or transcript.attempt != run.attempt or len(marks) > 1:
        raise Overtaken
    return transcript


@transaction.atomic
def _keep(run: Run, heard: Heard) -> None:
    """Keep a window: its phrases, and how far it came. Raises `Overtaken`."""
    transcript = _mine(run)
    if heard.until_seconds <= transcript.done_seconds:
        return
    edition = edition_of(transcript, actor=None, now=run.clock())
    Cue.objects.bulk_create([_cue(edition, phrase, run.glossary) for phrase in heard.phrases], batch_size=BATCH)
    transcript.done_seconds, transcript.progressed_at, transcript.failures = heard.until_seconds, edition.now, 0
    transcript.save(update_fields=["version", "done_seconds", "progressed_at", "failures"])


def _cue(edition: Edition, phrase: Phrase, glossary: Glossary) -> Cue:
    text, words = phrase.text, [[word.seconds, word.end_seconds, word.confidence] for word in phrase.words]
    right = glossary.applied(text)
    timed = TimedText(phrase.seconds, phrase.end_seconds, right)
    return new_cue(edition, timed, carried(text, words, right))


@transaction.atomic
def _finish(run: Run) -> None:
    transcript = _mine(run)
    edition = edition_of(transcript, actor=None, now=run.clock())
    transcript.state = TranscriptState.READY
    record(edition, "recognised", seconds=round(transcript.done_seconds, 1))
    finish_edition(edition, "state")


@transaction.atomic
def _fail(run: Run, problem: str) -> None:
    """Say why it does not go on, unless this run has nothing more to say: the file of a source that was replaced is gone."""
    try:
        transcript = _mine(run)
    except Overtaken:
        return
    _mark_failed(transcript, problem, run.clock())


def _mark_failed(transcript: Transcript, problem: str, now: datetime) -> None:
    edition = edition_of(transcript, actor=None, now=now)
    transcript.state, transcript.problem = TranscriptState.FAILED, problem
    record(edition, "recognition failed")
    finish_edition(edition, "state", "problem", "failures")


@transaction.atomic
def count_failure(transcript_id: int, attempt: int, problem: str, *, now: datetime) -> bool:
    """Count that a run broke off without having heard anything new; the third time the transcript is marked failed.

    Tell whether nothing is to be tried again, which is also so when another run or a person came in between.
    """
    transcript = locked_transcript(transcript_id)
    if transcript.attempt != attempt or transcript.state not in STATES_IN_WORK:
        return True
    transcript.failures += 1
    if transcript.failures < MOST_FAILURES:
        transcript.save(update_fields=["failures"])
        return False
    _mark_failed(transcript, problem, now)
    return True
