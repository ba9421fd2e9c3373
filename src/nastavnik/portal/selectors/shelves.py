"""The film library, cycle by cycle."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.people.permissions import Actor
from nastavnik.portal.selectors.heads import Head, tab_head
from nastavnik.portal.selectors.navigation import programme_url
from nastavnik.programme.enums import Tab
from nastavnik.programme.models import School
from nastavnik.video import selectors as video_selectors
from nastavnik.video.selectors import Shelf


@dataclass(frozen=True, slots=True)
class Shelves:
    """The film library."""

    head: Head
    shelves: list[Shelf]
    programme_url: str
    # where programs are told of new ones
    podcast_url: str
    news_url: str


def shelves_page(actor: Actor, school: School, now: datetime) -> Shelves:
    """Return the films that `actor` may watch, by cycle."""
    shelves = video_selectors.library(actor, school, now)
    return Shelves(
        head=tab_head(school, Tab.VIDEOS),
        shelves=shelves,
        programme_url=programme_url(),
        podcast_url=reverse("portal:podcast"),
        news_url=reverse("portal:lessons_feed"),
    )
