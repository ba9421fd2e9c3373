"""What a page says of itself to machines: description, Open Graph, schema.org."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from nastavnik.core.memory import remembered
from nastavnik.live.selectors.lesson import BroadcastView
from nastavnik.portal.selectors.navigation import TAB_VIEWS, tab_text
from nastavnik.programme.enums import Tab
from nastavnik.programme.models import Programme, School
from nastavnik.programme.selectors import LessonCard
from nastavnik.video.selectors import Player

CONTEXT = "https://schema.org"
ONLINE = f"{CONTEXT}/OnlineEventAttendanceMode"
# JSON-LD as it is written: names to texts, numbers, lists and further objects.
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """The machine's view of a page; addresses are absolute, `data` is a schema.org graph as JSON, or empty."""

    title: str
    description: str
    url: str
    kind: str = "website"
    image: str = ""
    data: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """What machines are told of the recording of a lesson, or of its broadcast while that goes on (`live_until` is None)."""

    token: str
    duration_seconds: float
    has_poster: bool
    live_from: datetime | None = None
    live_until: datetime | None = None

    @property
    def is_live(self) -> bool:
        """Whether it goes on."""
        return self.live_from is not None and self.live_until is None


def absolute(school: School, path: str) -> str:
    """Return the whole address of a path as `reverse` gives it, which has the school's own path in it already."""
    root = school.base_url.removesuffix(f"/{school.path}") if school.path else school.base_url
    return f"{root}{path}"


@remembered
def home_head(school: School, lesson: LessonCard | None) -> Head:
    """Return the head of the first page: the school, and the lesson that comes next."""
    events = [event_data(school, lesson)] if lesson else []
    graph = {"@context": CONTEXT, "@graph": [school_data(school), *events]}
    return Head(school.title, school.motto, absolute(school, reverse("portal:home")), data=written(graph))


@remembered
def tab_head(school: School, tab: Tab) -> Head:
    """Return the head of a tab."""
    return Head(str(tab.label), tab_text(school, tab), absolute(school, reverse(TAB_VIEWS[tab])))


@remembered
def programme_head(school: School, programme: Programme) -> Head:
    """Return the head of a year: a course with its days."""
    url = absolute(school, reverse("portal:year", args=[programme.token]))
    description = school.motto or programme.title
    course = {
        "@context": CONTEXT,
        "@type": "Course",
        "name": programme.title,
        "description": description,
        "url": url,
        "provider": school_data(school),
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "startDate": programme.starts_on.isoformat(),
            "endDate": programme.ends_on.isoformat(),
        },
    }
    return Head(programme.title, description, url, data=written(course))


def lesson_head(school: School, card: LessonCard, player: Player | None, broadcast: BroadcastView | None) -> Head:
    """Return the head of a lesson: an event, and its recording or broadcast when the viewer may watch one."""
    if player is None or not player.is_film:
        return _lesson_head(school, card, None)
    live = (broadcast.live_at, broadcast.ended_at) if broadcast is not None else (None, None)
    has_poster = bool(player.poster_url)
    return _lesson_head(school, card, Recording(player.token, player.duration_seconds, has_poster, *live))


@remembered
def _lesson_head(school: School, card: LessonCard, recording: Recording | None) -> Head:
    url = absolute(school, card.url)
    graph: Data = {"@context": CONTEXT, "@graph": [event_data(school, card)]}
    if recording is None:
        return Head(card.title, card.summary or card.title, url, data=written(graph))
    image = absolute(school, reverse("video:poster", args=[recording.token])) if recording.has_poster else ""
    graph["@graph"].append(film_data(school, card, recording, image))
    return Head(card.title, card.summary or card.title, url, "video.other", image, written(graph))


def written(data: Data) -> str:
    """Return a schema.org graph as JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def school_data(school: School) -> Data:
    """Return the school as schema.org knows schools."""
    return {
        "@type": "EducationalOrganization",
        "name": school.title,
        "description": school.motto,
        "url": absolute(school, reverse("portal:home")),
        "parentOrganization": {"@type": "Organization", "name": school.owner.name},
    }


def event_data(school: School, card: LessonCard) -> Data:
    """Return a lesson as an event; a draft, which has no time, is none for the world."""
    event: Data = {
        "@type": "EducationEvent",
        "name": card.title,
        "description": card.summary,
        "url": absolute(school, card.url),
        "eventAttendanceMode": ONLINE,
        "eventStatus": f"{CONTEXT}/{'EventCancelled' if card.is_cancelled else 'EventScheduled'}",
        "location": {"@type": "VirtualLocation", "url": absolute(school, card.url)},
        "organizer": school_data(school),
        "typicalAgeRange": card.age_rating.replace("+", "-"),
        "isAccessibleForFree": True,
    }
    if card.starts_at and card.ends_at:
        event |= {"startDate": card.starts_at.isoformat(), "endDate": card.ends_at.isoformat()}
    if card.speakers:
        event["performer"] = [{"@type": "Person", "name": speaker.name} for speaker in card.speakers]
    return event


def film_data(school: School, card: LessonCard, recording: Recording, image: str) -> Data:
    """Return the recording of a lesson; `image` is the address of its poster, if it has one."""
    data: Data = {
        "@type": "VideoObject",
        "name": card.title,
        "description": card.summary or card.title,
        "url": absolute(school, card.url),
        "embedUrl": absolute(school, reverse("video:embed", args=[recording.token])),
        "inLanguage": "ru",
    }
    if not recording.is_live:
        data["duration"] = iso_duration(recording.duration_seconds)
    if recording.live_from is not None:
        data["publication"] = broadcast_data(card, recording)
    if card.starts_at:
        data["uploadDate"] = card.starts_at.isoformat()
    if image:
        data["thumbnailUrl"] = image
    return data


def broadcast_data(card: LessonCard, recording: Recording) -> Data:
    """Return when a film was, or is, on air."""
    event: Data = {"@type": "BroadcastEvent", "name": card.title, "isLiveBroadcast": True}
    times = {"startDate": recording.live_from, "endDate": recording.live_until}
    return event | {name: at.isoformat() for name, at in times.items() if at is not None}


def iso_duration(seconds: float) -> str:
    """Return a length as ISO 8601 writes it: PT1H2M3S."""
    minutes, rest = divmod(int(timedelta(seconds=seconds).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"PT{hours}H{minutes}M{rest}S"
