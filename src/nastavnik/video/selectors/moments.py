"""Moments for pages: lists of a person, a list as whoever has its address sees it, a moment that is being chosen.

What is quoted from a film is shown only to who may watch it: to others the moment is closed, and not even its film is named
unless the film's lesson names it to everybody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.video.enums import Access
from nastavnik.video.models import Moment, MomentList, Video
from nastavnik.video.permissions import (
    STATES_TO_WATCH,
    can_watch,
    lists_edited_by,
    lists_open_to,
    moments_edited_by,
    videos_visible_to,
)
from nastavnik.video.selectors.player import Player, player_of, video_to_watch
from nastavnik.video.selectors.quotes import quote_of
from nastavnik.video.selectors.transcript import citation_of, play_url_of
from nastavnik.video.text.clock import write_short
from nastavnik.video.text.spans import Span, write_span

# Of a moment of which an address says only where it begins.
USUAL_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class MomentRow:
    """A moment as somebody sees it. Closed: she may not watch the film, and there is nothing but perhaps its title."""

    pk: int
    token: str
    title: str
    is_closed: bool
    # its words were not found any more, or the film has another source: it may stand at wrong seconds
    is_doubtful: bool = False
    seconds: float = 0.0
    end_seconds: float = 0.0
    quote: str = ""
    note: str = ""
    # plays it and stops at its end
    url: str = ""

    @property
    def times(self) -> str:
        """From when to when, as people write it."""
        return f"{write_short(self.seconds)}–{write_short(self.end_seconds)}"

    @property
    def name(self) -> str:
        """What tells it from others, for buttons that are read aloud."""
        return self.title if self.is_closed else f"{self.title}, {self.times}"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list among those of its owner."""

    pk: int
    token: str
    title: str
    is_shared: bool
    moments: int
    changed_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list with its moments in their order."""

    pk: int
    token: str
    title: str
    is_shared: bool
    # the asker may change it
    is_own: bool
    moments: tuple[MomentRow, ...]

    @property
    def open_moments(self) -> tuple[MomentRow, ...]:
        """Those that can be played."""
        return tuple(one for one in self.moments if not one.is_closed)

    @property
    def seconds(self) -> float:
        """How long they play, one after the other."""
        return sum(one.end_seconds - one.seconds for one in self.open_moments)


@dataclass(frozen=True, slots=True)
class PlayPage:
    """A moment of a list while the list is played."""

    page: ListPage
    moment: MomentRow
    player: Player
    number: int
    previous_url: str
    next_url: str

    @property
    def total(self) -> int:
        """How many moments are played."""
        return len(self.page.open_moments)


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """A moment of a film that is being chosen: its seconds, its words, and where it may be put."""

    pk: int
    token: str
    title: str
    seconds: float
    end_seconds: float
    quote: str
    # who said it and where, to be copied with the quote
    citation: str
    play_url: str
    url: str
    lists: tuple[ListRow, ...]

    def cited(self, address: str) -> str:
        """Return the words with who said them and where, to be copied; `address` is that of the moment, with its host."""
        times = f"{write_short(self.seconds)}–{write_short(self.end_seconds)}"
        source = self.citation.replace("{time}", times).replace("{url}", address)
        return f"«{self.quote}»\n{source}" if self.quote else source


@dataclass(frozen=True, slots=True)
class EditPage:
    """A moment of a person's list that she changes."""

    moment: MomentRow
    list_title: str
    list_url: str
    lists: tuple[ListRow, ...]
    initial: dict[str, object]


# --- lists -------------------------------------------------------------------------------------------------------------


def lists_of(actor: Actor, school: School) -> tuple[ListRow, ...]:
    """Return a person's own lists, those changed last first."""
    shown = Count("moments", filter=Q(moments__removed_at=None))
    rows = lists_edited_by(actor, school).filter(removed_at=None).annotate(count=shown)
    return tuple(
        ListRow(one.pk, one.token, one.title, one.is_shared, one.count, one.changed_at, list_url(one.token))
        for one in rows.order_by("-changed_at", "-pk")
    )


def list_url(token: str) -> str:
    """Return the address of a list."""
    return reverse("video:moment_list", args=[token])


def list_to_edit(actor: Actor, school: School, token: str) -> MomentList:
    """Return a list of the person's own, also a removed one. Raises `MomentList.DoesNotExist`."""
    return lists_edited_by(actor, school).get(token=token)


def moment_to_edit(actor: Actor, school: School, token: str) -> Moment:
    """Return a moment of a list of the person's own, also a removed one. Raises `Moment.DoesNotExist`."""
    moments = moments_edited_by(actor, school).filter(collection__removed_at=None)
    return moments.select_related("collection", "video").get(token=token, collection__isnull=False)


def list_url_of(moment: Moment) -> str:
    """Return the address of the list of a moment that is in one."""
    assert moment.collection is not None  # as `moment_to_edit` asks for
    return list_url(moment.collection.token)


def edit_page(actor: Actor, school: School, token: str) -> EditPage:
    """Return a moment of the person's own list. Raises `Moment.DoesNotExist`, also where she may not watch its film now."""
    moment = moment_to_edit(actor, school, token)
    row = moment_rows(actor, school, Moment.objects.filter(pk=moment.pk, removed_at=None), has_links=True)[:1]
    if not row or row[0].is_closed or moment.collection is None:
        raise Moment.DoesNotExist
    known = {"seconds": row[0].seconds, "end_seconds": row[0].end_seconds, "note": row[0].note}
    return EditPage(
        moment=row[0],
        list_title=moment.collection.title,
        list_url=list_url_of(moment),
        lists=lists_of(actor, school),
        initial=known | {"collection": moment.collection.token},
    )


def list_page(actor: Actor, school: School, token: str) -> ListPage:
    """Return a list as `actor` sees it. Raises `MomentList.DoesNotExist` for who may not open it."""
    return _list_page(actor, school, token)[0]


def _list_page(actor: Actor, school: School, token: str) -> tuple[ListPage, dict[int, Video]]:
    """Return a list, and the films of its moments by these."""
    collection = lists_open_to(actor, school).get(token=token)
    moments = Moment.objects.filter(collection=collection, removed_at=None).order_by("position", "pk")
    is_own = isinstance(actor, User) and collection.owner_id == actor.pk
    joined = _joined(moments)
    page = ListPage(
        pk=collection.pk,
        token=collection.token,
        title=collection.title,
        is_shared=collection.is_shared,
        is_own=is_own,
        moments=_rows(actor, school, joined, has_links=is_own),
    )
    return page, {one.pk: one.video for one in joined}


# --- moments -----------------------------------------------------------------------------------------------------------


def moment_rows(
    actor: Actor, school: School, moments: QuerySet[Moment], *, has_links: bool = False
) -> tuple[MomentRow, ...]:
    """Return moments of films of `school` as `actor` sees them, four queries at most.

    `has_links`: the moments are her own, so she came by the addresses of their films before.
    """
    return _rows(actor, school, _joined(moments), has_links=has_links)


def newest_film(lesson: str) -> Subquery:
    """Return the number of the film that the page of a lesson plays, to be read along with rows; `lesson`: its path from these."""
    listed = _listed().filter(lesson=OuterRef(lesson)).order_by("-created_at", "-pk")
    return Subquery(listed.values("pk")[:1])


def known_moment_row(
    actor: Actor, moment: Moment, *, newest_id: int | None, is_enrolled: bool, has_link: bool
) -> MomentRow:
    """Return a moment as `moment_rows` does, but of what was read along with it: nothing is asked.

    Its film, the lesson and its programme, and the schools of both are joined; `newest_id` is what `newest_film` found,
    `is_enrolled` that `actor` has a place in the programme.
    """
    video = moment.video
    is_open = video.removed_at is None and can_watch(actor, video, has_link=has_link, is_enrolled=is_enrolled)
    return _row(moment, is_closed=not is_open, is_replaced=newest_id is not None and newest_id != video.pk)


def _joined(moments: QuerySet[Moment]) -> list[Moment]:
    return list(moments.select_related("video__school", "video__lesson__school", "video__lesson__cycle__programme"))


def _rows(actor: Actor, school: School, rows: Sequence[Moment], *, has_links: bool) -> tuple[MomentRow, ...]:
    films = {one.video for one in rows}
    watched, replaced = _watched(actor, school, films, has_links=has_links), _replaced(films)
    return tuple(_row(one, is_closed=one.video_id not in watched, is_replaced=one.video_id in replaced) for one in rows)


def _replaced(films: Iterable[Video]) -> frozenset[int]:
    """Return which of the films the pages of their lessons do not play: there is a newer film of the lesson."""
    lessons = {film.lesson_id for film in films if film.lesson_id is not None}
    if not lessons:
        return frozenset()
    listed = _listed().filter(lesson__in=lessons).order_by("created_at", "pk")
    newest = dict(listed.values_list("lesson", "pk"))
    return frozenset(film.pk for film in films if film.lesson_id and newest.get(film.lesson_id, film.pk) != film.pk)


def _listed() -> QuerySet[Video]:
    """Return the films that the pages of lessons may play."""
    return Video.objects.filter(removed_at=None).exclude(build="").exclude(access=Access.LINK)


def _watched(actor: Actor, school: School, videos: Iterable[Video], *, has_links: bool) -> frozenset[int]:
    """Return which of the films `actor` may watch, as `can_watch` says."""
    known = {video.pk: video for video in videos}
    seen = videos_visible_to(actor, school).filter(pk__in=known, removed_at=None).values_list("pk", flat=True)
    by_link = {pk for pk, one in known.items() if has_links and one.access == Access.LINK and one.removed_at is None}
    return frozenset(seen) | by_link


def _row(moment: Moment, *, is_closed: bool, is_replaced: bool) -> MomentRow:
    video = moment.video
    if is_closed:
        title = video.title if _is_named_to_all(video) else ""
        return MomentRow(moment.pk, moment.token, title, is_closed=True)
    play_url = reverse("video:watch", args=[video.token]) if is_replaced else play_url_of(video)
    return MomentRow(
        pk=moment.pk,
        token=moment.token,
        title=video.title,
        is_closed=False,
        is_doubtful=is_doubtful(moment),
        seconds=moment.seconds,
        end_seconds=moment.end_seconds,
        quote=moment.quote,
        note=moment.note,
        url=f"{play_url}?t={write_span(moment.seconds, moment.end_seconds)}",
    )


def is_doubtful(moment: Moment) -> bool:
    """Tell whether a moment, whose film is joined, may stand at wrong seconds: somebody should look at it."""
    return moment.is_lost or moment.source_mark != moment.video.source_mark


def _is_named_to_all(video: Video) -> bool:
    """Tell whether the page of the film's lesson says to everybody that there is such a film, for the enrolled."""
    lesson = video.lesson
    if lesson is None or video.access != Access.ENROLLED or video.removed_at is not None:
        return False
    return lesson.state in STATES_TO_WATCH and lesson.cycle.programme.is_public


# --- playing -----------------------------------------------------------------------------------------------------------


def play_page(actor: Actor, school: School, token: str, number: int, now: datetime) -> PlayPage:
    """Return the `number`-th (from 1) of the moments of a list that can be played, with its film.

    Raises `MomentList.DoesNotExist`, and `Moment.DoesNotExist` where there is no such moment.
    """
    page, films = _list_page(actor, school, token)
    if not 1 <= number <= len(page.open_moments):
        raise Moment.DoesNotExist
    row = page.open_moments[number - 1]
    return PlayPage(
        page=page,
        moment=row,
        player=player_of(actor, films[row.pk], now, has_link=page.is_own),
        number=number,
        previous_url=_play_url(page, number - 1),
        next_url=_play_url(page, number + 1),
    )


def _play_url(page: ListPage, number: int) -> str:
    """Return where the `number`-th moment is played; nothing where there is none."""
    if not 1 <= number <= len(page.open_moments):
        return ""
    moment = page.open_moments[number - 1]
    address = reverse("video:play_moment", args=[page.token, number])
    return f"{address}?t={write_span(moment.seconds, moment.end_seconds)}"


def first_play_url(page: ListPage) -> str:
    """Return where a list begins to play; nothing where nothing can be played."""
    return _play_url(page, 1)


# --- choosing ----------------------------------------------------------------------------------------------------------


def choice_page(actor: Actor, school: School, token: str, span: Span | None) -> ChoicePage:
    """Return the moment of a film that an address names, or its first half a minute.

    Raises `Video.DoesNotExist` for who may not watch it.
    """
    video = video_to_watch(actor, school, token)
    if not can_watch(actor, video, has_link=True):
        raise Video.DoesNotExist
    seconds = span.seconds if span else 0.0
    end = span.end_seconds if span and span.end_seconds else seconds + USUAL_SECONDS
    end = min(end, video.duration_seconds or end)
    play_url = play_url_of(video)
    return ChoicePage(
        pk=video.pk,
        token=token,
        title=video.title,
        seconds=seconds,
        end_seconds=end,
        quote=quote_of(actor, video, seconds, end, has_link=True).text,
        citation=citation_of(actor, school, video),
        play_url=play_url,
        url=f"{play_url}?t={write_span(seconds, max(end, seconds))}",
        lists=lists_of(actor, school),
    )
