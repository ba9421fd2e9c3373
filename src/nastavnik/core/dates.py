"""Moments and days as people say them: «завтра в 14:00», «в четверг в 9:30», «12 октября 2026 г. в 14:00»."""

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WEEK_DAYS = 7
SPOKEN_DAYS = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
ON_WEEK_DAYS = (
    _("on Monday"),
    _("on Tuesday"),
    _("on Wednesday"),
    _("on Thursday"),
    _("on Friday"),
    _("on Saturday"),
    _("on Sunday"),
)
ZONE_NAMES = {
    "Europe/Kaliningrad": _("Kaliningrad time"),
    "Europe/Moscow": _("Moscow time"),
    "Europe/Samara": _("Samara time"),
    "Asia/Yekaterinburg": _("Yekaterinburg time"),
    "Asia/Omsk": _("Omsk time"),
    "Asia/Krasnoyarsk": _("Krasnoyarsk time"),
    "Asia/Irkutsk": _("Irkutsk time"),
    "Asia/Yakutsk": _("Yakutsk time"),
    "Asia/Vladivostok": _("Vladivostok time"),
    "Asia/Magadan": _("Magadan time"),
    "Asia/Kamchatka": _("Kamchatka time"),
}


def spoken_day(day: date, today: date) -> str:
    """Return `day` as people say it on `today`: a near day by its name, a far one by its date."""
    distance = (day - today).days
    if distance in SPOKEN_DAYS:
        return str(SPOKEN_DAYS[distance])
    if 0 < distance < WEEK_DAYS:
        return str(ON_WEEK_DAYS[day.weekday()])
    return date_format(day, "j E" if day.year == today.year else gettext("j E Y"))


def spoken_moment(moment: datetime, *, now: datetime, zone: tzinfo) -> str:
    """Return the aware `moment` as people in `zone` say it at `now`."""
    local = moment.astimezone(zone)
    return gettext("%(day)s at %(time)s") % {
        "day": spoken_day(local.date(), now.astimezone(zone).date()),
        "time": clock_time(local),
    }


def dated_moment(moment: datetime, zone: tzinfo) -> str:
    """Return the date and the hour of `moment`, which also stand after a preposition: «до 5 декабря 2026 г., 12:00»."""
    local = moment.astimezone(zone)
    return f"{date_format(local, gettext('j E Y'))}, {clock_time(local)}"


def exact_moment(moment: datetime, zone: tzinfo) -> str:
    """Return the whole date, time and zone of `moment`, for the hover and for screen readers."""
    local = moment.astimezone(zone)
    return gettext("%(date)s, %(time)s, %(zone)s") % {
        "date": date_format(local, gettext("l, j E Y")),
        "time": clock_time(local),
        "zone": zone_name(local),
    }


def other_zone_mark(moment: datetime, *, zone: tzinfo, school_zone: tzinfo) -> str:
    """Return the school's own time and zone when its clock differs from the viewer's; else nothing."""
    local, at_school = moment.astimezone(zone), moment.astimezone(school_zone)
    if local.utcoffset() == at_school.utcoffset():
        return ""
    return gettext("%(time)s %(zone)s") % {"time": clock_time(at_school), "zone": zone_name(at_school)}


def clock_time(moment: datetime) -> str:
    """Return hours and minutes, twenty-four hours to the day."""
    return f"{moment:%H:%M}"


def zone_name(local: datetime) -> str:
    """Return what people call the zone of the aware `local`: a Russian zone by its city, any other by its offset."""
    key = local.tzinfo.key if isinstance(local.tzinfo, ZoneInfo) else ""
    if key in ZONE_NAMES:
        return str(ZONE_NAMES[key])
    offset = local.utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    sign = "−" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
