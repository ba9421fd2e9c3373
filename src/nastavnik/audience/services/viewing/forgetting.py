"""What of viewings is thrown away, and when: sums stay, and they name nobody."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from nastavnik.audience.models import DaySalt, DayViewer, Viewing
from nastavnik.audience.services.viewing.opening import viewer_of
from nastavnik.audience.services.viewing.passes import FIRST_DAY
from nastavnik.people.models import User

# When a day is over everywhere on Earth and no pass of it is valid any more, its salt can go.
SALT_DAYS = 2
VIEWER_DAYS = 3
VIEWING_DAYS = 400
AT_ONCE = 5000
# of one question
MOST_NUMBERS = 500
# of a viewing of somebody who is forgotten
NOBODY = 0


def forget_what_is_old(*, now: datetime) -> int:
    """Delete salts, viewers of past days, and viewings that nobody asks about any more; return how many rows."""
    today = now.date()
    DaySalt.objects.filter(day__lt=today - timedelta(days=SALT_DAYS)).delete()
    met = DayViewer.objects.filter(day__gt=FIRST_DAY, day__lt=today - timedelta(days=VIEWER_DAYS))
    old = Viewing.objects.filter(day__lt=today - timedelta(days=VIEWING_DAYS))
    return _delete(met) + _delete(old)


def _delete(rows: QuerySet[DayViewer] | QuerySet[Viewing]) -> int:
    """Delete rows some at a time, so that reports need not wait."""
    count = 0
    while keys := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        count += rows.filter(pk__in=keys).delete()[0]
    return count


def forget_who_was_missed() -> int:
    """Do the same for all whose erasure nobody heard of; return how many. Read before anything is written: usually there is nobody."""
    numbers = {viewer_of(pk): pk for pk in User.objects.filter(erased_at__isnull=False).values_list("pk", flat=True)}
    ids = {numbers[viewer] for viewer in _still_there(list(numbers))}
    for user_id in sorted(ids):
        forget_person(user_id=user_id)
    return len(ids)


def _still_there(viewers: Sequence[int]) -> set[int]:
    found = set[int]()
    for start in range(0, len(viewers), MOST_NUMBERS):
        some = viewers[start : start + MOST_NUMBERS]
        for model in (DayViewer, Viewing):
            found.update(model._default_manager.filter(viewer__in=some).values_list("viewer", flat=True).distinct())
    return found


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Let nothing lead from viewings to a person who asked to be forgotten; the sums, which name nobody, stay."""
    viewer = viewer_of(user_id)
    DayViewer.objects.filter(viewer=viewer).delete()
    Viewing.objects.filter(viewer=viewer).update(viewer=NOBODY)
