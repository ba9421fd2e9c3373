"""Moments of lessons in letters, where there is no hover and no viewer's zone."""

from datetime import datetime

from django import template

from nastavnik.core.dates import exact_moment
from nastavnik.programme.models import Lesson

register = template.Library()


@register.filter
def begins(lesson: Lesson) -> str:
    """Say when the lesson begins, with day, hour and the zone in which it was set."""
    return exact_moment(lesson.starts_at, lesson.zone) if lesson.starts_at else ""


@register.filter
def by_clock_of(moment: datetime, lesson: Lesson) -> str:
    """Say a moment by the lesson's clock."""
    return exact_moment(moment, lesson.zone)
