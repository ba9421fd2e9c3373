"""What stands in a sheet is written here, and each mark is logged as it is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nastavnik.contest.models import Criterion, Mark, MarkEntry, ScoreSheet
from nastavnik.contest.services.jury.refusals import (
    MarksMissing,
    NotOnScale,
    SheetChangedMeanwhile,
    TooLong,
    WhyMissing,
)
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor

LONGEST_COMMENT, LONGEST_TEXT = 1000, 4000


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What a page brings of a sheet: marks and comments by the number of the criterion. What is None stays as it is."""

    marks: Mapping[int, int | None] = field(default_factory=dict)
    comments: Mapping[int, str] = field(default_factory=dict)
    advice: str | None = None
    notes: str | None = None


def write_sheet(*, actor: Actor, sheet: ScoreSheet, words: SheetWords, version: int, now: datetime) -> bool:
    """Write what is new in a locked sheet; tell whether anything was. Its `version` grows with each change.

    A page that says nothing new is never too old. Raises `SheetChangedMeanwhile`, `NotOnScale`, `TooLong`.
    """
    _check_length(words)
    criteria = {row.pk: row for row in Criterion.objects.filter(contest=sheet.juror.contest_id)}
    marks = {mark.criterion_id: mark for mark in Mark.objects.filter(sheet=sheet)}
    changed = [
        mark
        for pk, criterion in criteria.items()
        if (mark := _changed(sheet, criterion, marks.get(pk), words)) is not None
    ]
    texts = {name: text for name, text in _texts(words).items() if text != getattr(sheet, name)}
    if not changed and not texts:
        return False
    if version != sheet.version:
        raise SheetChangedMeanwhile
    _keep(actor, changed, marks, now)
    for name, text in texts.items():
        setattr(sheet, name, text)
    sheet.version, sheet.changed_at = sheet.version + 1, now
    sheet.save(update_fields=["version", "changed_at", *texts])
    return True


def check_whole(sheet: ScoreSheet) -> None:
    """Raise `MarksMissing` or `WhyMissing` unless every criterion is marked and every extreme mark has its word."""
    criteria = list(Criterion.objects.filter(contest=sheet.juror.contest_id).order_by("position", "pk"))
    marks = {mark.criterion_id: mark for mark in Mark.objects.filter(sheet=sheet, value__isnull=False)}
    if missing := [one.title for one in criteria if one.pk not in marks]:
        raise MarksMissing(missing)
    if bare := [one.title for one in criteria if lacks_why(one, marks[one.pk].value, marks[one.pk].comment)]:
        raise WhyMissing(bare)


def lacks_why(criterion: Criterion, value: int | None, comment: str) -> bool:
    """Tell whether a mark is extreme, needs a comment for that, and has none."""
    return criterion.needs_comment and value in {criterion.lowest, criterion.highest} and not comment.strip()


def _check_length(words: SheetWords) -> None:
    if any(len(comment) > LONGEST_COMMENT for comment in words.comments.values()):
        raise TooLong
    if any(len(text) > LONGEST_TEXT for text in _texts(words).values()):
        raise TooLong


def _texts(words: SheetWords) -> dict[str, str]:
    told = {"advice": words.advice, "notes": words.notes}
    return {name: text.strip() for name, text in told.items() if text is not None}


def _changed(sheet: ScoreSheet, criterion: Criterion, mark: Mark | None, words: SheetWords) -> Mark | None:
    """Return the mark as it is to be now, unsaved; None when it is that already."""
    was = (mark.value, mark.comment) if mark else (None, "")
    value = words.marks.get(criterion.pk, was[0])
    comment = words.comments.get(criterion.pk, was[1]).strip()
    if (value, comment) == was:
        return None
    if value is not None and not criterion.lowest <= value <= criterion.highest:
        raise NotOnScale
    return Mark(pk=mark.pk if mark else None, sheet=sheet, criterion=criterion, value=value, comment=comment)


def _keep(actor: Actor, changed: list[Mark], before: Mapping[int, Mark], now: datetime) -> None:
    values = {pk: mark.value for pk, mark in before.items()}
    entries = [
        MarkEntry(
            sheet=mark.sheet,
            criterion=mark.criterion,
            value=mark.value,
            entered_by=actor if isinstance(actor, User) else None,
            entered_at=now,
        )
        for mark in changed
        if mark.value != values.get(mark.criterion_id)
    ]
    Mark.objects.bulk_create([mark for mark in changed if mark.criterion_id not in before])
    Mark.objects.bulk_update([mark for mark in changed if mark.criterion_id in before], ["value", "comment"])
    MarkEntry.objects.bulk_create(entries)
