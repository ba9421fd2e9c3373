"""Rules about the plan: what follows from what, when, where, for how many."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nastavnik.grants.funds.findings import Asked, Found
from nastavnik.grants.funds.words import stems

FEWEST_ACTIVITIES = Decimal(2)
DAYS_OF_A_MONTH = Decimal("30.4375")
ONLINE = frozenset({"онлайн", "дистан", "интерн", "online"})


def two_activities(asked: Asked) -> Iterator[Found]:
    """Each objective has at least so many activities (`limit`, else two)."""
    fewest = int(asked.use.limit or FEWEST_ACTIVITIES)
    counts = Counter(activity.objective for activity in asked.project.activities)
    for row, title in asked.project.objectives.items():
        if counts[row] < fewest:
            words = ngettext(
                "The objective “%(title)s” has %(count)d activity",
                "The objective “%(title)s” has %(count)d activities",
                counts[row],
            )
            yield Found(words % {"title": title, "count": counts[row]}, "objectives", row)


def activity_has_objective(asked: Asked) -> Iterator[Found]:
    """Each activity serves an objective that is there."""
    for activity in asked.project.activities:
        if activity.objective not in asked.project.objectives:
            yield Found(_("“%(title)s” serves no objective") % {"title": activity.title}, "activities", activity.id)


def dates_inside(asked: Asked) -> Iterator[Found]:
    """Activities lie inside the term of the project, and end after they begin."""
    begin, end = asked.project.starts_on, asked.project.ends_on
    for activity in asked.project.activities:
        days = [day for day in (begin, activity.starts_on, activity.ends_on, end) if day is not None]
        if any(one > other for one, other in pairwise(days)):
            words = _("“%(title)s” lies outside the term of the project") % {"title": activity.title}
            yield Found(words, "activities", activity.id)


def not_the_whole_term(asked: Asked) -> Iterator[Found]:
    """No activity lasts as long as the project: it would be the project."""
    begin, end = asked.project.starts_on, asked.project.ends_on
    if begin is None or end is None or begin == end:
        return
    for activity in asked.project.activities:
        if activity.starts_on is not None and activity.starts_on <= begin and _is_over(activity.ends_on, end):
            words = _("“%(title)s” lasts as long as the project") % {"title": activity.title}
            yield Found(words, "activities", activity.id)


def _is_over(day: date | None, end: date) -> bool:
    return day is not None and day >= end


def term(asked: Asked) -> Iterator[Found]:
    """The project lasts no longer than the fund allows for its sum, else than `limit` months."""
    begin, end = asked.project.starts_on, asked.project.ends_on
    size = asked.template.size_of(asked.project.sheet.totals.requested)
    months = Decimal(size.months) if size is not None and size.months is not None else asked.use.limit
    if begin is None or end is None or months is None:
        return
    if Decimal((end - begin).days) > months * DAYS_OF_A_MONTH:
        words = ngettext(
            "The project lasts longer than %(months)d month",
            "The project lasts longer than %(months)d months",
            int(months),
        )
        yield Found(words % {"months": months}, "ends_on")


def people(asked: Asked) -> Iterator[Found]:
    """The people whom the project reaches are no more than come to its activities, and no fewer than to the largest."""
    reached, known = asked.project.people, [one.people for one in asked.project.activities if one.people is not None]
    if reached is None or not known:
        return
    if reached > sum(known):
        words = _("The project reaches %(reached)d people, all activities together %(planned)d")
        yield Found(words % {"reached": reached, "planned": sum(known)}, "people")
    if reached < max(known):
        words = _("The project reaches %(reached)d people, one activity alone %(planned)d")
        yield Found(words % {"reached": reached, "planned": max(known)}, "people")


def places(asked: Asked) -> Iterator[Found]:
    """The geography names each place of the plan, by one word at least; what is online has no place."""
    known, told = stems(asked.project.geography) | ONLINE, set[str]()
    for activity in asked.project.activities:
        words = stems(activity.place)
        if words and not words & known and activity.place not in told:
            told.add(activity.place)
            text = _("The geography does not name “%(place)s”") % {"place": activity.place}
            yield Found(text, "activities", activity.id)
