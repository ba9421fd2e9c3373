"""What viewers of a film play again most, as a drawing over the time bar of its player: for everybody who may watch it."""

from django.db.models import Sum

from nastavnik.audience.charts.curves import Curve, curve, smoothed, thinned
from nastavnik.audience.models import DayViews, Retention
from nastavnik.audience.selectors.viewing.numbers import AUDIENCE
from nastavnik.audience.selectors.viewing.plays import unpacked
from nastavnik.video.models import Video

# Of fewer one could guess who played what again.
FEWEST_VIEWERS = 10
# a time bar is seldom wider than this many points
MOST_POINTS = 120
# of fewer stretches there is nothing to tell apart
FEWEST_STRETCHES = 10


def replayed_curve(video: Video) -> Curve | None:
    """Return by how much each part of a recording was played more often than the one that was played least.

    Nothing of one that few have watched, or all parts of which are alike.
    """
    row = Retention.objects.filter(video=video, views__gte=FEWEST_VIEWERS).first()
    if row is None or _viewers(video) < FEWEST_VIEWERS:
        return None
    # whole stretches: of the one in which the film ends the middle may lie behind it
    plays = unpacked(row.plays)[: round(video.duration_seconds or 0) // row.seconds]
    if len(plays) < FEWEST_STRETCHES or min(plays) == max(plays):
        return None
    level = smoothed(thinned(plays, MOST_POINTS))
    return curve([value - min(level) for value in level])


def _viewers(video: Video) -> int:
    """Return how many different people and guests have viewed the recording: one who watches every day is one."""
    sums = DayViews.objects.filter(video=video, kind__in=AUDIENCE, is_live=False)
    return int(sums.aggregate(viewers=Sum("new_viewers"))["viewers"] or 0)
