"""What was looked for and not found: counted by day, without the person, for the themes to come."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nastavnik.core.text import search_key
from nastavnik.programme.models import School
from nastavnik.search.models import SearchMiss

# A stranger's program that tries words must not fill the table.
MOST_A_DAY = 500
MOST_CHARACTERS = 100


@transaction.atomic
def note_miss(*, school: School, text: str, now: datetime) -> None:
    """Count that somebody looked for `text` in vain on this day of the school; beyond `MOST_A_DAY` only known texts are."""
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
