"""Slides of a film: under the player, on a page of their own, and at the desk."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import HandoutKind
from nastavnik.programme.models import Handout
from nastavnik.video.enums import DeckState
from nastavnik.video.models import Deck, DeckVersion, Slide, Video
from nastavnik.video.permissions import can_watch
from nastavnik.video.selectors.media import SignedMedia, signed_media

SMALL, LARGE = 640, 1280
TALK_KINDS = (HandoutKind.PDF, HandoutKind.PPTX)


@dataclass(frozen=True, slots=True)
class SlideRow:
    """A slide from `seconds` on, until the next begins or the film ends."""

    number: int  # from 1
    seconds: float
    until_seconds: float
    title: str
    text: str
    # the sharp page of the talk's file, else the still: the name of its files before the width; empty while it is being taken
    picture: str
    page: int | None
    # the number of the earlier slide that the speaker went back to
    repeats: int | None
    is_by_hand: bool

    @property
    def label(self) -> str:
        """Return what the slide is called: its title, else its number."""
        return self.title or gettext("Slide %(number)d") % {"number": self.number}

    @property
    def moment(self) -> str:
        """Return its beginning as addresses write it: `?t=95`."""
        return str(int(self.seconds))

    @property
    def key(self) -> str:
        """Return the second by which forms call the slide, exactly."""
        return f"{self.seconds:.3f}"


@dataclass(frozen=True, slots=True)
class SlideCard:
    """A slide with the addresses of its pictures, which are empty while its still is being taken."""

    row: SlideRow
    small_url: str
    large_url: str

    @property
    def typed_seconds(self) -> str:
        """Return the second as a form shows it, to a hundredth: 4:07, 64:07.50."""
        minutes, rest = divmod(round(self.row.seconds, 2), 60)
        return f"{int(minutes)}:{rest:05.2f}".removesuffix(".00")


@dataclass(frozen=True, slots=True)
class ShownSlides:
    """The slides of a film, and the sound that is played with them on a thin link (its name in the build; empty without one)."""

    rows: tuple[SlideRow, ...] = ()
    thin: str = ""


NO_SLIDES = ShownSlides()


def slides_of(video: Video) -> ShownSlides:
    """Return the slides of a film in their order."""
    slides = list(Slide.objects.filter(video=video).order_by("seconds"))
    if not slides:
        return NO_SLIDES
    deck = Deck.objects.get(video=video)
    return shown_slides(slides, deck.pages, deck.thin, video.duration_seconds or 0.0)


def shown_slides(slides: list[Slide], pages: list[dict[str, Any]], thin: str, duration_seconds: float) -> ShownSlides:
    """Return slides, which come in their order, each with its end and picture; `pages` and `thin`: of their deck."""
    return ShownSlides(tuple(_rows(slides, pages, duration_seconds)), thin) if slides else NO_SLIDES


def _rows(slides: list[Slide], pages: list[dict[str, Any]], duration_seconds: float) -> list[SlideRow]:
    ends = [following.seconds for _slide, following in pairwise(slides)]
    ends.append(max(duration_seconds, slides[-1].seconds))
    numbers = {slide.pk: number for number, slide in enumerate(slides, 1)}
    return [
        SlideRow(
            number=number,
            seconds=slide.seconds,
            until_seconds=end,
            title=slide.title,
            text=slide.text,
            picture=_page_picture(slide, pages) or slide.still,
            page=slide.page,
            repeats=numbers.get(slide.repeats_id or 0),
            is_by_hand=slide.origin == "hand",
        )
        for number, (slide, end) in enumerate(zip(slides, ends, strict=True), 1)
    ]


def _page_picture(slide: Slide, pages: list[dict[str, Any]]) -> str:
    is_there = slide.page is not None and slide.page <= len(pages)
    return str(pages[slide.page - 1]["picture"]) if is_there and slide.page else ""


def cards_of(shown: ShownSlides, media: SignedMedia) -> tuple[SlideCard, ...]:
    """Return the slides with the addresses of their pictures."""
    return tuple(
        SlideCard(row, _address(media, row.picture, SMALL), _address(media, row.picture, LARGE)) for row in shown.rows
    )


def _address(media: SignedMedia, picture: str, width: int) -> str:
    return f"{media.base_url}{picture}-{width}.webp" if picture else ""


@dataclass(frozen=True, slots=True)
class SlidesPage:
    """The slides of a film on a page of their own, which needs no script."""

    title: str
    watch_url: str
    cards: tuple[SlideCard, ...]
    # the sound for a thin link, for a player program
    thin_url: str


def slides_page(actor: Actor, video: Video, now: datetime) -> SlidesPage:
    """Return the slides of a film found by its own address. Raises `Video.DoesNotExist` for who may not watch it, or without any."""
    shown = slides_of(video) if video.is_playable and can_watch(actor, video, has_link=True) else NO_SLIDES
    if not shown.rows:
        raise Video.DoesNotExist
    media = signed_media(video, now)
    return SlidesPage(
        title=video.title,
        watch_url=reverse("video:watch", args=[video.token]),
        cards=cards_of(shown, media),
        thin_url=f"{media.base_url}{shown.thin}.m3u8" if shown.thin else "",
    )


@dataclass(frozen=True, slots=True)
class PageChoice:
    """A page of the talk's file to be chosen for a slide."""

    number: int
    title: str

    @property
    def label(self) -> str:
        """Return the page as a list of choices names it."""
        return f"{self.number}. {self.title}" if self.title else str(self.number)


@dataclass(frozen=True, slots=True)
class HandoutChoice:
    """A handout of the lesson that can be the file of the talk."""

    token: str
    title: str


@dataclass(frozen=True, slots=True)
class SlidesDesk:
    """The desk of a film's slides."""

    token: str
    title: str
    state: DeckState
    version: int
    is_edited: bool
    # slides are being looked for, stills being taken or the talk's file being read: the page asks again
    is_busy: bool
    cards: tuple[SlideCard, ...]
    pages: tuple[PageChoice, ...]
    talk_name: str
    is_talk_unreadable: bool
    is_talk_waiting: bool
    handouts: tuple[HandoutChoice, ...]
    # to which the newest change can be taken back; None when there is none
    undo_version: int | None
    has_picture: bool

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return str(self.state.label)


def slides_desk(video: Video, now: datetime) -> SlidesDesk:
    """Return the slides of a film of the desk; the caller has asked for the right (`desk.video_at_desk`)."""
    kept = Deck.objects.filter(video=video).first()
    deck = kept or Deck(video=video)
    shown = slides_of(video)
    newest = DeckVersion.objects.filter(video=video).order_by("-number").first()
    is_talk_waiting = bool(deck.file_path) and not deck.pages and not deck.is_file_unreadable
    is_taking = any(not row.picture for row in shown.rows) and deck.state != DeckState.FAILED
    return SlidesDesk(
        token=video.token,
        title=video.title,
        state=DeckState(deck.state),
        version=deck.version,
        is_edited=deck.is_edited,
        is_busy=is_taking or is_talk_waiting or (kept is not None and _is_looking(video, kept)),
        cards=cards_of(shown, signed_media(video, now)),
        pages=tuple(PageChoice(number, page["title"]) for number, page in enumerate(deck.pages, 1)),
        talk_name=deck.file_name if deck.file_path else "",
        is_talk_unreadable=deck.is_file_unreadable,
        is_talk_waiting=is_talk_waiting,
        handouts=_handouts(video) if not deck.file_path else (),
        undo_version=newest.number if newest is not None else None,
        has_picture=video.has_picture,
    )


def _is_looking(video: Video, deck: Deck) -> bool:
    return not video.is_in_work and deck.state in (DeckState.WAITING, DeckState.FINDING)


def _handouts(video: Video) -> tuple[HandoutChoice, ...]:
    if video.lesson_id is None:
        return ()
    rows = Handout.objects.filter(lesson_id=video.lesson_id, file_kind__in=TALK_KINDS).order_by("position", "pk")
    return tuple(HandoutChoice(row.token, row.title) for row in rows)
