"""What a page says of itself to machines: description, Open Graph, schema.org."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse

from nastavnik.portal.selectors.navigation import TAB_VIEWS, tab_text
from nastavnik.programme.enums import Tab
from nastavnik.programme.models import Programme, School
from nastavnik.programme.selectors import LessonCard, LessonPage
from nastavnik.video.selectors import Player

CONTEXT = "https://schema.org"
ONLINE = f"{CONTEXT}/OnlineEventAttendanceMode"
# JSON-LD as it is written: names to texts, numbers, lists and further objects.
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """The machine's view of a page; addresses are absolute, `data` is a schema.org graph."""

    title: str
    description: str
    url: str
    kind: str = "website"
    image: str = ""
    data: Data | None = None


def absolute(school: School, path: str) -> str:
    """Return the whole address of a path as `reverse` gives it, which has the school's own path in it already."""
    root = school.base_url.removesuffix(f"/{school.path}") if school.path else school.base_url
    return f"{root}{path}"


def home_head(school: School, lesson: LessonCard | None) -> Head:
    """Return the head of the first page: the school, and the lesson that comes next."""
    events = [event_data(school, lesson)] if lesson else []
    graph = {"@context": CONTEXT, "@graph": [school_data(school), *events]}
    return Head(school.title, school.motto, absolute(school, reverse("portal:home")), data=graph)


def tab_head(school: School, tab: Tab) -> Head:
    """Return the head of a tab."""
    return Head(str(tab.label), tab_text(school, tab), absolute(school, reverse(TAB_VIEWS[tab])))


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
    return Head(programme.title, description, url, data=course)


def lesson_head(school: School, page: LessonPage, player: Player | None) -> Head:
    """Return the head of a lesson: an event, and its recording when the viewer may watch one."""
    card = page.card
    url = absolute(school, card.url)
    graph: Data = {"@context": CONTEXT, "@graph": [event_data(school, card)]}
    if player is None or not player.is_film:
        return Head(card.title, card.summary or card.title, url, data=graph)
    image = absolute(school, reverse("video:poster", args=[player.token])) if player.poster_url else ""
    graph["@graph"].append(film_data(school, page, player, image))
    return Head(card.title, card.summary or card.title, url, "video.other", image, graph)


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


def film_data(school: School, page: LessonPage, player: Player, image: str) -> Data:
    """Return the recording of a lesson; `image` is the address of its poster, if it has one."""
    data: Data = {
        "@type": "VideoObject",
        "name": page.card.title,
        "description": page.card.summary or page.card.title,
        "url": absolute(school, page.card.url),
        "embedUrl": absolute(school, reverse("video:embed", args=[player.token])),
        "duration": iso_duration(player.duration_seconds),
        "inLanguage": "ru",
    }
    if page.card.starts_at:
        data["uploadDate"] = page.card.starts_at.isoformat()
    if image:
        data["thumbnailUrl"] = image
    return data


def iso_duration(seconds: float) -> str:
    """Return a length as ISO 8601 writes it: PT1H2M3S."""
    minutes, rest = divmod(int(timedelta(seconds=seconds).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"PT{hours}H{minutes}M{rest}S"
