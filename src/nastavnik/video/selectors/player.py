"""What the player shows of a film: addresses, words while it is being made, where the viewer stopped."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.connections import rows_of
from nastavnik.core.memory import remembered
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import can_see_desk, can_view_lesson
from nastavnik.programme.selectors import lesson_url
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video
from nastavnik.video.permissions import STATES_TO_WATCH, can_watch
from nastavnik.video.selectors.along import NOTHING_ALONG, Along, along_of, known_along_of
from nastavnik.video.selectors.chapters import ChapterRow
from nastavnik.video.selectors.media import SignedMedia, signed_media
from nastavnik.video.selectors.slides import SlideCard, cards_of
from nastavnik.video.selectors.subtitles import Subtitles

# Who stopped in the last seconds has seen it: she begins anew.
END_SECONDS = 15.0
# A few seconds of looking in are no place to go on from.
BEGIN_SECONDS = 10.0

SPEEDS = ("0.5", "0.75", "1", "1.25", "1.5", "1.75", "2")

# how long a moment is that one links to while watching, in seconds
LENGTHS = (15, 30, 60, 120, 300)

POSITION = "SELECT seconds FROM video_watchposition WHERE user_id = %s AND video_id = %s"


class Show(StrEnum):
    """What stands in the place of the film."""

    FILM = "film"
    SOON = "soon"
    LOCKED = "locked"
    BROKEN = "broken"


MESSAGES = {
    Show.FILM: "",
    Show.SOON: _("The recording is being prepared. This page will show it as soon as it can be watched."),
    Show.LOCKED: _("This recording is for those who are enrolled in the programme. Sign in and enrol to watch it."),
    Show.BROKEN: _("The recording could not be prepared yet. The methodist knows why and what to do."),
}


@dataclass(frozen=True, slots=True)
class Track:
    """A file that runs along with the film: captions, chapters."""

    kind: str
    url: str
    label: str
    language: str


@dataclass(frozen=True, slots=True)
class Player:
    """Everything `video/player.html` shows. Addresses are empty where there is nothing behind them."""

    video_id: int
    token: str
    title: str
    show: Show
    state: VideoState
    percent: int
    seconds_left: int | None
    # the qualities still to be made are picked up by the page without being loaded anew
    is_growing: bool
    # a broadcast on air: it has no end yet and is watched where it is now
    is_live: bool
    # of a broadcast: when it went on air; of a film: when it came to the school
    began_at: datetime
    is_low_latency: bool
    has_picture: bool
    width: int
    height: int
    duration_seconds: float
    master_url: str
    sound_url: str
    strip_url: str
    poster_url: str
    # for the width of a phone
    poster_small_url: str
    # changes with the files: tells the page that there is something better
    build: str
    tracks: tuple[Track, ...]
    chapters: tuple[ChapterRow, ...]
    # where the words of the film are read
    words_url: str
    slides: tuple[SlideCard, ...]
    slides_url: str
    # the name of the sound that is played with the slides on a thin link
    thin: str
    start_seconds: float
    # where the page asks for fresh addresses, and where it says how far a signed-in viewer came
    status_url: str
    position_url: str
    watch_url: str

    @property
    def message(self) -> str:
        """Return the words in the place of the film; nothing where there is one."""
        return str(MESSAGES[self.show])

    @property
    def is_film(self) -> bool:
        """Tell whether there is something to play."""
        return self.show == Show.FILM

    @property
    def speeds(self) -> tuple[str, ...]:
        """Return the speeds to choose from."""
        return SPEEDS

    @property
    def lengths(self) -> tuple[int, ...]:
        """Return the lengths of a moment to choose from, in seconds."""
        return LENGTHS

    @property
    def shape(self) -> str:
        """Return the shape of the picture, for the place that is kept for it."""
        return "tall" if self.height > self.width else "wide"


def player_for(
    actor: Actor, lesson: Lesson, now: datetime, *, is_enrolled: bool | None = None, is_resumed: bool = True
) -> Player | None:
    """Return the player of the film of a lesson, whose school, cycle and programme are joined, or None when there is nothing to say about one.

    Of several films it is the newest that plays. A film that `actor` may not watch is named only when enrolling
    would help; one that is still being made, to whoever sees the lesson.

    The desk is answered by the database; for everybody else the rows are remembered, the rights are asked anew.
    `is_enrolled`: see `can_watch`. Not `is_resumed`: it begins at its beginning, and the caller knows where (`resumed`).
    """
    videos = _films_of(lesson) if can_see_desk(actor, lesson.school) else _known_films_of(lesson)
    watchable = [video for video in videos if can_watch(actor, video, is_enrolled=is_enrolled)]
    playing = next((video for video in watchable if video.is_playable), None)
    video = playing or next(iter(watchable), None) or next((one for one in videos if _may_be_named(actor, one)), None)
    if video is None:
        return None
    return player_of(actor, video, now, is_enrolled=is_enrolled, is_resumed=is_resumed)


def _films_of(lesson: Lesson) -> list[Video]:
    videos = list(Video.objects.filter(lesson=lesson, removed_at=None).order_by("-created_at", "-pk"))
    for video in videos:
        video.lesson, video.school = lesson, lesson.school
    return videos


_known_films_of = remembered(_films_of)


def _may_be_named(actor: Actor, video: Video) -> bool:
    lesson = video.lesson
    if lesson is None or video.access != Access.ENROLLED or lesson.state not in STATES_TO_WATCH:
        return False
    return can_view_lesson(actor, lesson)


def player_of(
    actor: Actor,
    video: Video,
    now: datetime,
    *,
    has_link: bool = False,
    is_enrolled: bool | None = None,
    is_resumed: bool = True,
) -> Player:
    """Return the player of a film with its relations joined; words follow `can_watch`, `player_for`. Who may not watch gets words."""
    may_watch = can_watch(actor, video, has_link=has_link, is_enrolled=is_enrolled)
    show = _show(video, may_watch=may_watch)
    media = signed_media(video, now) if show == Show.FILM else None
    is_live = media is not None and video.is_on_air
    is_recorded = media is not None and not is_live
    along = _along(actor, video) if is_recorded else NOTHING_ALONG
    return Player(
        video_id=video.pk,
        token=video.token,
        title=video.title,
        show=show,
        state=VideoState(video.state),
        percent=video.percent,
        seconds_left=video.seconds_left,
        is_growing=may_watch and video.is_in_work,
        is_live=is_live,
        began_at=video.created_at,
        is_low_latency=video.is_low_latency,
        # of a broadcast nobody knows its picture before it is over
        has_picture=video.has_picture or is_live,
        width=video.width or 1280,
        height=video.height or 720,
        duration_seconds=video.duration_seconds or 0.0,
        master_url=media.master_url if media else "",
        sound_url=media.sound_url if media and video.has_sound and (video.has_picture or is_live) else "",
        strip_url=media.strip_url if media and video.has_strip else "",
        poster_url=_poster(video, media, 1280),
        poster_small_url=_poster(video, media, 640),
        build=video.build if media else "",
        tracks=_tracks(video, along.chapters, along.subtitles),
        chapters=along.chapters,
        words_url=reverse("video:words", args=[video.token]) if along.subtitles else "",
        slides=cards_of(along.slides, media) if media else (),
        slides_url=reverse("video:slides", args=[video.token]) if along.slides.rows else "",
        thin=along.slides.thin if along.slides.rows else "",
        start_seconds=_start_seconds(actor, video) if is_recorded and is_resumed else 0.0,
        status_url=reverse("video:status", args=[video.token]),
        position_url=reverse("video:position", args=[video.token]) if media and isinstance(actor, User) else "",
        watch_url=reverse("video:watch", args=[video.token]),
    )


def _along(actor: Actor, video: Video) -> Along:
    return (along_of if can_see_desk(actor, video.school) else known_along_of)(video)


def _show(video: Video, *, may_watch: bool) -> Show:
    if not may_watch:
        return Show.LOCKED
    if video.is_playable:
        return Show.FILM
    return Show.SOON if video.is_in_work else Show.BROKEN


def _poster(video: Video, media: SignedMedia | None, width: int) -> str:
    return media.poster_url(width) if media and video.has_poster else ""


def _tracks(video: Video, chapters: tuple[ChapterRow, ...], subtitles: tuple[Subtitles, ...]) -> tuple[Track, ...]:
    shown = tuple(Track("subtitles", one.url, one.label, one.language) for one in subtitles)
    if not chapters:
        return shown
    return (Track("chapters", reverse("video:chapters", args=[video.token]), gettext("Chapters"), "ru"), *shown)


def _start_seconds(actor: Actor, video: Video) -> float:
    """Return where `actor` stopped, or 0 when she had hardly begun or was through."""
    if not isinstance(actor, User):
        return 0.0
    seconds = next((row[0] for row in rows_of(POSITION, [actor.pk, video.pk])), 0.0)
    return start_at(seconds, video.duration_seconds or 0.0)


def start_at(stopped_seconds: float, duration_seconds: float) -> float:
    """Return where a film begins for who stopped there: anew when she had hardly begun, or was through."""
    is_through = stopped_seconds > duration_seconds - END_SECONDS
    return 0.0 if stopped_seconds < BEGIN_SECONDS or is_through else stopped_seconds


def resumed(player: Player, stopped_seconds: float) -> Player:
    """Return a player that was made without asking where its viewer stopped, beginning there."""
    if not player.is_film or player.is_live:
        return player
    return replace(player, start_seconds=start_at(stopped_seconds, player.duration_seconds))


def video_to_watch(actor: Actor, school: School, token: str) -> Video:
    """Return a film of `school` by its own address, for `player_of(..., has_link=True)`.

    Raises `Video.DoesNotExist` when it must not be known to exist.
    """
    video = _with_lesson().get(token=token, school=school)
    is_gone = video.removed_at is not None and not can_see_desk(actor, school)
    if is_gone or not (can_watch(actor, video, has_link=True) or _may_be_named(actor, video)):
        raise Video.DoesNotExist
    return video


def _with_lesson() -> QuerySet[Video]:
    return Video.objects.select_related("school", "lesson__school", "lesson__cycle__programme")


def player_status(player: Player) -> dict[str, Any]:
    """Return what a page that is open asks for again and again, as JSON."""
    return {
        "show": player.show,
        "message": player.message,
        "isGrowing": player.is_growing,
        "percent": player.percent,
        "build": player.build,
        "master": player.master_url,
        "sound": player.sound_url,
        "strip": player.strip_url,
        "thin": player.thin,
        "poster": player.poster_url,
        "isLive": player.is_live,
        "duration": player.duration_seconds,
        "chapters": [{"seconds": chapter.seconds, "title": chapter.title} for chapter in player.chapters],
        "chaptersUrl": next((track.url for track in player.tracks if track.kind == "chapters"), ""),
    }


def lesson_url_of(video: Video) -> str:
    """Return the address of the page of the film's lesson; empty for a film on the shelf."""
    return lesson_url(video.lesson.slug) if video.lesson is not None else ""


def poster_address(actor: Actor, school: School, token: str, now: datetime) -> str:
    """Return where the poster of a film lies now. Raises `Video.DoesNotExist` when there is none for `actor`."""
    video = video_to_watch(actor, school, token)
    if not (video.has_poster and video.is_playable and can_watch(actor, video, has_link=True)):
        raise Video.DoesNotExist
    return signed_media(video, now).poster_url(1280)
