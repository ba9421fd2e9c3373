"""Recommendations as the asker, mentors and methodists read them: words, moments with quote and slide, handouts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString

from nastavnik.core.markdown import render_markdown
from nastavnik.mentoring.models import PublicHandout, Recommendation, RecommendedHandout, RecommendedMoment
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Enrolment, School
from nastavnik.programme.permissions import handouts_visible_to
from nastavnik.programme.selectors import HandoutRow
from nastavnik.programme.selectors.lessons import handout_row
from nastavnik.search.selectors.films import SlidePictures
from nastavnik.video.models import Moment, Video
from nastavnik.video.selectors import signed_media
from nastavnik.video.selectors.moments import MomentRow, known_moment_row, newest_film

POSTER_WIDTH = 320
SLIDE_SECONDS = 1.0
FILMS = ("moment__video__school", "moment__video__lesson__school", "moment__video__lesson__cycle__programme")
PROGRAMME = "moment__video__lesson__cycle__programme"


class Link(Protocol):
    """A row that puts a moment into an answer, with all that `with_films` reads along with it."""

    pk: int
    moment_id: int
    moment: Moment
    # the film that the page of the lesson plays now
    newest_film: int | None
    # the reader has a place in the programme of the lesson
    is_enrolled: bool


@dataclass(frozen=True, slots=True)
class MomentCard:
    """A moment with the picture that is seen then: the slide, else the film's poster, else none."""

    # of the row that puts the moment into an answer
    pk: int
    row: MomentRow
    picture_url: str = ""
    # of it: a talk's page may be of any shape, a still is as wide as the film
    is_slide: bool = False

    @property
    def length_seconds(self) -> float:
        """Return how long it plays."""
        return self.row.end_seconds - self.row.seconds


@dataclass(frozen=True, slots=True)
class RecommendationCard:
    """A recommendation as it is read."""

    pk: int
    token: str
    mentor_id: int | None
    mentor_name: str
    text: SafeString
    moments: tuple[MomentCard, ...]
    handouts: tuple[HandoutRow, ...]
    sent_at: datetime | None
    corrected_at: datetime | None
    # the viewer wrote it, and may put it right
    is_own: bool
    # of its moments, once each
    films: tuple[Video, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Tell whether one of its moments may play something else than it quotes."""
        return any(one.row.is_doubtful for one in self.moments)


@dataclass(frozen=True, slots=True)
class _Pictured:
    """A film as `SlidePictures` asks for it."""

    id: int
    video: Video = field(compare=False)

    def media_url(self, now: datetime) -> str:
        """Return where its slides lie."""
        return signed_media(self.video, now).base_url


def recommendation_cards(
    actor: Actor, school: School, recommendations: Iterable[Recommendation], now: datetime
) -> list[RecommendationCard]:
    """Return recommendations, their mentors joined, as `actor` reads them; three queries at most, however many there are.

    The caller has asked whether she may read them. Of films she sees what she may watch.
    """
    rows = list(recommendations)
    if not rows:
        return []
    links = RecommendedMoment.objects.filter(recommendation__in=rows, moment__removed_at=None)
    moments = list(with_films(actor, links))
    cards = moment_cards(actor, moments, now, has_links=True)
    handouts = handout_rows(actor, school, RecommendedHandout.objects.filter(recommendation__in=rows))
    return [
        RecommendationCard(
            pk=one.pk,
            token=one.token,
            mentor_id=one.mentor_id,
            mentor_name=one.mentor.full_name if one.mentor is not None else "",
            text=render_markdown(one.text),
            moments=tuple(cards[link.pk] for link in moments if link.recommendation_id == one.pk),
            handouts=tuple(row for link, row in handouts if link.recommendation_id == one.pk),
            sent_at=one.sent_at,
            corrected_at=one.corrected_at,
            is_own=one.mentor_id is not None and one.mentor_id == actor.pk,
            films=tuple({link.moment.video for link in moments if link.recommendation_id == one.pk}),
        )
        for one in rows
    ]


def handout_rows(
    actor: Actor, school: School, links: QuerySet[RecommendedHandout] | QuerySet[PublicHandout]
) -> list[tuple[Any, HandoutRow]]:
    """Return the handouts of answers that `actor` may open, in their order, each with the row that puts it there. One query."""
    shown = links.filter(handout__in=handouts_visible_to(actor, school)).select_related("handout")
    return [(link, handout_row(link.handout)) for link in shown.order_by("position", "pk")]


def with_films(actor: Actor, links: QuerySet[Any]) -> QuerySet[Any]:
    """Return rows that put moments into answers, in their order, with all that says what `actor` sees of them. One query."""
    places = Enrolment.objects.filter(programme=OuterRef(PROGRAMME), user=actor.pk, left_at=None)
    known = links.annotate(newest_film=newest_film("moment__video__lesson"), is_enrolled=Exists(places))
    ordered: QuerySet[Any] = known.select_related(*FILMS).order_by("position", "pk")
    return ordered


def moment_cards(
    actor: Actor, links: Sequence[Link], now: datetime, *, has_links: bool = False
) -> dict[int, MomentCard]:
    """Return the moments of answers (rows of one model, as `with_films` gives them) as `actor` sees them, by the rows' numbers.

    `has_links`: as of `video.selectors.moments.moment_rows`. One query.
    """
    rows = {link.pk: _row(actor, link, has_links=has_links) for link in links}
    films = {link.moment.video_id: link.moment.video for link in links if not rows[link.pk].is_closed}
    pictures = SlidePictures([_Pictured(pk, film) for pk, film in films.items() if film.is_playable], now)
    return {link.pk: _card(link, rows[link.pk], pictures, now) for link in links}


def _row(actor: Actor, link: Link, *, has_links: bool) -> MomentRow:
    return known_moment_row(
        actor, link.moment, newest_id=link.newest_film, is_enrolled=link.is_enrolled, has_link=has_links
    )


def _card(link: Link, row: MomentRow, pictures: SlidePictures, now: datetime) -> MomentCard:
    film = link.moment.video
    if row.is_closed or not film.is_playable:
        return MomentCard(link.pk, row)
    # a slide that changes within the first second is the one that is spoken of
    slide = pictures.at(film.pk, row.seconds + SLIDE_SECONDS)
    if slide:
        return MomentCard(link.pk, row, slide, is_slide=True)
    return MomentCard(link.pk, row, signed_media(film, now).poster_url(POSTER_WIDTH) if film.has_poster else "")
