"""What the own page counted of lessons and their films, read from sums: never from viewings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from django.db import connection
from django.db.models import Sum

from nastavnik.audience.enums import ViewerKind
from nastavnik.audience.models import DayViews
from nastavnik.live.models import Broadcast
from nastavnik.programme.models import Lesson
from nastavnik.video.models import Video

MINUTE = 60
# who is counted; staff and machines stand apart
AUDIENCE = (ViewerKind.GUEST, ViewerKind.PERSON)
BOUNDS_AT_ONCE = 3000
# The bounds come first: the unique index of the table leads from each to its minutes.
PEAKS = """
    WITH bounds (video_id, first_minute, last_minute) AS (VALUES {places})
    SELECT bounds.video_id, MAX(own.screens), SUM(own.screens)
    FROM bounds CROSS JOIN audience_minuteviews own
    WHERE own.video_id = bounds.video_id AND own.minute BETWEEN bounds.first_minute AND bounds.last_minute
    GROUP BY bounds.video_id
"""


@dataclass(slots=True)
class Numbers:
    """What was counted; the rule of each stands in `rules.RULES`. Staff and machines are in no other number."""

    live_views: int = 0
    recording_views: int = 0
    unique: int = 0
    seconds: int = 0
    embedded: int = 0
    staff: int = 0
    bots: int = 0

    @property
    def views(self) -> int:
        """Live and of the recording."""
        return self.live_views + self.recording_views

    def add(self, other: "Numbers") -> None:
        """Add what was counted of another film of the lesson."""
        for one in fields(Numbers):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass(frozen=True, slots=True)
class Screens:
    """How many players showed a broadcast at once."""

    peak: int
    # over all its minutes
    average: float


@dataclass(slots=True)
class FilmViews:
    """A film of a lesson."""

    video_id: int
    title: str
    numbers: Numbers = field(default_factory=Numbers)


@dataclass(slots=True)
class LessonViews:
    """A lesson: its numbers, those of its films, and of its broadcast where it had one."""

    numbers: Numbers = field(default_factory=Numbers)
    films: list[FilmViews] = field(default_factory=list)
    screens: Screens | None = None


@dataclass(frozen=True, slots=True)
class AirTime:
    """When the broadcast of a lesson was on air, in minutes since 1970, both included."""

    lesson_id: int
    video_id: int
    first: int
    last: int


def viewing_of(lessons: Sequence[Lesson], as_of: datetime) -> Mapping[int, LessonViews]:
    """Return what was counted of lessons of one school, with it joined, to the end of the day of `as_of` by its clock.

    A film that was moved to another lesson took its views along; one that was removed keeps them.
    """
    found = {lesson.pk: LessonViews() for lesson in lessons}
    if not found:
        return found
    day = as_of.astimezone(lessons[0].school.zone).date()
    films = {
        pk: (lesson_id, FilmViews(pk, title))
        for pk, lesson_id, title in Video.objects.filter(lesson__in=found)
        .order_by("created_at", "pk")
        .values_list("pk", "lesson_id", "title")
    }
    sums = DayViews.objects.filter(video__lesson__in=found, day__lte=day).values_list("video_id", "kind", "is_live")
    counted = sums.annotate(Sum("views"), Sum("new_viewers"), Sum("seconds"), Sum("embedded_views")).order_by()
    for video_id, kind, is_live, *values in counted:
        films[video_id][1].numbers.add(_numbers(kind, is_live, values))
    for lesson_id, film in films.values():
        found[lesson_id].films.append(film)
        found[lesson_id].numbers.add(film.numbers)
    for lesson_id, screens in screens_of([lesson.pk for lesson in lessons], as_of).items():
        found[lesson_id].screens = screens
    return found


def _numbers(kind: int, live: int, values: Sequence[int]) -> Numbers:
    """Return what one kind of viewers comes to: views, new viewers, seconds, views in frames."""
    views, new, seconds, embedded = values
    if kind == ViewerKind.STAFF:
        return Numbers(staff=views)
    if kind == ViewerKind.BOT:
        return Numbers(bots=views)
    of_kind = Numbers(unique=new, seconds=seconds, embedded=embedded)
    of_kind.live_views, of_kind.recording_views = (views, 0) if live else (0, views)
    return of_kind


def screens_of(lesson_ids: Sequence[int], as_of: datetime) -> dict[int, Screens]:
    """Return the most players at once and their average of each broadcast, as of a moment."""
    times = air_times(lesson_ids, as_of)
    read = dict[int, tuple[int, int]]()
    for start in range(0, len(times), BOUNDS_AT_ONCE):
        read |= _peaks(times[start : start + BOUNDS_AT_ONCE])
    found = dict[int, Screens]()
    for time in times:
        peak, total = read.get(time.video_id, (0, 0))
        found[time.lesson_id] = Screens(peak, round(total / (time.last - time.first + 1), 1))
    return found


def air_times(lesson_ids: Sequence[int], as_of: datetime) -> list[AirTime]:
    """Return when the broadcasts of lessons were on air, as far as that was before a moment."""
    began = Broadcast.objects.filter(lesson__in=lesson_ids, live_at__lte=as_of, video__isnull=False)
    rows = began.order_by("pk").values_list("lesson_id", "video_id", "live_at", "ended_at")
    return [
        AirTime(lesson_id, video_id, _minute(live_at), _minute(min(ended_at or as_of, as_of)))
        for lesson_id, video_id, live_at, ended_at in rows
        if live_at is not None
    ]


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // MINUTE


def _peaks(times: Sequence[AirTime]) -> dict[int, tuple[int, int]]:
    places = ", ".join(["(%s, %s, %s)"] * len(times))
    values = [number for time in times for number in (time.video_id, time.first, time.last)]
    with connection.cursor() as cursor:
        cursor.execute(PEAKS.format(places=places), values)
        return {video_id: (int(peak), int(total)) for video_id, peak, total in cursor.fetchall()}


def lessons_viewed(school_id: int) -> list[int]:
    """Return the lessons of a school of which anything was ever counted."""
    counted = DayViews.objects.filter(video__school=school_id, video__lesson__isnull=False)
    return sorted(set(counted.values_list("video__lesson", flat=True).distinct().order_by()))
