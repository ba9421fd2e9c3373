"""Finds what the index missed: rows that changed while nobody heard; and makes it anew."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import structlog
from django.db import transaction
from django.db.models import Model, QuerySet

from nastavnik.programme.models import Handout, Lesson
from nastavnik.search.models import IndexedSource, Passage, Term
from nastavnik.search.services import sources
from nastavnik.search.services.terms import count_terms
from nastavnik.video.models import Video

log = structlog.get_logger("nastavnik.search")

BATCH = 300
Index = Callable[[], int]
Row = TypeVar("Row", bound=Model)


def index_missed(*, now: datetime) -> int:
    """Write the passages of everything that differs from what was indexed; return how many sources that were."""
    known = dict(IndexedSource.objects.values_list("name", "mark"))
    missed = [(name, index) for name, mark, index in _sources(now, is_anew=False) if known.get(name) != mark]
    return sum(_is_written(name, index) for name, index in missed)


def rebuild(*, now: datetime) -> int:
    """Read everything anew, write what differs, and count the words again; return how many sources there are.

    What is found stays so meanwhile. Texts of the apps above are theirs to bring.
    """
    every = [(name, index) for name, _mark, index in _sources(now, is_anew=True)]
    written = sum(_is_written(name, index) for name, index in every)
    count_anew()
    return written


def _is_written(name: str, index: Index) -> bool:
    """Write the passages of a source; one that cannot be written holds up no other and is tried again by the next sweep."""
    try:
        index()
    except Exception:
        log.exception("a source could not be indexed", source=name)
        return False
    return True


def _sources(now: datetime, *, is_anew: bool) -> Iterator[tuple[str, str, Index]]:
    """Yield the name of each source, its mark, and what writes its passages."""
    words: dict[str, Any] = {"now": now, "is_anew": is_anew}
    for videos in _batches(Video.objects.select_related("lesson")):
        for pk, mark in sources.marks_of_videos(videos).items():
            yield f"video/{pk}", mark, partial(sources.index_video, video_id=pk, **words)
    for lessons in _batches(Lesson.objects.all()):
        for pk, mark in sources.marks_of_lessons(lessons).items():
            yield f"lesson/{pk}", mark, partial(sources.index_lesson, lesson_id=pk, **words)
    for handout in Handout.objects.select_related("lesson").order_by("pk"):
        mark = sources.mark_of_handout(handout)
        yield f"handout/{handout.pk}", mark, partial(sources.index_handout, handout_id=handout.pk, **words)


def _batches(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(ids), BATCH):
        yield list(rows.filter(pk__in=ids[at : at + BATCH]).order_by("pk"))


@transaction.atomic
def count_anew() -> None:
    """Count the words of all passages again: rows that went with their film or lesson took no counts with them."""
    Term.objects.update(count=0)
    counts: dict[int, Counter[str]] = {}
    for school_id, lemmas in Passage.objects.values_list("school", "lemmas").iterator(chunk_size=2000):
        counts.setdefault(school_id, Counter()).update(set(lemmas.split()))
    for school_id, changes in sorted(counts.items()):
        count_terms(school_id=school_id, changes=changes)
    Term.objects.filter(count=0).delete()
