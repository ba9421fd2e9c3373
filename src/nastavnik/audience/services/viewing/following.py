"""Curves follow films whose beginning moved: a recording that was trimmed, a file that replaced it."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from nastavnik.audience.models import Retention
from nastavnik.audience.selectors.viewing import plays
from nastavnik.video.models import SourceShift


def follow_shifts() -> int:
    """Let curves follow their films; return how many did. Each shift is followed once, in the order in which they were made."""
    newer = SourceShift.objects.filter(video=OuterRef("video"), pk__gt=OuterRef("last_shift"))
    behind = Retention.objects.filter(Exists(newer)).order_by("video").values_list("video", flat=True)
    return sum(_follow(video_id) for video_id in list(behind))


@transaction.atomic
def _follow(video_id: int) -> bool:
    """Follow what another process has not followed meanwhile."""
    row = Retention.objects.select_for_update().get(video=video_id)
    shifts = list(SourceShift.objects.filter(video=video_id, pk__gt=row.last_shift).order_by("pk"))
    numbers = plays.unpacked(row.plays)
    for shift in shifts:
        numbers = plays.moved(numbers, row.seconds, shift.by_seconds)
        row.last_shift = shift.pk
    row.plays = plays.packed(numbers)
    row.save(update_fields=["plays", "last_shift"])
    return bool(shifts)
