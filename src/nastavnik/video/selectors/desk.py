"""The desk of films: the list, one film with everything about its making, films on their way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.templatetags.ui import timecode
from nastavnik.core.text import search_key
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.programme.selectors import LessonCard, lesson_url, lessons_to_choose
from nastavnik.video.enums import (
    REFUSAL_TEXTS,
    STATES_IN_WORK,
    WARNING_TEXTS,
    Access,
    RefusalCode,
    StepName,
    VideoState,
    WarningCode,
)
from nastavnik.video.models import ProcessingStep, Rendition, Upload, Video
from nastavnik.video.permissions import can_edit_video, can_upload_video, videos_visible_to
from nastavnik.video.selectors.player import Player, player_of
from nastavnik.video.selectors.takeaway import TakeawayView, takeaway_of
from nastavnik.video.selectors.verbs import FILM_VERBS

LOG_TAIL_CHARACTERS = 2000
# From here on the first quality is there; the states of the film say which steps come when.
STEPS_IN_ORDER = (
    StepName.CHECK,
    StepName.FIRST,
    StepName.POSTER,
    StepName.LOUDNESS,
    StepName.LADDER,
    StepName.STRIP,
)
BADGES = {
    VideoState.QUEUED: "waiting",
    VideoState.CHECKING: "waiting",
    VideoState.PREPARING: "waiting",
    VideoState.PLAYABLE: "ok",
    VideoState.READY: "ok",
    VideoState.REFUSED: "wrong",
    VideoState.FAILED: "wrong",
    VideoState.RECORDING: "live",
}
EMBED_WIDTH = 960
EMBED_ROW_PIXELS = 110  # under the picture: speed, quality, the title


@dataclass(frozen=True, slots=True)
class FilmRow:
    """A film in a list of the desk."""

    token: str
    title: str
    url: str
    state: VideoState
    badge: str
    percent: int
    seconds_left: int | None
    lesson_title: str
    access: Access
    duration_seconds: float | None
    bytes: int
    created_at: datetime
    is_in_work: bool

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return str(self.state.label)

    @property
    def state_told(self) -> str:
        """Return the state in words with how far it has come."""
        return f"{self.state_label} · {self.percent} %" if self.is_in_work and self.percent else self.state_label


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the making of a film. `mark`: done, doing, waiting, stopped."""

    label: str
    mark: str
    mark_label: str
    badge: str
    finished_at: datetime | None
    log: str


@dataclass(frozen=True, slots=True)
class Quality:
    """A quality that can be watched."""

    label: str
    bytes: int
    bits_per_second: int


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done to the film."""

    what: str
    actor_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Making:
    """How the making of a film goes; what the page asks for again while it does."""

    row: FilmRow
    steps: list[StepRow]
    # why the file was refused and what to do; what to know although it plays
    refusal: str
    warning: str
    is_failed: bool
    can_retry: bool


@dataclass(frozen=True, slots=True)
class FilmDesk:
    """The page of a film at the desk."""

    making: Making
    player: Player
    qualities: list[Quality]
    history: list[Deed]
    source_name: str
    lesson_url: str
    watch_path: str
    embed_code: str
    is_removed: bool
    # while it is, its files belong to the broadcast
    is_on_air: bool
    can_edit: bool
    # the film as one file, for who may have it
    takeaway: TakeawayView | None
    lessons: list[LessonCard]
    # what the form begins with
    typed: dict[str, str]


MARKS: dict[str, tuple[Promise, str]] = {
    "done": (_("done"), "ok"),
    "doing": (_("now"), "waiting"),
    "waiting": (_("later"), "plain"),
    "stopped": (_("stopped here"), "wrong"),
}

FILMS = Table[FilmRow](
    name="films",
    caption=_("Films of the school"),
    columns=(
        Column("title", _("Title"), lambda row: row.title, order=("title",), link=lambda row: row.url),
        Column("state", _("State"), lambda row: row.state_label, order=("state",), show=lambda row: row.state_told),
        Column("lesson", _("Lesson"), lambda row: row.lesson_title or None, order=("lesson",)),
        Column("access", _("Who may watch"), lambda row: row.access.label, order=("access",)),
        Column(
            "length",
            _("Length"),
            lambda row: row.duration_seconds,
            order=("length",),
            show=lambda row: timecode(row.duration_seconds) or "—",
            is_number=True,
        ),
        Column("created", _("Uploaded"), lambda row: row.created_at, order=("created",)),
    ),
    filters=(
        Filter(
            "q", _("Search"), keep=lambda row, text: search_key(text) in search_key(f"{row.title} {row.lesson_title}")
        ),
        Filter("state", _("State"), keep=lambda row, state: row.state == state, choices=tuple(VideoState.choices)),
        Filter(
            "access", _("Who may watch"), keep=lambda row, access: row.access == access, choices=tuple(Access.choices)
        ),
    ),
    order="-created",
)


def films_listing(actor: Actor, school: School, params: Mapping[str, str]) -> Listing[FilmRow]:
    """Return the films of the desk as its address asks for them. Raises `PermissionDenied` for others."""
    check_desk(actor, school)
    videos = videos_visible_to(actor, school).filter(removed_at=None).select_related("lesson")
    return FILMS.listing([film_row(video) for video in videos.order_by("-created_at", "-pk")], params)


def films_in_work(actor: Actor, school: School) -> list[FilmRow]:
    """Return the films that are being made, in the order in which they came. Raises `PermissionDenied` for others."""
    check_desk(actor, school)
    videos = videos_visible_to(actor, school).filter(removed_at=None, state__in=STATES_IN_WORK)
    return [film_row(video) for video in videos.select_related("lesson").order_by("created_at", "pk")]


def film_row(video: Video) -> FilmRow:
    """Return a film, whose lesson is joined, as a row."""
    state = VideoState(video.state)
    return FilmRow(
        token=video.token,
        title=video.title,
        url=reverse("video:film", args=[video.token]),
        state=state,
        badge=BADGES[state],
        percent=video.percent,
        seconds_left=video.seconds_left,
        lesson_title=video.lesson.title if video.lesson else "",
        access=Access(video.access),
        duration_seconds=video.duration_seconds,
        bytes=video.source_bytes,
        created_at=video.created_at,
        is_in_work=video.is_in_work,
    )


def check_desk(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who is not of the desk."""
    if not can_see_desk(actor, school):
        raise PermissionDenied


def can_upload(actor: Actor, school: School) -> bool:
    """Tell whether the desk shows `actor` the button that brings a film."""
    return can_upload_video(actor, school)


def lessons_for_upload(actor: Actor, school: School) -> list[LessonCard]:
    """Return the lessons a film may be brought for. Raises `PermissionDenied` for who may not."""
    if not can_upload_video(actor, school):
        raise PermissionDenied
    return lessons_to_choose(actor, school)


def video_at_desk(actor: Actor, school: School, token: str) -> Video:
    """Return a film of the school, removed ones too. Raises `Video.DoesNotExist` for who is not of the desk."""
    if not can_see_desk(actor, school):
        raise Video.DoesNotExist
    videos = videos_visible_to(actor, school)
    return videos.select_related("school", "takeaway", "lesson__school", "lesson__cycle__programme").get(token=token)


def video_to_edit(actor: Actor, school: School, token: str) -> Video:
    """Return a film that `actor` may change. Raises `Video.DoesNotExist`, or `PermissionDenied` for the director."""
    video = video_at_desk(actor, school, token)
    if not can_edit_video(actor, video):
        raise PermissionDenied
    return video


def upload_of(actor: Actor, school: School, token: str) -> Upload:
    """Return an upload of `actor` herself. Raises `Upload.DoesNotExist`."""
    return Upload.objects.select_related("video").get(token=token, school=school, owner=actor.pk)


def film_making(actor: Actor, school: School, token: str) -> Making:
    """Return how the making of a film goes. Raises as `video_at_desk`."""
    return _making(actor, video_at_desk(actor, school, token))


def film_desk(actor: Actor, school: School, token: str, now: datetime) -> FilmDesk:
    """Return the page of a film. Raises as `video_at_desk`."""
    video = video_at_desk(actor, school, token)
    lesson, can_edit = video.lesson, can_edit_video(actor, video)
    return FilmDesk(
        making=_making(actor, video),
        player=player_of(actor, video, now),
        qualities=_qualities(video),
        history=_history(video),
        source_name=video.source_name,
        lesson_url=lesson_url(lesson.slug) if lesson else "",
        watch_path=reverse("video:watch", args=[video.token]),
        embed_code=embed_code(video),
        is_removed=video.removed_at is not None,
        is_on_air=video.is_on_air,
        can_edit=can_edit,
        takeaway=takeaway_of(video) if can_edit and _is_whole(video) else None,
        lessons=lessons_to_choose(actor, school) if can_edit else [],
        typed={"title": video.title, "access": video.access, "lesson": lesson.uid if lesson else ""},
    )


def _is_whole(video: Video) -> bool:
    """Tell whether the film has a file that can be taken away."""
    return bool(video.source_path) and video.is_playable and not video.is_on_air and video.removed_at is None


def _making(actor: Actor, video: Video) -> Making:
    return Making(
        row=film_row(video),
        steps=_steps(video),
        refusal=str(REFUSAL_TEXTS[RefusalCode(video.refusal)]) if video.refusal else "",
        warning=str(WARNING_TEXTS[WarningCode(video.warning)]) if video.warning else "",
        is_failed=video.state == VideoState.FAILED,
        can_retry=video.can_be_retried and video.removed_at is None and can_edit_video(actor, video),
    )


def _steps(video: Video) -> list[StepRow]:
    kept = {step.name: step for step in ProcessingStep.objects.filter(video=video)}
    marks: dict[StepName, str] = {}
    for name in STEPS_IN_ORDER:
        marks[name] = _mark(video, kept.get(name), is_first_open=all(mark == "done" for mark in marks.values()))
    return [_step_row(name, marks[name], kept.get(name)) for name in STEPS_IN_ORDER]


def _mark(video: Video, step: ProcessingStep | None, *, is_first_open: bool) -> str:
    is_done = video.state == VideoState.READY or (step is not None and step.finished_at is not None)
    if is_done:
        return "done"
    if not is_first_open or video.state == VideoState.QUEUED or not video.source_path:
        return "waiting"
    return "doing" if video.is_in_work else "stopped"


def _step_row(name: StepName, mark: str, step: ProcessingStep | None) -> StepRow:
    label, badge = MARKS[mark]
    return StepRow(
        label=str(name.label),
        mark=mark,
        mark_label=str(label),
        badge=badge,
        finished_at=step.finished_at if step else None,
        log=step.log.strip()[-LOG_TAIL_CHARACTERS:] if step else "",
    )


def _qualities(video: Video) -> list[Quality]:
    renditions = Rendition.objects.filter(video=video, build=video.build).order_by("-bandwidth", "pk")
    return [Quality(_quality_label(one), one.bytes, one.bandwidth) for one in renditions]


def _quality_label(rendition: Rendition) -> str:
    if rendition.height is None or rendition.width is None:
        return gettext("Sound only")
    return gettext("%(lines)d lines") % {"lines": min(rendition.width, rendition.height)}


def _history(video: Video) -> list[Deed]:
    return [
        Deed(
            what=str(FILM_VERBS.get(entry.verb, entry.verb)),
            actor_name=entry.actor_name if entry.actor_id else "",
            at=entry.at,
        )
        for entry in journal.history_of(video, limit=20)
    ]


def embed_code(video: Video) -> str:
    """Return the lines that show the film on another site."""
    width, height = (video.width, video.height) if video.width and video.height else (16, 9)
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" '
        'allow="fullscreen; picture-in-picture; autoplay; clipboard-write" allowfullscreen></iframe>',
        f"{video.school.base_url}/embed/{video.token}/",
        EMBED_WIDTH,
        round(EMBED_WIDTH * height / width) + EMBED_ROW_PIXELS,
        video.title,
    )
