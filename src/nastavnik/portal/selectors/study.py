"""A person's own page: where she stopped, what comes next, what counts already and what is left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from nastavnik.contest.selectors.applications.own import OwnApplication, application_in, applications_beside
from nastavnik.learning.selectors.branch import heads_a_library
from nastavnik.learning.selectors.certificates.own import OwnCertificate, certificates_of
from nastavnik.learning.selectors.check_ins import NamedAt, named_at
from nastavnik.learning.selectors.people import LessonStatus, ProgrammeStatus, programmes_status
from nastavnik.mentoring.permissions import can_ask
from nastavnik.mentoring.selectors.study import OwnMentoring, own_mentoring
from nastavnik.people.models import User
from nastavnik.portal.selectors.navigation import programme_url
from nastavnik.programme import selectors as programme_selectors
from nastavnik.programme.models import Programme, School
from nastavnik.programme.permissions import enrolments_visible_to, programmes_open_to
from nastavnik.programme.selectors import LessonCard
from nastavnik.programme.selectors.calendar import own_calendar_key
from nastavnik.video import selectors as video_selectors
from nastavnik.video.models import WatchPosition
from nastavnik.video.selectors import FilmCard

SHOWN = 6
# of the lessons of a programme that are left to learn
SHOWN_LEFT = 4
# A film that was watched nearly to its end is not «where I stopped».
NEARLY = 0.95
GOING_ON = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Stopped:
    """A film and the place where the person stopped watching."""

    film: FilmCard
    seconds: float
    percent: int
    # of the film played, where the school knows it; else how far she came
    is_coverage: bool = False


@dataclass(frozen=True, slots=True)
class Learning:
    """A programme in which she takes part: what counts, what is left, what waits for its self-check."""

    status: ProgrammeStatus
    url: str
    left: list[LessonStatus]
    more: int


@dataclass(frozen=True, slots=True)
class Study:
    """My study."""

    stopped: list[Stopped]
    lessons: list[LessonCard]
    learning: list[Learning]
    # only the self-check is missing
    quizzes: list[LessonStatus]
    certificates: list[OwnCertificate]
    # questions, appointments, mentorships
    mentoring: OwnMentoring
    can_ask: bool
    applications: list[OwnApplication]
    # others have named her at their screens
    named: list[NamedAt]
    # for who heads a branch
    library_url: str
    learning_url: str
    # for who has no place anywhere: the newest programme that takes her
    open_programme: Programme | None
    enrol_url: str
    calendar_url: str
    programme_url: str
    videos_url: str


def study_page(user: User, school: School, now: datetime) -> Study:
    """Return the person's own page."""
    programmes, open_programme = programmes_for(user, school)
    cards = programme_selectors.lessons_to_choose(user, school)
    statuses = programmes_status(user, school) if programmes else []
    mentoring = own_mentoring(user, school, now, beside=applications_beside(user, school))
    return Study(
        stopped=stopped_films(user, school, now, cards, statuses),
        lessons=coming_cards(cards, {programme.pk for programme in programmes}, now)[:SHOWN],
        learning=[learning_in(status) for status in statuses],
        quizzes=[lesson for status in statuses for lesson in status.lessons if lesson.is_waiting_for_quiz],
        certificates=certificates_of(user, school),
        mentoring=mentoring,
        can_ask=can_ask(user, school),
        applications=[application_in(row) for row in mentoring.others],
        named=named_at(user, school),
        library_url=reverse("learning:library") if heads_a_library(user) else "",
        learning_url=reverse("learning:own"),
        open_programme=open_programme,
        enrol_url=reverse("programme:enrol", args=[open_programme.token]) if open_programme else "",
        calendar_url=reverse("programme:own_calendar", args=[own_calendar_key(user)]),
        programme_url=programme_url(),
        videos_url=reverse("portal:videos"),
    )


def programmes_for(user: User, school: School) -> tuple[list[Programme], Programme | None]:
    """Return the programmes in which she has a place, the newest first, and, for who has none, the newest that takes her; one query."""
    places = enrolments_visible_to(user, school).filter(user=user, left_at=None)
    her_own_or_open = Q(pk__in=places.values("programme")) | Q(pk__in=programmes_open_to(user, school).values("pk"))
    known = Programme.objects.filter(her_own_or_open).order_by("-starts_on", "-pk")
    rows = known.annotate(has_place=Exists(places.filter(programme=OuterRef("pk"))))
    own: list[Programme] = [row for row in rows if row.has_place]
    newest: Programme | None = next(iter(rows), None)
    return own, None if own else newest


def coming_cards(cards: list[LessonCard], programme_ids: set[int], now: datetime) -> list[LessonCard]:
    """Return the lessons to come, and one that may still go on, of these programmes, in their order."""
    coming = [
        card
        for card in cards
        if card.is_announced
        and card.programme_id in programme_ids
        and card.starts_at is not None
        and card.starts_at > now - GOING_ON
    ]
    return sorted(coming, key=lambda card: (card.starts_at or now, card.id))


def learning_in(status: ProgrammeStatus) -> Learning:
    """Return a programme with the first of the lessons that are left."""
    left = status.left
    return Learning(
        status=status,
        url=reverse("portal:year", args=[status.token]),
        left=left[:SHOWN_LEFT],
        more=max(len(left) - SHOWN_LEFT, 0),
    )


def stopped_films(
    user: User, school: School, now: datetime, cards: list[LessonCard], statuses: list[ProgrammeStatus]
) -> list[Stopped]:
    """Return the films she began and did not finish, the last watched first, with how much of each was played."""
    positions = WatchPosition.objects.filter(user=user, video__school=school, seconds__gt=0).select_related("video")
    latest = list(positions.order_by("-updated_at")[:SHOWN])
    if not latest:
        return []
    films = {film.token: film for film in video_selectors.films_by_lesson(user, school, now, cards).values()}
    begun = [(films[one.video.token], one.seconds) for one in latest if one.video.token in films]
    played = {lesson.id: lesson.watched_percent for status in statuses for lesson in status.lessons}
    return [
        stopped_at(film, seconds, played.get(film.lesson.id))
        for film, seconds in begun
        if seconds < film.duration_seconds * NEARLY
    ]


def stopped_at(film: FilmCard, seconds: float, played_percent: int | None) -> Stopped:
    """Return a film that was begun, with the share that was played where it is known."""
    if played_percent is not None:
        return Stopped(film=film, seconds=seconds, percent=played_percent, is_coverage=True)
    return Stopped(film=film, seconds=seconds, percent=round(100 * seconds / film.duration_seconds))
