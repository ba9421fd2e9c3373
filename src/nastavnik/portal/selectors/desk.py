"""«Today» at the desk: what the methodist and the director should see in the morning."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.people.enums import LetterState
from nastavnik.people.permissions import Actor, can_run_place, letters_visible_to, people_of
from nastavnik.programme import selectors as programme_selectors
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors import DeskToday
from nastavnik.video.enums import STATES_IN_WORK, STATES_TO_RETRY, VideoState
from nastavnik.video.models import Video
from nastavnik.video.permissions import videos_visible_to

SHOWN = 8


@dataclass(frozen=True, slots=True)
class FilmInWork:
    """A film on its way, or one that needs a hand."""

    title: str
    state_label: str
    percent: int | None
    seconds_left: int | None
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Today:
    """The desk in the morning."""

    lessons: DeskToday
    films: list[FilmInWork]
    never_signed_in: int
    failed_letters: int
    can_run: bool
    people_url: str
    outbox_url: str
    programme_url: str

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing needs a hand today."""
        return not (self.lessons.to_mark or self.lessons.forgotten or self.films or self.failed_letters)


def desk_page(actor: Actor, school: School, now: datetime) -> Today:
    """Return what the desk shows first. Raises `School.DoesNotExist` for who is not of the desk."""
    lessons = programme_selectors.desk_today(actor, school, now)
    place = place_of(school)
    return Today(
        lessons=lessons,
        films=films_in_work(actor, school),
        never_signed_in=people_of(place).filter(is_active=True, last_login=None).count(),
        failed_letters=letters_visible_to(actor, place).filter(state=LetterState.FAILED).count(),
        can_run=can_run_place(actor, place),
        people_url=f"{reverse('people:people')}?state=new",
        programme_url=reverse("programme:years"),
        outbox_url=f"{reverse('people:outbox')}?state={LetterState.FAILED}",
    )


def films_in_work(actor: Actor, school: School) -> list[FilmInWork]:
    """Return the films that are being processed or wait for a person, the newest first."""
    videos = videos_visible_to(actor, school).filter(removed_at=None, state__in=(*STATES_IN_WORK, *STATES_TO_RETRY))
    return [film_in_work(video) for video in videos.order_by("-created_at", "-pk")[:SHOWN]]


def film_in_work(video: Video) -> FilmInWork:
    """Return a film with how far it is; one that waits has no percent."""
    is_moving = video.state in STATES_IN_WORK and video.state != VideoState.QUEUED
    return FilmInWork(
        title=video.title,
        state_label=str(VideoState(video.state).label),
        percent=video.percent if is_moving else None,
        seconds_left=video.seconds_left if is_moving else None,
        is_wrong=video.state in STATES_TO_RETRY,
    )
