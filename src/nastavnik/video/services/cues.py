"""What people do with the phrases of a transcript in the editor. Each change is saved at once; two people lose nothing.

Who saves names the version she changed. If somebody else saved meanwhile, both changes are joined: different fields, or
different words of the text. What cannot be joined is refused with the phrase as it is now, so that nothing typed is lost.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.people.permissions import Actor
from nastavnik.video.models import Cue, Transcript
from nastavnik.video.selectors.words import CueRow, cue_row
from nastavnik.video.services.editions import (
    BATCH,
    Edition,
    WrongTimes,
    begin_edition,
    change_cue,
    check_times,
    finish_edition,
    keep_sitting,
    keep_version,
    new_cue,
    record,
    remove_cues,
)
from nastavnik.video.text.lines import in_lines
from nastavnik.video.text.merging import merged
from nastavnik.video.text.phrases import TimedText
from nastavnik.video.text.reading import LONGEST_TEXT
from nastavnik.video.text.wording import carried, certain, shifted, split_at, spread, within

T = TypeVar("T")


class CueChanged(Refusal):
    """Somebody saved the same words meanwhile; `present` is the phrase as it is now."""

    message = _("Somebody changed this phrase meanwhile. Look at both texts and save yours once more if it is right.")

    def __init__(self, present: CueRow) -> None:
        super().__init__()
        self.present = present


class CueGone(Refusal):
    """The phrase was removed or joined with another meanwhile."""

    message = _("This phrase is not there any more: somebody removed it or joined it with another. Your text is kept.")


class CueEmpty(Refusal):
    """There would be no words in the phrase."""

    message = _("There would be no words in the phrase. Remove it if nothing is said there.")


class CueTooLong(Refusal):
    """A phrase of more than two thousand characters."""

    message = _("This is too much for one phrase: 2000 characters are the most. Split it in two.")


@dataclass(frozen=True, slots=True)
class SavedCue:
    """The phrase as it stands after the change, and the version of the transcript then.

    `is_joined`: somebody else's change is in it too. `removed`: the phrase that became part of it. `made`: the new phrase.
    """

    cue: CueRow
    version: int
    is_joined: bool = False
    removed: int | None = None
    made: CueRow | None = None


@transaction.atomic
def save_cue(
    *,
    actor: Actor,
    cue_id: int,
    version: int,
    now: datetime,
    text: str | None = None,
    seconds: float | None = None,
    end_seconds: float | None = None,
    begins_paragraph: bool | None = None,
) -> SavedCue:
    """Save what was changed in the phrase since its `version`. Nothing is written when nothing differs.

    Raises `CueChanged`, `CueGone`, `CueEmpty`, `CueTooLong`, `WrongTimes`.
    """
    edition, cue = _cue_for(actor, cue_id, now)
    base = _state_at(cue, version)
    new_text = _joined_text(cue, base, checked_text(text) if text is not None else None)
    new_seconds = _joined(cue, cue.seconds, base.seconds if base else None, _rounded(seconds))
    new_end = _joined(cue, cue.end_seconds, base.end_seconds if base else None, _rounded(end_seconds))
    begins = _joined(cue, cue.begins_paragraph, base.begins_paragraph if base else None, begins_paragraph)
    check_times(new_seconds, new_end)
    if (new_text, new_seconds, new_end, begins) == (cue.text, cue.seconds, cue.end_seconds, cue.begins_paragraph):
        return SavedCue(cue_row(cue), edition.version - 1)
    keep_sitting(edition)
    change_cue(edition, cue)
    cue.words = within(carried(cue.text, cue.words, new_text), new_seconds, new_end)
    cue.text, cue.seconds, cue.end_seconds, cue.begins_paragraph = new_text, new_seconds, new_end, begins
    _save(cue)
    finish_edition(edition)
    return SavedCue(cue_row(cue), edition.version, is_joined=base is not None and version != cue.earlier[-1][0])


@transaction.atomic
def trust_cue(*, actor: Actor, cue_id: int, version: int, now: datetime) -> SavedCue:
    """Say that every word of the phrase is right as it stands: none of them is doubtful any more."""
    edition, cue = _cue_for(actor, cue_id, now, version)
    keep_sitting(edition)
    change_cue(edition, cue)
    cue.words = certain(cue.words)
    _save(cue)
    finish_edition(edition)
    return SavedCue(cue_row(cue), edition.version)


@transaction.atomic
def split_cue(*, actor: Actor, cue_id: int, version: int, at: int, now: datetime) -> SavedCue:
    """Split the phrase before its character `at`; `made` is the second part.

    The second is that between the recognised words or, where they are not known, follows from the length of the text.
    Raises `CueChanged`, `CueGone`, `CueEmpty`.
    """
    edition, cue = _cue_for(actor, cue_id, now, version)
    first, second = cue.text[:at].strip(), cue.text[at:].strip()
    if not first or not second:
        raise CueEmpty
    moment, count = split_at(cue.text, cue.words, at, cue.seconds, cue.end_seconds)
    moment = min(max(moment, cue.seconds), cue.end_seconds)
    keep_sitting(edition)
    change_cue(edition, cue)
    made = new_cue(edition, TimedText(moment, cue.end_seconds, second), _words_of(second, cue.words[count:]))
    cue.text, cue.words, cue.end_seconds = first, _words_of(first, cue.words[:count]), moment
    _save(cue)
    made.save()
    finish_edition(edition)
    return SavedCue(cue_row(cue), edition.version, made=cue_row(made))


def _words_of(text: str, words: list[list[float]]) -> list[list[float]]:
    """Return the words if there is one for each of the text: a split inside a word leaves them unknown."""
    return words if len(words) == len(text.split()) else []


@transaction.atomic
def join_cues(*, actor: Actor, cue_id: int, version: int, next_version: int, now: datetime) -> SavedCue:
    """Join the phrase with the next one, which is `removed`. Raises `CueChanged`, `CueGone`, `CueTooLong`."""
    edition, cue = _cue_for(actor, cue_id, now, version)
    following = _next(cue)
    if following is None:
        raise CueGone
    if following.version != next_version:
        raise CueChanged(cue_row(following))
    text = checked_text(f"{cue.text} {following.text}")
    keep_sitting(edition)
    change_cue(edition, cue)
    cue.words = [*_known(cue), *_known(following)] if cue.words or following.words else []
    cue.text, cue.end_seconds = text, max(cue.end_seconds, following.end_seconds)
    _save(cue)
    remove_cues(edition, [following.pk])
    finish_edition(edition)
    return SavedCue(cue_row(cue), edition.version, removed=following.pk)


def _next(cue: Cue) -> Cue | None:
    after = Cue.objects.filter(transcript=cue.transcript_id, seconds__gte=cue.seconds).exclude(pk=cue.pk)
    # of phrases that begin together, those with a lower key come before
    return next(
        (one for one in after.order_by("seconds", "pk")[:20] if (one.seconds, one.pk) > (cue.seconds, cue.pk)), None
    )


def _known(cue: Cue) -> list[list[float]]:
    return cue.words or spread(cue.text.split(), cue.seconds, cue.end_seconds)


@transaction.atomic
def add_cue(
    *,
    actor: Actor,
    transcript_id: int,
    seconds: float,
    end_seconds: float,
    text: str,
    now: datetime,
    begins_paragraph: bool = False,
) -> SavedCue:
    """Add a phrase. Raises `CueEmpty`, `CueTooLong`, `WrongTimes`."""
    edition = begin_edition(actor=actor, transcript_id=transcript_id, now=now)
    check_times(seconds, end_seconds)
    phrase = TimedText(seconds, end_seconds, checked_text(text), begins_paragraph)
    keep_sitting(edition)
    cue = new_cue(edition, phrase)
    cue.save()
    finish_edition(edition)
    return SavedCue(cue_row(cue), edition.version)


@transaction.atomic
def remove_cue(*, actor: Actor, cue_id: int, version: int, now: datetime) -> int:
    """Remove the phrase; return the transcript's version then. Raises `CueChanged`, `CueGone`."""
    edition, cue = _cue_for(actor, cue_id, now, version)
    keep_sitting(edition)
    remove_cues(edition, [cue.pk])
    finish_edition(edition)
    return edition.version


@transaction.atomic
def shift_cues(*, actor: Actor, transcript_id: int, from_seconds: float, by_seconds: float, now: datetime) -> int:
    """Let every phrase from `from_seconds` on come so much later (earlier, when negative); return how many those are.

    Raises `WrongTimes` when one would begin before the film.
    """
    edition = begin_edition(actor=actor, transcript_id=transcript_id, now=now)
    rows = list(Cue.objects.filter(transcript=edition.transcript, seconds__gte=from_seconds))
    if not rows or not by_seconds:
        return 0
    if not 0 <= rows[0].seconds + by_seconds < float("inf"):
        raise WrongTimes
    keep_version(edition, "words shifted")
    move_cues(edition, rows, by_seconds)
    record(edition, "words shifted", from_seconds=from_seconds, by_seconds=by_seconds)
    finish_edition(edition)
    return len(rows)


def move_cues(edition: Edition, rows: list[Cue], by_seconds: float) -> None:
    """Write the phrases so much later."""
    for cue in rows:
        change_cue(edition, cue)
        cue.seconds = round(cue.seconds + by_seconds, 3)
        cue.end_seconds = round(cue.end_seconds + by_seconds, 3)
        cue.words = shifted(cue.words, by_seconds)
    Cue.objects.bulk_update(rows, ["seconds", "end_seconds", "words", "version", "earlier"], batch_size=BATCH)


def checked_text(text: str) -> str:
    """Return a phrase's text as it is kept. Raises `CueEmpty`, `CueTooLong`."""
    plain = in_lines(text)
    if not plain:
        raise CueEmpty
    if len(plain) > LONGEST_TEXT:
        raise CueTooLong
    return plain


def _cue_for(actor: Actor, cue_id: int, now: datetime, version: int | None = None) -> tuple[Edition, Cue]:
    """Return a change of the phrase's transcript, and the phrase read after that was locked.

    Raises `CueGone`, and `CueChanged` when it is not at `version`.
    """
    transcript = Transcript.objects.filter(cues=cue_id).values_list("pk", flat=True).first()
    if transcript is None:
        raise CueGone
    edition = begin_edition(actor=actor, transcript_id=transcript, now=now)
    cue = Cue.objects.filter(pk=cue_id).first()
    if cue is None:
        raise CueGone  # removed while we waited for the lock
    if version is not None and cue.version != version:
        raise CueChanged(cue_row(cue))
    return edition, cue


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _state_at(cue: Cue, version: int) -> TimedText | None:
    """Return the phrase as it was at `version`, if that is still known."""
    if version == cue.version:
        return TimedText(cue.seconds, cue.end_seconds, cue.text, cue.begins_paragraph)
    return next((TimedText(*state[1:]) for state in cue.earlier if state[0] == version), None)


def _joined(cue: Cue, present: T, base: T | None, mine: T | None) -> T:
    """Return a field after my change. Raises `CueChanged` when both changed it differently."""
    if mine is None or mine in {present, base}:
        return present
    if base != present:
        raise CueChanged(cue_row(cue))
    return mine


def _joined_text(cue: Cue, base: TimedText | None, mine: str | None) -> str:
    if mine is None or base is None:
        return _joined(cue, cue.text, None, mine)
    text = merged(base.text, mine, cue.text)
    if text is None or len(text) > LONGEST_TEXT:
        raise CueChanged(cue_row(cue))
    return text


def _save(cue: Cue) -> None:
    cue.save(update_fields=["seconds", "end_seconds", "text", "words", "begins_paragraph", "version", "earlier"])
