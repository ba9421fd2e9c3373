"""How long it is until a lesson, in words."""

from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

from nastavnik.programme.selectors import LessonCard

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MINUTES_IN_HOUR, HOURS_IN_DAY = 60, 24


def countdown(lesson: LessonCard, now: datetime) -> str:
    """Say how long it is until the lesson, in the largest unit that fits: minutes, hours, days, each rounded."""
    starts_at = lesson.starts_at
    if starts_at is None or starts_at <= now:
        return gettext("going on now")
    left = starts_at - now
    minutes, hours, days = (round(left / unit) for unit in (MINUTE, HOUR, DAY))
    if minutes < MINUTES_IN_HOUR:
        return ngettext("in %(count)d minute", "in %(count)d minutes", max(1, minutes)) % {"count": max(1, minutes)}
    if hours < HOURS_IN_DAY:
        return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
