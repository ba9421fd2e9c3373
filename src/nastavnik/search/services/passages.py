"""Passages of a source, replaced as a whole: only what differs is written, with the counts of the words, in one transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from nastavnik.search.enums import PassageKind
from nastavnik.search.models import Passage, Serial
from nastavnik.search.services.terms import count_terms
from nastavnik.search.text.lemmas import index_words
from nastavnik.search.text.order import DAY_SHIFT, place_of
from nastavnik.search.text.words import clean, words_of

BATCH = 500


@dataclass(frozen=True, slots=True)
class Source:
    """Whose passages they are; one of a film, a lesson, a handout, or the text of an app above."""

    school_id: int
    video_id: int | None = None
    lesson_id: int | None = None
    handout_id: int | None = None
    origin: str = ""

    @property
    def rows(self) -> dict[str, Any]:
        """Return what tells the rows of this source from all others."""
        if self.origin:
            return {"origin": self.origin, "school": self.school_id}
        if self.handout_id:
            return {"handout": self.handout_id}
        if self.video_id:
            return {"video": self.video_id}
        return {"lesson": self.lesson_id, "handout": None, "origin": ""}


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage to be found, from `said_at` on as fresh as anything of that day."""

    kind: PassageKind
    text: str
    said_at: datetime
    seconds: float | None = None
    end_seconds: float | None = None
    page: int | None = None
    starts: tuple[tuple[int, float], ...] = ()
    url: str = ""


# what makes two passages of a source the same
Key = tuple[Any, ...]
FIELDS = ("kind", "lesson_id", "url", "seconds", "end_seconds", "page", "text", "lemmas")


@transaction.atomic
def replace_passages(*, source: Source, passages: Iterable[NewPassage]) -> int:
    """Let the source have these passages and no others; return how many were written or removed.

    Writers wait for each other at the serial's row, so that two of one source cannot both write it.
    """
    serial, _is_new = Serial.objects.select_for_update().get_or_create(pk=1)
    present = _present(source)
    missing = list[tuple[int, Passage]]()
    for new in passages:
        row = _row(source, new)
        same = present.get(_key(row), [])
        if same:
            same.pop()
        elif row.lemmas:
            missing.append((row.pk, row))
    gone = sorted(pk for same in present.values() for pk in same)
    if not missing and not gone:
        return 0
    changes = _remove(gone)
    changes.update(_add(serial, [row for _place, row in missing]))
    count_terms(school_id=source.school_id, changes=changes)
    return len(missing) + len(gone)


def _present(source: Source) -> dict[Key, list[int]]:
    """Return the numbers of the source's passages by what they are, the newest last."""
    present: dict[Key, list[int]] = {}
    for row in Passage.objects.filter(**source.rows).order_by("-pk"):
        present.setdefault(_key(row), []).append(row.pk)
    return present


def _key(row: Passage) -> Key:
    starts = tuple((begin, second) for begin, second in row.starts)
    return (row.pk >> DAY_SHIFT, starts, *(getattr(row, name) for name in FIELDS))


def _row(source: Source, new: NewPassage) -> Passage:
    """Return the row of a passage, with its place instead of its number."""
    text = clean(new.text)
    return Passage(
        id=place_of(new.kind, len(words_of(text)), new.said_at),
        school_id=source.school_id,
        kind=new.kind.value,
        video_id=source.video_id,
        lesson_id=source.lesson_id,
        handout_id=source.handout_id,
        origin=source.origin,
        url=new.url,
        seconds=new.seconds,
        end_seconds=new.end_seconds,
        page=new.page,
        text=text,
        starts=list(new.starts),
        lemmas=" ".join(index_words(text)),
    )


def _remove(ids: Sequence[int]) -> Counter[str]:
    """Delete rows; return the change of the words' counts. In ascending order: so the index of SQLite is written once."""
    changes: Counter[str] = Counter()
    for at in range(0, len(ids), BATCH):
        rows = Passage.objects.filter(pk__in=ids[at : at + BATCH])
        for lemmas in rows.values_list("lemmas", flat=True):
            changes.subtract(set(lemmas.split()))
        rows.delete()
    return changes


def _add(serial: Serial, rows: Sequence[Passage]) -> Counter[str]:
    """Give the rows their numbers and write them in ascending order; return the change of the words' counts."""
    changes: Counter[str] = Counter()
    for number, row in enumerate(rows, serial.last + 1):
        row.pk += number
        changes.update(set(row.lemmas.split()))
    Passage.objects.bulk_create(sorted(rows, key=lambda row: row.pk), batch_size=BATCH)
    serial.last += len(rows)
    serial.save(update_fields=["last"])
    return changes
