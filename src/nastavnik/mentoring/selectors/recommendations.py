"""Recommendations as the asker, mentors and methodists read them: words, moments with quote and slide, handouts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from django.utils.safestring import SafeString

from nastavnik.core.markdown import render_markdown
from nastavnik.mentoring.models import PublicMoment, Recommendation, RecommendedHandout, RecommendedMoment
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import handouts_visible_to
from nastavnik.programme.selectors import HandoutRow
from nastavnik.programme.selectors.lessons import handout_row
from nastavnik.search.selectors.films import SlidePictures
from nastavnik.video.models import Moment, Video
from nastavnik.video.selectors import signed_media
from nastavnik.video.selectors.moments import MomentRow, moment_rows

POSTER_WIDTH = 320
SLIDE_SECONDS = 1.0
FILMS = ("moment__video__school", "moment__video__lesson__school", "moment__video__lesson__cycle__programme")

Link: TypeAlias = RecommendedMoment | PublicMoment


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
    """Return recommendations, their mentors joined, as `actor` reads them; eight queries at most, however many there are.

    The caller has asked whether she may read them. Of films she sees what she may watch.
    """
    rows = list(recommendations)
    if not rows:
        return []
    links = RecommendedMoment.objects.filter(recommendation__in=rows, moment__removed_at=None)
    moments = list(links.select_related(*FILMS).order_by("position", "pk"))
    cards = moment_cards(actor, school, moments, now, has_links=True)
    handouts = RecommendedHandout.objects.filter(recommendation__in=rows).order_by("position", "pk")
    pairs = list(handouts.values_list("recommendation", "handout"))
    known = handout_rows(actor, school, [pk for _id, pk in pairs])
    return [
        RecommendationCard(
            pk=one.pk,
            token=one.token,
            mentor_id=one.mentor_id,
            mentor_name=one.mentor.full_name if one.mentor is not None else "",
            text=render_markdown(one.text),
            moments=tuple(cards[link.pk] for link in moments if link.recommendation_id == one.pk),
            handouts=tuple(known[pk] for answer, pk in pairs if answer == one.pk and pk in known),
            sent_at=one.sent_at,
            corrected_at=one.corrected_at,
            is_own=one.mentor_id is not None and one.mentor_id == actor.pk,
            films=tuple({link.moment.video for link in moments if link.recommendation_id == one.pk}),
        )
        for one in rows
    ]


def handout_rows(actor: Actor, school: School, ids: Sequence[int]) -> dict[int, HandoutRow]:
    """Return those of some handouts that `actor` may open, by their numbers; nothing is asked when there are none."""
    if not ids:
        return {}
    return {one.pk: handout_row(one) for one in handouts_visible_to(actor, school).filter(pk__in=ids)}


def moment_cards(
    actor: Actor, school: School, links: Sequence[Link], now: datetime, *, has_links: bool = False
) -> dict[int, MomentCard]:
    """Return the moments of answers (rows of one model, their films joined) as `actor` sees them, by the rows' numbers.

    `has_links`: as of `video.selectors.moments.moment_rows`.
    """
    if not links:
        return {}
    wanted = Moment.objects.filter(pk__in=[link.moment_id for link in links])
    rows = {row.pk: row for row in moment_rows(actor, school, wanted, has_links=has_links)}
    films = {link.moment.video_id: link.moment.video for link in links if not rows[link.moment_id].is_closed}
    pictures = SlidePictures([_Pictured(pk, film) for pk, film in films.items() if film.is_playable], now)
    return {link.pk: _card(link, rows[link.moment_id], pictures, now) for link in links}


def _card(link: Link, row: MomentRow, pictures: SlidePictures, now: datetime) -> MomentCard:
    film = link.moment.video
    if row.is_closed or not film.is_playable:
        return MomentCard(link.pk, row)
    # a slide that changes within the first second is the one that is spoken of
    slide = pictures.at(film.pk, row.seconds + SLIDE_SECONDS)
    if slide:
        return MomentCard(link.pk, row, slide, is_slide=True)
    return MomentCard(link.pk, row, signed_media(film, now).poster_url(POSTER_WIDTH) if film.has_poster else "")
