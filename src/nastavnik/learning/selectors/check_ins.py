"""Several at one screen: when that can be said, and who may be named."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import ngettext

from nastavnik.learning.models import CheckIn, CheckInPerson
from nastavnik.learning.permissions import can_check_in
from nastavnik.live.selectors import presence
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor, people_of
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import lessons_visible_to, place_of
from nastavnik.programme.selectors import lesson_url

OPENS_BEFORE = timedelta(days=1)
# Lessons run late; a broadcast that goes on is waited for anyway.
CLOSES_AFTER = timedelta(hours=1)
# As many of the last lessons at which somebody was named are shown to her.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class AtScreenBefore:
    """Who sat there: now, or the last time, as the form begins with it."""

    people: int = 1
    user_ids: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CheckInPage:
    """The page on which a branch says who is there."""

    lesson: Lesson
    lesson_url: str
    is_open: bool
    # of this lesson already
    is_checked_in: bool
    colleagues: list[User]
    before: AtScreenBefore


@dataclass(frozen=True, slots=True)
class NamedAt:
    """Somebody named me at her screen."""

    token: str
    lesson_title: str
    lesson_url: str
    by: str
    at: datetime
    is_denied: bool


def is_open_for_check_in(lesson: Lesson, *, is_aired: bool, now: datetime) -> bool:
    """Tell whether a branch may say now who is there. `is_aired`: its broadcast is over."""
    if lesson.state != LessonState.ANNOUNCED or is_aired:
        return False
    return is_time_for_check_in(lesson, now)


def is_time_for_check_in(lesson: Lesson, now: datetime) -> bool:
    """Tell whether `now` lies near enough to the lesson by its plan."""
    starts_at, ends_at = lesson.starts_at, lesson.ends_at
    return bool(starts_at and ends_at and starts_at - OPENS_BEFORE <= now < ends_at + CLOSES_AFTER)


def screen_words(people: int) -> str:
    """Say how many are at the screen."""
    words = ngettext("%(count)d person is at your screen.", "%(count)d people are at your screen.", people)
    return words % {"count": people}


def colleagues_of(user: User, school: School) -> QuerySet[User]:
    """Return the people of the same library whom she may name: nobody while no library is known."""
    people = people_of(place_of(school)).filter(is_active=True).exclude(pk=user.pk)
    return people.filter(library=user.library_id) if user.library_id is not None else people.none()


def check_in_page(actor: Actor, school: School, slug: str, now: datetime) -> CheckInPage:
    """Return the page for whoever has an account and may open the lesson. Raises `Lesson.DoesNotExist`."""
    lesson = lessons_visible_to(actor, school).select_related("school", "cycle__programme").get(slug=slug)
    if not isinstance(actor, User) or not can_check_in(actor, lesson):
        raise Lesson.DoesNotExist
    own = CheckIn.objects.filter(lesson=lesson, user=actor).first()
    return CheckInPage(
        lesson=lesson,
        lesson_url=lesson_url(slug),
        is_open=is_open_for_check_in(lesson, is_aired=presence.airing_of(lesson.pk) is not None, now=now),
        is_checked_in=own is not None,
        colleagues=list(colleagues_of(actor, school).order_by("name_key", "pk")),
        before=_at(own or _last_of(actor, school)),
    )


def _last_of(user: User, school: School) -> CheckIn | None:
    """Return the last check-in of her branch, or of herself where no library is known."""
    before = CheckIn.objects.filter(lesson__school=school).order_by("-at", "-pk")
    ours = before.filter(library=user.library_id) if user.library_id is not None else before.filter(user=user)
    return ours.first()


def _at(screen: CheckIn | None) -> AtScreenBefore:
    if screen is None:
        return AtScreenBefore()
    people = list(CheckInPerson.objects.filter(check_in=screen, denied_at=None).order_by("pk"))
    return AtScreenBefore(
        people=screen.people,
        user_ids=[person.user_id for person in people if person.user_id is not None],
        names=[person.name for person in people if person.name],
    )


def named_at(user: User, school: School) -> list[NamedAt]:
    """Return where others have named a person lately, the newest first, so that she can say that it is wrong."""
    places = CheckInPerson.objects.filter(user=user, check_in__lesson__school=school)
    rows = places.exclude(check_in__user=user).select_related("check_in__lesson", "check_in__user")
    return [
        NamedAt(
            token=place.check_in.token,
            lesson_title=place.check_in.lesson.title,
            lesson_url=lesson_url(place.check_in.lesson.slug),
            by=str(place.check_in.user or ""),
            at=place.check_in.at,
            is_denied=place.denied_at is not None,
        )
        for place in rows.order_by("-check_in__at", "-pk")[:SHOWN]
    ]
