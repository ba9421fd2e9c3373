"""Moments of appointments in letters, where there is no hover: in the reader's zone, with the school's beside it."""

from datetime import datetime

from django import template
from django.utils import timezone

from nastavnik.core.dates import exact_moment, other_zone_mark
from nastavnik.programme.models import School

register = template.Library()


@register.filter
def by_both_clocks(moment: datetime, school: School) -> str:
    """Say a moment by the clock of who reads; where the school's clock shows something else, that too."""
    zone = timezone.get_current_timezone()
    mark = other_zone_mark(moment, zone=zone, school_zone=school.zone)
    return exact_moment(moment, zone) + (f" ({mark})" if mark else "")
