"""Parts of the school for a frame on another site: always as a guest sees them, whoever looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import TextChoices
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.models import Contest
from nastavnik.contest.permissions import contests_visible_to
from nastavnik.contest.selectors.results.public import WinnerRead, winners_of
from nastavnik.live.selectors.lesson import states_of
from nastavnik.portal.selectors.air import is_on_air
from nastavnik.portal.selectors.home import first_lesson, when_of
from nastavnik.portal.selectors.lessons import ProgrammeView, programme_page
from nastavnik.portal.selectors.navigation import Link
from nastavnik.programme import selectors as programme_selectors
from nastavnik.programme.models import Programme, School
from nastavnik.programme.selectors import LessonCard
from nastavnik.search.selectors import Results, search
from nastavnik.video import selectors as video_selectors
from nastavnik.video.models import Video
from nastavnik.video.selectors import Player, Shelf

GUEST = AnonymousUser()


class View(TextChoices):
    """What of the school a frame shows."""

    PROGRAMME = "programme", _("Programme of the year")
    NEXT = "next", _("The next lesson")
    VIDEOS = "videos", _("Recordings")
    MOMENTS = "moments", _("Search in lessons")
    RESULTS = "results", _("Results of the contest")


# where the school itself shows the same
PAGES = {
    View.PROGRAMME: "portal:programme",
    View.NEXT: "portal:home",
    View.VIDEOS: "portal:videos",
    View.MOMENTS: "search:search",
    View.RESULTS: "contest:contests",
}


@dataclass(frozen=True, slots=True)
class Coming:
    """The lesson that goes on or comes next, and how long it is until then in words."""

    card: LessonCard
    is_on_air: bool
    countdown: str


@dataclass(frozen=True, slots=True)
class Released:
    """Who is awarded in the newest contest whose results are released; `others` leads to earlier ones."""

    title: str
    winners: list[WinnerRead]
    others: list[Link]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A frame. `here` is its own address with the view, to which its own links add; `page_url` the page of the school."""

    view: View
    here: str
    page_url: str
    # where the form of a frame leads
    form_url: str = ""
    programme: ProgrammeView | None = None
    coming: Coming | None = None
    shelves: list[Shelf] = field(default_factory=list)
    # the film that was chosen in the frame, if a guest may watch it
    player: Player | None = None
    moments: Results | None = None
    released: Released | None = None


def embedded(school: School, token: str, params: Mapping[str, str], now: datetime) -> Embedded:
    """Return what a frame shows of `school`: of the programme `token`, or of the newest one; `params` as they came.

    Raises `Http404` for a view that there is not, `Programme.DoesNotExist` for a programme that guests do not see.
    """
    try:
        view = View(params.get("view") or View.PROGRAMME)
    except ValueError as error:
        raise Http404 from error
    return MAKERS[view](school, token, params, now)


def frame_url(view: View, token: str = "") -> str:
    """Return the address of a frame within the site."""
    path = reverse("portal:embed_year", args=[token]) if token else reverse("portal:embed")
    return f"{path}?{urlencode({'view': view.value})}"


def page_url(view: View, token: str = "") -> str:
    """Return the page of the school that shows what a frame shows."""
    return reverse("portal:year", args=[token]) if token and view == View.PROGRAMME else reverse(PAGES[view])


def _programme(school: School, token: str, _params: Mapping[str, str], now: datetime) -> Embedded:
    page = programme_page(GUEST, school, now, token)
    return Embedded(View.PROGRAMME, frame_url(View.PROGRAMME, token), page_url(View.PROGRAMME, token), programme=page)


def _next(school: School, token: str, _params: Mapping[str, str], now: datetime) -> Embedded:
    states, year = states_of(school), _year(school, token)
    cards = [card for card in programme_selectors.visible_cards(GUEST, school) if year in {None, card.programme_id}]
    card = first_lesson(cards, states, now)
    coming = Coming(card, is_on_air(card, states, now), when_of(card, states, now)) if card else None
    return Embedded(View.NEXT, frame_url(View.NEXT, token), page_url(View.NEXT), coming=coming)


def _videos(school: School, token: str, params: Mapping[str, str], now: datetime) -> Embedded:
    year = _year(school, token)
    shelves = video_selectors.library(GUEST, school, now)
    return Embedded(
        View.VIDEOS,
        frame_url(View.VIDEOS, token),
        page_url(View.VIDEOS),
        shelves=[shelf for shelf in shelves if year in {None, shelf.films[0].lesson.programme_id}],
        player=_player(school, params, now),
    )


def _moments(school: School, token: str, params: Mapping[str, str], now: datetime) -> Embedded:
    _year(school, token)
    return Embedded(
        View.MOMENTS,
        frame_url(View.MOMENTS, token),
        page_url(View.MOMENTS),
        form_url=frame_url(View.MOMENTS, token).partition("?")[0],
        moments=search(GUEST, school, params.get("q", ""), now),
        player=_player(school, params, now),
    )


def _results(school: School, token: str, _params: Mapping[str, str], now: datetime) -> Embedded:
    _year(school, token)
    contests = contests_visible_to(GUEST, school, now).exclude(released_at=None).order_by("-released_at", "-pk")
    found = list(contests)
    if not found:
        return Embedded(View.RESULTS, frame_url(View.RESULTS, token), page_url(View.RESULTS))
    newest, others = found[0], [Link(_results_url(contest), contest.title) for contest in found[1:]]
    return Embedded(
        View.RESULTS,
        frame_url(View.RESULTS, token),
        _results_url(newest),
        released=Released(newest.title, winners_of(newest), others),
    )


def _results_url(contest: Contest) -> str:
    return reverse("contest:results", args=[contest.slug])


def _year(school: School, token: str) -> int | None:
    """Return the programme of a token, None without one. Raises `Programme.DoesNotExist` for one that guests do not see."""
    overview = programme_selectors.programme_overview(GUEST, school, token) if token else None
    return overview.programme.pk if overview else None


def _player(school: School, params: Mapping[str, str], now: datetime) -> Player | None:
    """Return the player of the film that was chosen; nothing for one that guests may not watch, or no longer."""
    token = params.get("film", "")
    try:
        video = video_selectors.video_to_watch(GUEST, school, token) if token else None
    except Video.DoesNotExist:
        return None
    player = video_selectors.player_of(GUEST, video, now) if video else None
    return player if player and player.is_film else None


MAKERS = {
    View.PROGRAMME: _programme,
    View.NEXT: _next,
    View.VIDEOS: _videos,
    View.MOMENTS: _moments,
    View.RESULTS: _results,
}


def years_to_choose(school: School) -> list[Programme]:
    """Return the programmes that a frame may show, the newest first."""
    overview = programme_selectors.programme_overview(GUEST, school)
    return [overview.programme, *overview.others] if overview else []
