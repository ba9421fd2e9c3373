"""«Today» at the desk: what the methodist and the director should see in the morning."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from nastavnik.live.enums import BroadcastState
from nastavnik.live.selectors.desk import BroadcastRow, desks_by_lesson
from nastavnik.live.selectors.submissions.desk import near_submissions
from nastavnik.people.enums import LetterState
from nastavnik.people.permissions import Actor, can_run_place, letters_visible_to, people_of
from nastavnik.portal.selectors.school import Number
from nastavnik.programme import selectors as programme_selectors
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors import DeskToday, LessonCard
from nastavnik.video.enums import STATES_IN_WORK, STATES_TO_RETRY, VideoState
from nastavnik.video.models import Video
from nastavnik.video.permissions import videos_visible_to

SHOWN = 8


@dataclass(frozen=True, slots=True)
class FilmInWork:
    """A film on its way, or one that needs a hand."""

    title: str
    url: str
    state_label: str
    percent: int | None
    seconds_left: int | None
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class ToBroadcast:
    """A lesson that is on air or comes within a week, and the way to its broadcast's desk; without a way it has none yet."""

    title: str
    starts_at: datetime | None
    is_on_air: bool
    url: str
    lesson_uid: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something at the desk that waits for a person: what, how much of it, and where it is done."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Today:
    """The desk in the morning."""

    lessons: DeskToday
    # announced lessons of the next seven days, those of today first
    week: list[LessonCard]
    broadcasts: list[ToBroadcast]
    films: list[FilmInWork]
    tasks: list[Task]
    programme_url: str
    upload_url: str
    can_run: bool


def desk_page(actor: Actor, school: School, now: datetime) -> Today:
    """Return what the desk shows first. Raises `School.DoesNotExist` for who is not of the desk."""
    lessons = programme_selectors.desk_today(actor, school, now)
    films = films_in_work(actor, school)
    return Today(
        lessons=lessons,
        week=[*lessons.today, *lessons.soon],
        broadcasts=broadcasts_of([*lessons.today, *lessons.soon], desks_by_lesson(actor, school)),
        films=films,
        tasks=[*lesson_tasks(lessons), *submission_tasks(actor, school, now), *people_tasks(actor, school)],
        programme_url=reverse("programme:years"),
        upload_url=reverse("video:new"),
        can_run=can_run_place(actor, place_of(school)),
    )


def broadcasts_of(week: list[LessonCard], desks: dict[int, BroadcastRow]) -> list[ToBroadcast]:
    """Return what is on air, then the lessons of the week, each with the way to its broadcast."""
    on_air = [desk for desk in desks.values() if desk.state == BroadcastState.LIVE]
    coming = [card for card in week if card.is_announced and desks.get(card.id) not in on_air]
    rows = [ToBroadcast(desk.title, desk.starts_at, is_on_air=True, url=desk.url, lesson_uid="") for desk in on_air]
    for card in coming:
        url = desks[card.id].url if card.id in desks else ""
        rows.append(ToBroadcast(card.title, card.starts_at, is_on_air=False, url=url, lesson_uid=card.uid))
    return rows[:SHOWN]


def lesson_tasks(lessons: DeskToday) -> list[Task]:
    """Return what waits on the board: lessons that are over and not marked, drafts whose time comes."""
    marks = [
        Task(gettext("Was it held? Mark it: %(title)s") % {"title": card.title}, desk_url(card))
        for card in lessons.to_mark
    ]
    drafts = [
        Task(gettext("Still a draft, though its day comes: %(title)s") % {"title": card.title}, desk_url(card))
        for card in lessons.forgotten
    ]
    return [*marks, *drafts]


def submission_tasks(actor: Actor, school: School, now: datetime) -> list[Task]:
    """Return what it is time to submit to portals by hand."""
    words = gettext("Submit to %(channel)s by %(day)s: %(title)s")
    late = gettext("Late to be submitted to %(channel)s (by %(day)s): %(title)s")
    moved = gettext("Another time stands in the request to %(channel)s: %(title)s")
    return [
        Task(
            (moved if row.is_moved else late if row.is_late else words)
            % {"channel": row.channel_title, "day": date_format(row.until, "j E"), "title": row.lesson_title},
            row.url,
        )
        for row in near_submissions(actor, school, now)
    ]


def desk_url(card: LessonCard) -> str:
    """Return where the desk works on a lesson."""
    return reverse("programme:lesson", args=[card.uid])


def people_tasks(actor: Actor, school: School) -> list[Task]:
    """Return what waits about people: letters that did not go, people who never came in."""
    place = place_of(school)
    letters = letters_visible_to(actor, place).filter(state=LetterState.FAILED).order_by().values("pk")
    people = people_of(place).filter(is_active=True, last_login=None).order_by().values("pk")
    failed, never = School.objects.values_list(Number(letters), Number(people)).get(pk=school.pk)
    outbox = f"{reverse('people:outbox')}?state={LetterState.FAILED}"
    unsent = ngettext("%(count)d letter was not sent", "%(count)d letters were not sent", failed)
    strangers = ngettext("%(count)d person has never signed in", "%(count)d people have never signed in", never)
    return [
        *([Task(unsent % {"count": failed}, outbox)] if failed else []),
        *([Task(strangers % {"count": never}, f"{reverse('people:people')}?state=new")] if never else []),
    ]


def films_in_work(actor: Actor, school: School) -> list[FilmInWork]:
    """Return the films that are being processed or wait for a person, the newest first."""
    videos = videos_visible_to(actor, school).filter(removed_at=None, state__in=(*STATES_IN_WORK, *STATES_TO_RETRY))
    return [film_in_work(video) for video in videos.order_by("-created_at", "-pk")[:SHOWN]]


def film_in_work(video: Video) -> FilmInWork:
    """Return a film with how far it is; one that waits has no percent."""
    is_moving = video.state in STATES_IN_WORK and video.state != VideoState.QUEUED
    return FilmInWork(
        title=video.title,
        url=reverse("video:film", args=[video.token]),
        state_label=str(VideoState(video.state).label),
        percent=video.percent if is_moving else None,
        seconds_left=video.seconds_left if is_moving else None,
        is_wrong=video.state in STATES_TO_RETRY,
    )
