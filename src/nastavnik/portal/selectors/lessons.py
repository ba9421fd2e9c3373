"""The programme as a timeline, and the page of a lesson."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from nastavnik.core.markdown import render_markdown
from nastavnik.learning.selectors.lesson import LessonPanel, lesson_panel
from nastavnik.live.selectors.lesson import BroadcastView, broadcast_of, states_of
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.portal.selectors.air import States, is_on_air
from nastavnik.portal.selectors.heads import Head, lesson_head, programme_head, tab_head
from nastavnik.portal.selectors.moments import countdown
from nastavnik.portal.selectors.navigation import Link, programme_url
from nastavnik.programme import selectors as programme_selectors
from nastavnik.programme.enums import EnrolmentPolicy, Tab
from nastavnik.programme.models import Programme, School
from nastavnik.programme.selectors import CycleRow, HandoutRow, LessonCard, LessonPage, ProgrammeOverview
from nastavnik.video import selectors as video_selectors
from nastavnik.video.selectors import FilmCard, Player


@dataclass(frozen=True, slots=True)
class Stop:
    """A lesson on the timeline: its card, and its film if the viewer may watch it."""

    card: LessonCard
    film: FilmCard | None
    # the first lesson to come: «today» stands before it
    is_next: bool
    is_on: bool


@dataclass(frozen=True, slots=True)
class CycleStops:
    """A cycle of the timeline."""

    cycle: CycleRow
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """The year as a timeline; `overview` is None while the school has no programme."""

    head: Head
    overview: ProgrammeOverview | None = None
    description: str = ""
    cycles: list[CycleStops] = field(default_factory=list)
    # the viewer may take a place; a guest after signing in
    is_open: bool = False
    enrol_url: str = ""
    calendar_url: str = ""
    # the other years that the viewer may open, newest first
    others: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LessonText:
    """What everybody who may open a lesson reads beside its film."""

    card: LessonCard
    description: str
    handouts: tuple[HandoutRow, ...]
    partners: tuple[str, ...]
    programme: Link


@dataclass(frozen=True, slots=True)
class LessonView:
    """The page of a lesson with its film."""

    head: Head
    page: LessonPage
    text: LessonText
    crumbs: list[Link]
    calendar_url: str
    enrol_url: str
    edit_url: str
    # what the school's own page counted, for the desk
    views_url: str
    # of the broadcast that goes on, else of the lesson's film
    player: Player | None
    broadcast: BroadcastView | None
    # to come, by the countdown's words; nothing for other lessons
    countdown: str
    is_on: bool
    # the viewer may take a place in the programme of a lesson to come; a guest after signing in
    is_open: bool
    # None for a lesson that was called off
    learning: LessonPanel | None

    @property
    def is_in_calendars(self) -> bool:
        """Tell whether a calendar should know of the lesson: it is to come, or is not any more."""
        is_awaited = self.page.card.is_announced and not (self.broadcast and self.broadcast.is_live)
        return is_awaited or self.page.card.is_cancelled

    @property
    def has_actions(self) -> bool:
        """Tell whether there is anything to do about the lesson besides watching it."""
        return self.is_open or self.is_in_calendars or self.page.can_edit


def programme_page(actor: Actor, school: School, now: datetime, token: str = "") -> ProgrammeView:
    """Return the programme `token`, or the newest. Raises `Programme.DoesNotExist`."""
    overview = programme_selectors.programme_overview(actor, school, token)
    if overview is None:
        return ProgrammeView(head=tab_head(school, Tab.PROGRAMME))
    cards = [card for cycle in overview.cycles for card in cycle.lessons]
    films, states = video_selectors.films_by_lesson(actor, school, now, cards), states_of(school)
    coming = next_card(cards, now)
    return ProgrammeView(
        head=programme_head(school, overview.programme, overview.cycles),
        overview=overview,
        description=render_markdown(overview.programme.description),
        cycles=[
            CycleStops(
                cycle, tuple(stop_of(card, films, states, now, is_next=card is coming) for card in cycle.lessons)
            )
            for cycle in overview.cycles
        ],
        is_open=overview.can_enrol or is_open_to_guests(actor, overview.programme),
        enrol_url=reverse("programme:enrol", args=[overview.programme.token]),
        calendar_url=reverse("programme:programme_calendar", args=[overview.programme.token]),
        others=[Link(reverse("portal:year", args=[year.token]), year.title) for year in overview.others],
    )


def is_open_to_guests(actor: Actor, programme: Programme) -> bool:
    """Tell whether a guest would have a place after signing in; whoever is signed in has been asked already."""
    is_guest = not isinstance(actor, User)
    return is_guest and programme.is_public and programme.enrolment_policy == EnrolmentPolicy.OPEN


def next_card(cards: list[LessonCard], now: datetime) -> LessonCard | None:
    """Return the announced lesson that goes on at `now` or comes first after it."""
    coming = [card for card in cards if card.is_announced and card.ends_at and card.ends_at > now]
    return min(coming, key=lambda card: card.starts_at or now, default=None)


def stop_of(card: LessonCard, films: dict[int, FilmCard], states: States, now: datetime, *, is_next: bool) -> Stop:
    """Return a lesson as it stands on the timeline."""
    return Stop(card=card, film=films.get(card.id), is_next=is_next, is_on=is_on_air(card, states, now))


def lesson_page(actor: Actor, school: School, slug: str, now: datetime, guest: str = "") -> LessonView:
    """Return the page of a lesson. Raises `Lesson.DoesNotExist` also for one that `actor` may not see.

    `guest` is what tells one guest from another in the room of a broadcast (`live.selectors.room`).
    """
    page = programme_selectors.lesson_for(actor, school, slug)
    broadcast = broadcast_of(actor, school, page.lesson.pk, now, guest, is_enrolled=page.is_enrolled)
    player = film_of(actor, page, broadcast, now)
    learning = lesson_panel(actor, page.lesson, player, now)
    if player is not None and learning is not None:
        player = video_selectors.resumed(player, learning.own.stopped_seconds)
    is_to_come = page.card.is_announced and page.card.starts_at is not None and page.card.starts_at > now
    return LessonView(
        head=lesson_head(school, page.card, player, broadcast),
        page=page,
        text=lesson_text(page),
        crumbs=[Link(programme_url(), str(Tab.PROGRAMME.label))],
        calendar_url=reverse("programme:lesson_calendar", args=[slug]),
        enrol_url=reverse("programme:enrol", args=[page.programme.token]),
        edit_url=reverse("programme:lesson", args=[page.lesson.uid]),
        views_url=reverse("audience:viewing", args=[page.lesson.uid]),
        player=player,
        broadcast=broadcast,
        countdown=countdown(page.card, now) if is_to_come and not (broadcast and broadcast.is_live) else "",
        is_on=broadcast.is_live if broadcast is not None else page.card.is_on(now),
        is_open=page.card.is_announced and (page.can_enrol or is_open_to_guests(actor, page.programme)),
        learning=learning,
    )


def film_of(actor: Actor, page: LessonPage, broadcast: BroadcastView | None, now: datetime) -> Player | None:
    """Return the player of what is on air, else of the lesson's film; before a broadcast there may be one, of last year."""
    if broadcast is not None and broadcast.is_live:
        return broadcast.player
    return video_selectors.player_for(actor, page.lesson, now, is_enrolled=page.is_enrolled, is_resumed=False)


def lesson_text(page: LessonPage) -> LessonText:
    """Return what the page of a lesson says to everybody."""
    return LessonText(
        card=page.card,
        description=render_markdown(page.lesson.description),
        handouts=tuple(page.handouts),
        partners=tuple(page.partners),
        programme=Link(reverse("portal:year", args=[page.programme.token]), page.programme.title),
    )
