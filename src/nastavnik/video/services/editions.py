"""One change of a film's words: the transcript locked, its version counted, kept as it stood before where that may be missed.

Every write of cues goes through here, so that two people see each other's changes by asking for what is newer than the
version they know (`selectors.words.editor_state`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.events import publish
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.video.events import VideoWordsChanged
from nastavnik.video.models import Cue, Transcript, TranscriptVersion, Video
from nastavnik.video.permissions import can_edit_video
from nastavnik.video.services.videos import FilmRemoved, check_not_on_air
from nastavnik.video.text.phrases import TimedText

# Who comes back after so long begins another sitting: how it stood then is kept.
QUIET = timedelta(minutes=10)
MOST_VERSIONS = 30
MOST_EARLIER = 8
MOST_REMOVED = 300
BATCH = 500


class WrongTimes(Refusal):
    """A phrase would begin before the film or end before it begins."""

    message = _("A phrase begins within the film and ends after it began. Check the times; the text you typed is kept.")


@dataclass(slots=True)
class Edition:
    """A change that is going on: inside one transaction, with the transcript locked. `transcript.version` is the new one."""

    transcript: Transcript
    actor: Actor | None
    now: datetime

    @property
    def version(self) -> int:
        """The version that this change makes."""
        return self.transcript.version


def editable_video(actor: Actor, video_id: int) -> Video:
    """Return the film locked, for a change of its words by `actor`. Raises `FilmRemoved`, `FilmOnAir`."""
    videos = Video.objects.select_for_update(of=("self",)).select_related("school", "lesson")
    video = videos.get(pk=video_id)
    if not can_edit_video(actor, video):
        raise PermissionDenied
    if video.removed_at is not None:
        raise FilmRemoved
    check_not_on_air(video)
    return video


def locked_transcript(transcript_id: int) -> Transcript:
    """Return the transcript locked, its film and school joined."""
    rows = Transcript.objects.select_for_update(of=("self",)).select_related("video__school", "video__lesson")
    return rows.get(pk=transcript_id)


def begin_edition(*, actor: Actor, transcript_id: int, now: datetime) -> Edition:
    """Lock the transcript for a change by `actor`."""
    transcript = locked_transcript(transcript_id)
    if not can_edit_video(actor, transcript.video):
        raise PermissionDenied
    return edition_of(transcript, actor=actor, now=now)


def edition_of(transcript: Transcript, *, actor: Actor | None, now: datetime) -> Edition:
    """Begin a change of a transcript that is locked already."""
    transcript.version += 1
    return Edition(transcript, actor, now)


def finish_edition(edition: Edition, *fields: str) -> None:
    """Write the transcript's row, `fields` of it too, and tell those who listen."""
    transcript = edition.transcript
    transcript.changed_at = edition.now
    transcript.changed_by = edition.actor if isinstance(edition.actor, User) else None
    known = ("version", "removed", "whole_version", "changed_at", "changed_by")
    transcript.save(update_fields=[*known, *fields])
    publish(VideoWordsChanged(video_id=transcript.video_id))


def keep_version(edition: Edition, verb: str) -> None:
    """Keep the transcript as it stands now, before `verb` is done to it; an empty one needs no keeping."""
    transcript = edition.transcript
    rows = list(Cue.objects.filter(transcript=transcript).defer("earlier"))
    if not rows:
        return
    last = TranscriptVersion.objects.filter(transcript=transcript).order_by("-number").first()
    number = last.number + 1 if last is not None else 1
    TranscriptVersion.objects.create(
        transcript=transcript,
        number=number,
        verb=verb,
        author=edition.actor if isinstance(edition.actor, User) else None,
        created_at=edition.now,
        cues=[[one.seconds, one.end_seconds, one.text, one.words, one.begins_paragraph] for one in rows],
    )
    TranscriptVersion.objects.filter(transcript=transcript, number__lte=number - MOST_VERSIONS).delete()


def keep_sitting(edition: Edition) -> None:
    """Keep the transcript as it stands if a person begins to edit it: after ten quiet minutes, or after somebody else."""
    transcript = edition.transcript
    is_quiet = edition.now - transcript.changed_at > QUIET
    is_another = transcript.changed_by_id != edition.actor.pk if edition.actor is not None else False
    if not is_quiet and not (is_another and not _has_begun(edition)):
        return
    keep_version(edition, "words edited")
    record(edition, "words edited")


def _has_begun(edition: Edition) -> bool:
    """Tell whether this person's sitting goes on already, while others edit too."""
    author = edition.actor if isinstance(edition.actor, User) else None
    recent = TranscriptVersion.objects.filter(author=author, created_at__gt=edition.now - QUIET)
    return recent.filter(transcript=edition.transcript).exists()


def record(edition: Edition, verb: str, **details: object) -> None:
    """Write into the journal of the film what was done to its words."""
    transcript = edition.transcript
    details |= {"language": transcript.language}
    journal.record(actor=edition.actor, verb=verb, subject=transcript.video, now=edition.now, **details)


def change_cue(edition: Edition, cue: Cue) -> None:
    """Remember how a phrase was at its present version and give it the new one; the caller changes and saves it."""
    state = [cue.version, cue.seconds, cue.end_seconds, cue.text, cue.begins_paragraph]
    cue.earlier = [*cue.earlier, state][-MOST_EARLIER:]
    cue.version = edition.version


def remove_cues(edition: Edition, ids: Sequence[int]) -> None:
    """Take phrases away, so that whoever looks on is told."""
    Cue.objects.filter(pk__in=ids).delete()
    transcript = edition.transcript
    removed = [*transcript.removed, *([edition.version, pk] for pk in ids)]
    if len(removed) > MOST_REMOVED:
        transcript.whole_version = removed[-MOST_REMOVED - 1][0]
    transcript.removed = removed[-MOST_REMOVED:]


def replace_cues(edition: Edition, cues: Iterable[Cue]) -> None:
    """Let these phrases be all there are; whoever looks on takes everything anew."""
    transcript = edition.transcript
    Cue.objects.filter(transcript=transcript).delete()
    transcript.removed, transcript.whole_version = [], edition.version
    Cue.objects.bulk_create(cues, batch_size=BATCH)


def new_cue(edition: Edition, phrase: TimedText, words: list[list[float]] | None = None) -> Cue:
    """Return a phrase to be saved."""
    return Cue(
        transcript=edition.transcript,
        seconds=round(phrase.seconds, 3),
        end_seconds=round(phrase.end_seconds, 3),
        text=phrase.text,
        words=words or [],
        begins_paragraph=phrase.begins_paragraph,
        version=edition.version,
    )


def check_times(seconds: float, end_seconds: float) -> None:
    """Raise `WrongTimes` for what is no stretch of a film."""
    if not 0 <= seconds < end_seconds < float("inf"):
        raise WrongTimes
