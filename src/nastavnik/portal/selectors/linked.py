"""The school as schema.org knows it: events, courses, films with their places. Plain data; `written` makes it JSON.

What search engines ask of each type: developers.google.com/search/docs/appearance/structured-data (course-info, event, video).
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from nastavnik.programme.models import Programme, School
from nastavnik.programme.selectors import LessonCard

CONTEXT = "https://schema.org"
ONLINE = f"{CONTEXT}/OnlineEventAttendanceMode"
FREE = {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "RUB"}
# JSON-LD as it is written: names to texts, numbers, lists and further objects.
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A chapter of a film: whole seconds, and its title."""

    seconds: int
    until_seconds: int
    title: str


@dataclass(frozen=True, slots=True)
class Recording:
    """What machines are told of the recording of a lesson, or of its broadcast while that goes on (`live_until` is None)."""

    token: str
    duration_seconds: float
    has_poster: bool
    # when it came to the school
    shown_from: datetime
    live_from: datetime | None = None
    live_until: datetime | None = None
    places: tuple[Place, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether it goes on."""
        return self.live_from is not None and self.live_until is None


@dataclass(frozen=True, slots=True)
class CyclePlan:
    """A cycle of a year, with the planned length of its lessons."""

    title: str
    description: str
    minutes: int


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What is taught in a year, and by whom."""

    cycles: tuple[CyclePlan, ...]
    speakers: tuple[str, ...]


def absolute(school: School, path: str) -> str:
    """Return the whole address of a path as `reverse` gives it, which has the school's own path in it already."""
    root = school.base_url.removesuffix(f"/{school.path}") if school.path else school.base_url
    return f"{root}{path}"


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


def course_data(school: School, programme: Programme, plan: YearPlan, image: str) -> Data:
    """Return a year as a course that is given once, from its first day to its last."""
    course: Data = {
        "@type": "Course",
        "name": programme.title,
        "description": school.motto or programme.title,
        "url": absolute(school, reverse("portal:year", args=[programme.token])),
        "inLanguage": "ru",
        "isAccessibleForFree": True,
        "provider": school_data(school),
        "offers": [FREE],
        "hasCourseInstance": _instance(programme, plan),
    }
    if image:
        course["image"] = image
    if plan.cycles:
        course["syllabusSections"] = [_section(cycle) for cycle in plan.cycles]
    return course


def _instance(programme: Programme, plan: YearPlan) -> Data:
    minutes = sum(cycle.minutes for cycle in plan.cycles)
    instance: Data = {
        "@type": "CourseInstance",
        "courseMode": "Online",
        "startDate": programme.starts_on.isoformat(),
        "endDate": programme.ends_on.isoformat(),
        "courseWorkload": iso_duration(minutes * 60),
    }
    if plan.speakers:
        instance["instructor"] = [{"@type": "Person", "name": name} for name in plan.speakers]
    return instance


def _section(cycle: CyclePlan) -> Data:
    section: Data = {"@type": "Syllabus", "name": cycle.title, "timeRequired": iso_duration(cycle.minutes * 60)}
    return section | ({"description": cycle.description} if cycle.description else {})


def event_data(school: School, card: LessonCard, image: str = "") -> Data:
    """Return a lesson as an event; a draft, which has no time, is none for the world."""
    event: Data = {
        "@type": "EducationEvent",
        "name": card.title,
        "description": card.summary,
        "url": absolute(school, card.url),
        "inLanguage": "ru",
        "eventAttendanceMode": ONLINE,
        "eventStatus": f"{CONTEXT}/{'EventCancelled' if card.is_cancelled else 'EventScheduled'}",
        "location": {"@type": "VirtualLocation", "url": absolute(school, card.url)},
        "organizer": school_data(school),
        "offers": {**FREE, "url": absolute(school, card.url), "availability": f"{CONTEXT}/InStock"},
        "typicalAgeRange": card.age_rating.replace("+", "-"),
        "isAccessibleForFree": True,
    }
    if image:
        event["image"] = image
    if card.starts_at and card.ends_at:
        event |= {"startDate": card.starts_at.isoformat(), "endDate": card.ends_at.isoformat()}
    if card.speakers:
        event["performer"] = [{"@type": "Person", "name": speaker.name} for speaker in card.speakers]
    return event


def film_data(school: School, card: LessonCard, recording: Recording, image: str) -> Data:
    """Return the recording of a lesson; `image` is the address of its poster, or of a picture in its place."""
    url = absolute(school, card.url)
    data: Data = {
        "@type": "VideoObject",
        "name": card.title,
        "description": card.summary or card.title,
        "url": url,
        "embedUrl": absolute(school, reverse("video:embed", args=[recording.token])),
        "uploadDate": recording.shown_from.isoformat(),
        "inLanguage": "ru",
        "isFamilyFriendly": True,
    }
    if not recording.is_live:
        data["duration"] = iso_duration(recording.duration_seconds)
        data |= _places_data(url, recording)
    if recording.live_from is not None:
        data["publication"] = broadcast_data(card, recording)
    if image:
        data["thumbnailUrl"] = image
    return data


def _places_data(url: str, recording: Recording) -> Data:
    """Return the places of a film that search may name; without any, how an address says a second."""
    clips = [
        {
            "@type": "Clip",
            "name": place.title,
            "startOffset": place.seconds,
            "endOffset": place.until_seconds,
            "url": f"{url}?t={place.seconds}",
        }
        for place in recording.places
        if place.until_seconds > place.seconds
    ]
    if clips:
        return {"hasPart": clips}
    target = f"{url}?t={{seek_to_second_number}}"
    seek = {"@type": "SeekToAction", "target": target, "startOffset-input": "required name=seek_to_second_number"}
    return {"potentialAction": seek}


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
