"""How long it is until a lesson, in words."""

from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

from nastavnik.programme.selectors import LessonCard

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def countdown(lesson: LessonCard, now: datetime) -> str:
    """Say how long it is until the lesson: in days by the calendar of the lesson's zone, then in hours and minutes."""
    starts_at = lesson.starts_at
    if starts_at is None or starts_at <= now:
        return gettext("going on now")
    left = starts_at - now
    if left < HOUR:
        minutes = max(1, round(left / MINUTE))
        return ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}
    if left < DAY:
        hours = round(left / HOUR)
        return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}
    days = round(left / DAY)
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
