"""What a page says of itself to machines: description, Open Graph, where it can be embedded and followed, schema.org."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from nastavnik.core.memory import remembered
from nastavnik.live.selectors.lesson import BroadcastView
from nastavnik.portal.selectors.cards import ShareCard, lesson_share, programme_share, school_share
from nastavnik.portal.selectors.linked import (
    CONTEXT,
    CyclePlan,
    Data,
    Place,
    Recording,
    YearPlan,
    absolute,
    course_data,
    event_data,
    film_data,
    school_data,
    written,
)
from nastavnik.portal.selectors.navigation import TAB_VIEWS, tab_text
from nastavnik.programme.enums import Tab
from nastavnik.programme.models import Programme, School
from nastavnik.programme.selectors import CycleRow, LessonCard
from nastavnik.video.selectors import Player


@dataclass(frozen=True, slots=True)
class Head:
    """The machine's view of a page; addresses are absolute, `data` is a schema.org graph as JSON, or empty.

    `image` is a card of 1200 × 630 dots; `oembed` says to other sites how to show the page (as JSON, and as XML).
    """

    title: str
    description: str
    url: str
    kind: str = "website"
    image: str = ""
    data: str = ""
    oembed: tuple[str, ...] = ()


@remembered
def home_head(school: School, lesson: LessonCard | None) -> Head:
    """Return the head of the first page: the school, and the lesson that comes next."""
    events = [event_data(school, lesson, lesson_image(school, lesson))] if lesson else []
    graph = {"@context": CONTEXT, "@graph": [school_data(school), *events]}
    url, image = absolute(school, reverse("portal:home")), image_of(school, school_share(school))
    return Head(school.title, school.motto, url, image=image, data=written(graph))


@remembered
def tab_head(school: School, tab: Tab) -> Head:
    """Return the head of a tab."""
    url = absolute(school, reverse(TAB_VIEWS[tab]))
    return Head(str(tab.label), tab_text(school, tab), url, image=image_of(school, school_share(school)))


def programme_head(school: School, programme: Programme, cycles: Sequence[CycleRow]) -> Head:
    """Return the head of a year: a course with what is taught in it."""
    plan = YearPlan(
        cycles=tuple(
            CyclePlan(cycle.title, cycle.description, sum(card.duration_minutes for card in cycle.lessons))
            for cycle in cycles
        ),
        speakers=tuple(
            dict.fromkeys(speaker.name for cycle in cycles for card in cycle.lessons for speaker in card.speakers)
        ),
    )
    return _programme_head(school, programme, plan)


@remembered
def _programme_head(school: School, programme: Programme, plan: YearPlan) -> Head:
    image = image_of(school, programme_share(school, programme)) if programme.is_public else ""
    course = {"@context": CONTEXT, **course_data(school, programme, plan, image)}
    return Head(programme.title, course["description"], course["url"], image=image, data=written(course))


def lesson_head(school: School, card: LessonCard, player: Player | None, broadcast: BroadcastView | None) -> Head:
    """Return the head of a lesson: an event, and its recording or broadcast when the viewer may watch one."""
    if player is None or not player.is_film:
        return _lesson_head(school, card, None)
    live = (broadcast.live_at, broadcast.ended_at) if broadcast is not None else (None, None)
    places = tuple(Place(int(one.seconds), int(one.until_seconds), one.title) for one in player.chapters)
    has_poster = bool(player.poster_url)
    recording = Recording(player.token, player.duration_seconds, has_poster, player.began_at, *live, places)
    return _lesson_head(school, card, recording)


@remembered
def _lesson_head(school: School, card: LessonCard, recording: Recording | None) -> Head:
    url = absolute(school, card.url)
    image = lesson_image(school, card)
    things: list[Data] = [event_data(school, card, image)]
    if recording is not None:
        poster = absolute(school, reverse("video:poster", args=[recording.token])) if recording.has_poster else image
        things.append(film_data(school, card, recording, poster))
    return Head(
        title=card.title,
        description=card.summary or card.title,
        url=url,
        kind="website" if recording is None else "video.other",
        image=image,
        data=written({"@context": CONTEXT, "@graph": things}),
        oembed=oembed_links(school, url) if image else (),
    )


def lesson_image(school: School, card: LessonCard) -> str:
    """Return the whole address of the card of a lesson; nothing for one that guests do not see."""
    return image_of(school, lesson_share(school, card)) if card.is_public and not card.is_draft else ""


def image_of(school: School, card: ShareCard) -> str:
    """Return the whole address of the picture of a card."""
    return absolute(school, card.path)


def oembed_links(school: School, url: str) -> tuple[str, ...]:
    """Return where other sites are told how to show a page, as JSON and as XML (oembed.com, 4)."""
    door = absolute(school, reverse("portal:oembed"))
    return tuple(f"{door}?{urlencode({'url': url, 'format': kind})}" for kind in ("json", "xml"))
