"""Transcripts as a whole: brought in as a file or a text, taken away, brought back as they stood before."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.events import publish
from nastavnik.people.permissions import Actor
from nastavnik.video import tasks
from nastavnik.video.enums import TranscriptOrigin, TranscriptState
from nastavnik.video.events import VideoWordsChanged
from nastavnik.video.models import Cue, Transcript, TranscriptVersion, Video
from nastavnik.video.services.editions import (
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
from nastavnik.video.text.phrases import TimedText
from nastavnik.video.text.placing import Misfit, fitted, spread_over
from nastavnik.video.text.reading import Fault, Unreadable, Words, read_words

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
# Of a film whose length is not known yet, a text without times is spread over an hour until it is aligned.
HOUR_SECONDS = 3600.0

FAULT_TEXTS: dict[Fault, Promise] = {
    Fault.EMPTY: _("There are no words in the file. Check whether it is the right one."),
    Fault.TOO_LARGE: _("The file is larger than 8 MB, which no subtitles are. Check whether it is the right one."),
    Fault.TOO_MANY: _("There are more than 30 000 phrases in the file. Check whether it is the right one."),
    Fault.NOT_TEXT: _(
        "This is neither subtitles nor a text. Bring WebVTT, SRT, ASS, TTML, a plain text, or a document (DOCX, ODT) with "
        "the text of the talk."
    ),
    Fault.BROKEN: _("The file is damaged: its XML cannot be read. Save it once more as SRT or WebVTT and bring that."),
}


class SubtitlesUnreadable(Refusal):
    """The file is no subtitles and no text."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(FAULT_TEXTS[fault])
        self.fault = fault


class SubtitlesOfAnother(Refusal):
    """The times of the file do not belong to this film."""

    message = _("These subtitles are longer than the film: they seem to belong to another. Nothing was changed.")


class WrongLanguage(Refusal):
    """No code of a language."""

    message = _("A language is named by its code: ru, en, tt.")


def check_language(language: str) -> None:
    """Raise `WrongLanguage` for what is no code of a language."""
    if LANGUAGE.fullmatch(language) is None:
        raise WrongLanguage


def import_subtitles(
    *, actor: Actor, video_id: int, language: str, name: str, content: bytes, now: datetime
) -> Transcript:
    """Let the film's words in `language` be those of a file: WebVTT, SRT, ASS, TTML, or a text without times (plain, DOCX, ODT).

    What was there is kept as a version. A text without times is shown at once, spread evenly, and aligned to the pauses of
    the speech in the background. Raises `SubtitlesUnreadable`, `SubtitlesOfAnother`, `WrongLanguage`, `FilmRemoved`,
    `FilmOnAir`.
    """
    check_language(language)
    with transaction.atomic():
        editable_video(actor, video_id)
    # a large file takes a while: nobody waits for it, and only those who may bring one are served
    try:
        words = read_words(content)
    except Unreadable as error:
        raise SubtitlesUnreadable(error.fault) from error
    return _import(actor=actor, video_id=video_id, language=language, words=words, name=name, now=now)


@transaction.atomic
def _import(*, actor: Actor, video_id: int, language: str, words: Words, name: str, now: datetime) -> Transcript:
    """Write what was read, if that may still be done."""
    video = editable_video(actor, video_id)
    phrases = _placed(words, video)
    edition = edition_in(video, language, actor=actor, now=now)
    keep_version(edition, "subtitles imported")
    _take(edition, words, name)
    fill(edition, phrases)
    record(edition, "subtitles imported", file=name[:255], phrases=len(phrases))
    finish_edition(edition, *TAKEN)
    if words.sentences:
        tasks.align_transcript.enqueue(edition.transcript.pk)
    return edition.transcript


def _placed(words: Words, video: Video) -> Sequence[TimedText]:
    if words.sentences:
        return spread_over(words.sentences, video.duration_seconds or HOUR_SECONDS)
    try:
        return fitted(words.phrases, video.duration_seconds)
    except Misfit as error:
        raise SubtitlesOfAnother from error


def edition_in(video: Video, language: str, *, actor: Actor | None, now: datetime) -> Edition:
    """Begin a change of the film's transcript in `language`, which is made if there is none; the film is locked."""
    transcript, _is_new = Transcript.objects.get_or_create(
        video=video, language=language, defaults={"created_at": now, "changed_at": now}
    )
    return edition_of(locked_transcript(transcript.pk), actor=actor, now=now)


TAKEN = ("origin", "state", "source_name", "source_mark", "engine", "attempt", "failures", "done_seconds", "problem")


def _take(edition: Edition, words: Words, name: str) -> None:
    """Let the row say where the words came from; a recognition that goes on may write nothing more."""
    transcript = edition.transcript
    transcript.origin = TranscriptOrigin.TEXT if words.sentences else TranscriptOrigin.FILE
    transcript.state = TranscriptState.WAITING if words.sentences else TranscriptState.READY
    transcript.source_name, transcript.source_mark = name[-255:], transcript.video.source_mark
    transcript.engine, transcript.problem = "", ""
    transcript.failures, transcript.done_seconds = 0, 0.0
    transcript.attempt += 1


def fill(edition: Edition, phrases: Sequence[TimedText]) -> None:
    """Let the transcript have these phrases and no others, with the words of the school's glossary put right."""
    glossary = glossary_of(edition.transcript.video.school_id)
    replace_cues(
        edition,
        [
            new_cue(edition, TimedText(one.seconds, one.end_seconds, glossary.applied(one.text), one.begins_paragraph))
            for one in phrases
        ],
    )


@transaction.atomic
def restore_version(*, actor: Actor, transcript_id: int, number: int, now: datetime) -> Transcript:
    """Bring the phrases back as they stood in version `number`; how they stand now is kept as a version too."""
    edition = begin_edition(actor=actor, transcript_id=transcript_id, now=now)
    version = TranscriptVersion.objects.get(transcript=edition.transcript, number=number)
    keep_version(edition, "version restored")
    replace_cues(
        edition,
        [
            Cue(
                transcript=edition.transcript,
                seconds=seconds,
                end_seconds=end_seconds,
                text=text,
                words=words,
                begins_paragraph=begins_paragraph,
                version=edition.version,
            )
            for seconds, end_seconds, text, words, begins_paragraph in version.cues
        ],
    )
    record(edition, "version restored", number=number)
    finish_edition(edition)
    return edition.transcript


@transaction.atomic
def remove_transcript(*, actor: Actor, transcript_id: int, now: datetime) -> None:
    """Take the film's words in one language away, with all their versions."""
    edition = begin_edition(actor=actor, transcript_id=transcript_id, now=now)
    transcript = edition.transcript
    journal.record(
        actor=actor, verb="transcript removed", subject=transcript.video, now=now, language=transcript.language
    )
    transcript.delete()
    publish(VideoWordsChanged(video_id=transcript.video_id))
