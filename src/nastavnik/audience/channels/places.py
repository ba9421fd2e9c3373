"""Addresses at which people watch, and what a connector asks for there."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class Sort(StrEnum):
    """What an address leads to."""

    VK_VIDEO = "vk_video"
    VK_POST = "vk_post"
    RUTUBE = "rutube"
    CULTURE = "culture"


@dataclass(frozen=True, slots=True)
class Place:
    """A film, a post or an event at a place outside."""

    sort: Sort
    outer_id: str


VK_HOSTS = frozenset({"vk.com", "vk.ru", "vkvideo.ru"})
VK_NUMBER = r"(-?\d{1,18}_\d{1,18})(?!\d)"
VIDEO, POST = re.compile(rf"video{VK_NUMBER}", re.ASCII), re.compile(rf"wall{VK_NUMBER}", re.ASCII)
FILM = re.compile(r"/(?:video|live/video|play/embed)/(?:private/)?([0-9a-f]{32})(?:/|$)", re.ASCII)
EVENT = re.compile(r"/(?:events|live/broadcasts|afisha/events)/(\d{1,20})(?:/|$)", re.ASCII)


def read_place(url: str) -> Place | None:
    """Return what an address leads to; None for one that no connector knows."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if host in VK_HOSTS:
        return _at_vk(f"{parts.path}?{parts.query}")
    if host == "rutube.ru" and (film := FILM.match(parts.path)):
        return Place(Sort.RUTUBE, film[1])
    if host in {"culture.ru", "pro.culture.ru"} and (event := EVENT.search(parts.path)):
        return Place(Sort.CULTURE, event[1])
    return None


def _at_vk(path: str) -> Place | None:
    """Return a post or a film; a window with one may lie over another page, so it may stand anywhere in the address."""
    if found := POST.search(path):
        return Place(Sort.VK_POST, found[1])
    if found := VIDEO.search(path):
        return Place(Sort.VK_VIDEO, found[1])
    return None


def outer_id_in(url: str) -> str:
    """Return what a connector asks for; nothing where it cannot ask."""
    place = read_place(url)
    return place.outer_id if place else ""
