"""What was looked for and not found: counted by day, without the person, for the themes to come."""

from datetime import datetime

import structlog
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from nastavnik.core.text import search_key
from nastavnik.programme.models import School
from nastavnik.search.models import SearchMiss

log = structlog.get_logger("nastavnik.search")

# A stranger's program that tries words must not fill the table.
MOST_A_DAY = 500
MOST_CHARACTERS = 100


def note_miss(*, school: School, text: str, now: datetime) -> None:
    """Count that somebody looked for `text` in vain on this day of the school; beyond `MOST_A_DAY` only known texts are.

    Raises nothing: whoever searches is answered, whatever holds the database up.
    """
    try:
        _note(school, text, now)
    except DatabaseError:
        log.warning("a search without a hit was not counted", school=school.pk)


@transaction.atomic
def _note(school: School, text: str, now: datetime) -> None:
    key = search_key(text)[:MOST_CHARACTERS].strip()
    if not key:
        return
    rows = SearchMiss.objects.filter(school=school, day=timezone.localdate(now, school.zone))
    if rows.filter(text=key).update(count=F("count") + 1):
        return
    if rows.count() < MOST_A_DAY:
        words = {"school": school, "day": timezone.localdate(now, school.zone), "text": key}
        SearchMiss.objects.bulk_create(
            [SearchMiss(**words, count=1)],
            update_conflicts=True,
            unique_fields=["school", "day", "text"],
            update_fields=["count"],
        )
