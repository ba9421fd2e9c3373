"""The side panel of the answer desk: the films' words are searched, and a moment is chosen on the words themselves."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse

from nastavnik.mentoring.models import RecommendedHandout, RecommendedMoment
from nastavnik.mentoring.selectors.answer_desk import Place
from nastavnik.search import selectors as search
from nastavnik.search.selectors import Results
from nastavnik.video.models import Video
from nastavnik.video.permissions import can_watch
from nastavnik.video.selectors import Player, player_of, video_to_watch
from nastavnik.video.selectors.moments import USUAL_SECONDS, is_doubtful
from nastavnik.video.selectors.quotes import SaidPhrase, phrases_near

# of the words around a moment that are shown to choose on
SECONDS_BEFORE = 45.0
SECONDS_AFTER = 90.0


@dataclass(frozen=True, slots=True)
class Panel:
    """What was looked for, and what was found."""

    place: Place
    results: Results


@dataclass(frozen=True, slots=True)
class ChosenWord:
    """A word to choose on; `is_chosen`: it is within the moment."""

    text: str
    seconds: float
    end_seconds: float
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ChosenPhrase:
    """A phrase to choose on, and the addresses that let the moment begin or end with it."""

    seconds: float
    words: tuple[ChosenWord, ...]
    from_url: str
    to_url: str


@dataclass(frozen=True, slots=True)
class Chooser:
    """A moment that is being chosen, or changed."""

    place: Place
    video_id: int
    film_token: str
    title: str
    seconds: float
    end_seconds: float
    phrases: tuple[ChosenPhrase, ...]
    player: Player
    post_url: str
    # the words before and behind
    earlier_url: str
    later_url: str
    note: str = ""
    # of the moment that is changed; None for a new one
    recommended_id: int | None = None
    is_doubtful: bool = False
    old_quote: str = ""

    @property
    def initial(self) -> dict[str, Any]:
        """Return what the form of the moment begins with."""
        return {"seconds": self.seconds, "end_seconds": self.end_seconds, "note": self.note}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks to choose on: the moment, and from where the words are shown."""

    seconds: float | None = None
    end_seconds: float | None = None
    around: float | None = None


def panel(place: Place, text: str, now: datetime) -> Panel:
    """Return what the mentor's words find in films, handouts and public answers that she may see herself."""
    results = search.search(place.actor, place.school, text, now) if text.strip() else Results()
    return Panel(place, results)


def chooser(place: Place, film: str, wanted: Wanted, now: datetime) -> Chooser:
    """Return the words of a film around a second, to choose a new moment on; by default it is the phrase that is said then.

    Raises `Video.DoesNotExist` for who may not watch the film.
    """
    video = watched(place, film)
    return _chooser(
        place, video, wanted, reverse("mentoring:choose_moment", args=[place.consultation.token, film]), now
    )


def watched(place: Place, film: str) -> Video:
    """Return a film that the mentor may watch: as she finds it, or as the one that was asked from.

    Raises `Video.DoesNotExist`.
    """
    video = video_to_watch(place.actor, place.school, film)
    if not can_watch(place.actor, video, has_link=video.pk == place.consultation.video_id):
        raise Video.DoesNotExist
    return video


def recommended_moment(place: Place, number: int) -> RecommendedMoment:
    """Return a moment of the recommendation that is being written, also one that was taken out.

    Raises `RecommendedMoment.DoesNotExist`.
    """
    if place.row is None:
        raise RecommendedMoment.DoesNotExist
    moments = RecommendedMoment.objects.filter(recommendation=place.row)
    return moments.select_related("moment__video").get(pk=number)


def changer(place: Place, number: int, wanted: Wanted, now: datetime) -> Chooser:
    """Return the words around a moment of the recommendation, to choose it anew. Raises as `recommended_moment`, `chooser`."""
    link = recommended_moment(place, number)
    moment = link.moment
    if moment.removed_at is not None:
        raise RecommendedMoment.DoesNotExist
    video = watched(place, moment.video.token)
    if wanted.seconds is None:
        wanted = replace(wanted, seconds=moment.seconds, end_seconds=moment.end_seconds)
    address = reverse("mentoring:change_moment", args=[place.consultation.token, number])
    made = _chooser(place, video, wanted, address, now)
    is_lost = is_doubtful(moment)
    return replace(made, recommended_id=link.pk, is_doubtful=is_lost, old_quote=moment.quote, note=moment.note)


def _chooser(place: Place, video: Video, wanted: Wanted, address: str, now: datetime) -> Chooser:
    whole = video.duration_seconds or 0.0
    at = min(wanted.seconds or 0.0, whole)
    around = at if wanted.around is None else min(wanted.around, whole)
    begin, end = around - SECONDS_BEFORE, around + SECONDS_AFTER
    said = phrases_near(place.actor, video, begin, end, has_link=True)
    span = _span(said, at, wanted.end_seconds, whole)
    shown = Addresses(address, place.answer, *span)
    return Chooser(
        place=place,
        video_id=video.pk,
        film_token=video.token,
        title=video.title,
        seconds=span[0],
        end_seconds=span[1],
        phrases=tuple(_phrase(one, span, shown) for one in said),
        player=_player(place, video, now),
        post_url=f"{address}?answer={place.answer}" if place.answer else address,
        earlier_url=shown.around(around - SECONDS_AFTER) if begin > 0 else "",
        later_url=shown.around(around + SECONDS_AFTER) if end < whole else "",
    )


def _player(place: Place, video: Video, now: datetime) -> Player:
    """Return a small player: whoever hears a piece of a film to answer by it has not watched it up to there."""
    player = player_of(place.actor, video, now, has_link=True, is_resumed=False)
    return replace(player, position_url="", slides=(), chapters=())


def _span(said: tuple[SaidPhrase, ...], at: float, end: float | None, whole: float) -> tuple[float, float]:
    """Return the moment: as it was asked for, else the phrase that is said then, else half a minute."""
    if end is not None and end > at:
        return at, min(end, whole)
    phrase = next((one for one in said if one.seconds <= at + 1 and at < one.end_seconds), None)
    if phrase is not None:
        return phrase.seconds, phrase.end_seconds
    return at, min(at + USUAL_SECONDS, whole)


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a chooser: each asks for another moment, or for other words around the same."""

    address: str
    answer: str
    seconds: float
    end_seconds: float

    def of(self, seconds: float, end_seconds: float) -> str:
        """Return where another moment is chosen."""
        answer = f"&answer={self.answer}" if self.answer else ""
        return f"{self.address}?from={seconds:.2f}&to={end_seconds:.2f}{answer}"

    def around(self, seconds: float) -> str:
        """Return where the same moment is shown with words around another second."""
        return f"{self.of(self.seconds, self.end_seconds)}&around={max(seconds, 0.0):.0f}"


def _phrase(said: SaidPhrase, span: tuple[float, float], shown: Addresses) -> ChosenPhrase:
    begin, end = span
    words = tuple(
        ChosenWord(one.text, one.seconds, one.end_seconds, begin <= (one.seconds + one.end_seconds) / 2 < end)
        for one in said.words
    )
    return ChosenPhrase(
        seconds=said.seconds,
        words=words,
        from_url=shown.of(said.seconds, max(end, said.end_seconds)),
        to_url=shown.of(min(begin, said.seconds), said.end_seconds),
    )


def handout_in(place: Place, handout: str) -> RecommendedHandout:
    """Return a handout of the recommendation that is being written. Raises `RecommendedHandout.DoesNotExist`."""
    if place.row is None:
        raise RecommendedHandout.DoesNotExist
    return RecommendedHandout.objects.get(recommendation=place.row, handout__token=handout)


def restore_url(place: Place, number: int) -> str:
    """Return the address that brings back a moment which was taken out."""
    query = f"?answer={place.answer}" if place.answer else ""
    return reverse("mentoring:restore_moment", args=[place.consultation.token, number]) + query
