"""How other sites show a page of the school when somebody pastes its address: oEmbed 1.0 (oembed.com). Always as a guest sees it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.html import format_html

from nastavnik.portal.press.cards import HEIGHT, WIDTH
from nastavnik.portal.selectors.cards import ShareCard, share_card
from nastavnik.portal.selectors.feeds import plain
from nastavnik.portal.selectors.linked import absolute
from nastavnik.programme.models import School
from nastavnik.programme.selectors import lesson_for
from nastavnik.video import selectors as video_selectors
from nastavnik.video.selectors import Player
from nastavnik.video.selectors.desk import EMBED_ROW_PIXELS, EMBED_WIDTH
from nastavnik.video.selectors.player import Show

CACHE_SECONDS = 3600
POINTS = re.compile(r"[1-9]\d{0,4}", re.ASCII)
SMALLEST_WIDTH = 200
# as the player reads a place of a film: 90, 1m30s, 1:30, 90-130
MOMENT = re.compile(r"[\dhms:.-]{1,24}", re.ASCII)


class PrivatePage(Exception):
    """There is such a page, and what it shows is not for everybody."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much room the other site has, in its own points; None where it does not say."""

    width: int | None = None
    height: int | None = None


def room_of(width: str, height: str) -> Room:
    """Return the room as addresses say it; what is no number of points is passed over."""
    return Room(_points(width), _points(height))


def _points(text: str) -> int | None:
    return int(text) if POINTS.fullmatch(text) else None


def hosts_of(school: School, asked_at: str) -> frozenset[str]:
    """Return under which names the school's pages are known: its own, and the one by which it is asked."""
    return frozenset({urlsplit(school.base_url).netloc.lower(), asked_at.lower()})


def as_xml(said: dict[str, Any]) -> bytes:
    """Return the answer as XML."""
    root = ET.Element("oembed")
    for name, value in said.items():
        ET.SubElement(root, name).text = str(value)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def shown_elsewhere(school: School, hosts: Collection[str], url: str, room: Room, now: datetime) -> dict[str, Any]:
    """Return what oEmbed answers for the page at `url`, which must be of this school at one of `hosts`.

    Raises `ObjectDoesNotExist` for what is no page that guests may open, `PrivatePage` for a film that is not for all.
    """
    address = _split(url)
    if address.scheme not in {"http", "https"} or address.netloc.lower() not in hosts:
        raise ObjectDoesNotExist
    match = _match(school, address.path)
    show = SHOWN.get(match.view_name)
    if show is None:
        raise ObjectDoesNotExist
    return show(Asked(school, match, address, room, now))


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise ObjectDoesNotExist from error


def _match(school: School, path: str) -> ResolverMatch:
    own = f"/{school.path}" if school.path else ""
    if not path.startswith(f"{own}/"):
        raise ObjectDoesNotExist
    try:
        return resolve(path.removeprefix(own))
    except Resolver404 as error:
        raise ObjectDoesNotExist from error


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of ours, and how it is to be shown."""

    school: School
    match: ResolverMatch
    address: SplitResult
    room: Room
    now: datetime

    @property
    def word(self) -> str:
        """Return what tells the page from others of its kind."""
        return str(next(iter(self.match.kwargs.values()), ""))


def _lesson(asked: Asked) -> dict[str, Any]:
    page = lesson_for(AnonymousUser(), asked.school, asked.word)
    player = video_selectors.player_for(AnonymousUser(), page.lesson, asked.now, is_enrolled=False, is_resumed=False)
    card = share_card(asked.school, "lessons", asked.word)
    authors = ", ".join(speaker.name for speaker in page.card.speakers)
    if player is None or not player.is_film:
        return _link(asked, card, page.card.title, authors)
    return _film(asked, player, page.card.title, authors) | _thumbnail(asked, card)


def _film_page(asked: Asked) -> dict[str, Any]:
    video = video_selectors.video_to_watch(AnonymousUser(), asked.school, asked.word)
    player = video_selectors.player_of(AnonymousUser(), video, asked.now, has_link=True)
    if player.show == Show.LOCKED:
        raise PrivatePage
    if not player.is_film:
        raise ObjectDoesNotExist
    return _film(asked, player, player.title, "")


def _card_page(kind: str) -> Callable[[Asked], dict[str, Any]]:
    def show(asked: Asked) -> dict[str, Any]:
        card = share_card(asked.school, kind, asked.word or asked.school.slug)
        return _link(asked, card, card.title, "")

    return show


SHOWN: dict[str, Callable[[Asked], dict[str, Any]]] = {
    "portal:lesson": _lesson,
    "video:watch": _film_page,
    "video:embed": _film_page,
    "portal:year": _card_page("programme"),
    "publishing:book": _card_page("collections"),
    "portal:home": _card_page("school"),
}


def _said(asked: Asked, kind: str, title: str, authors: str) -> dict[str, Any]:
    said = {
        "version": "1.0",
        "type": kind,
        "title": plain(title),
        "provider_name": plain(asked.school.title),
        "provider_url": absolute(asked.school, reverse("portal:home")),
        "cache_age": CACHE_SECONDS,
    }
    return said | ({"author_name": plain(authors)} if authors else {})


def _link(asked: Asked, card: ShareCard, title: str, authors: str) -> dict[str, Any]:
    return _said(asked, "link", title, authors) | _thumbnail(asked, card)


def _thumbnail(asked: Asked, card: ShareCard) -> dict[str, Any]:
    """Return the card of the page where there is room for it: a thumbnail respects the room as well."""
    if (asked.room.width or WIDTH) < WIDTH or (asked.room.height or HEIGHT) < HEIGHT:
        return {}
    address = absolute(asked.school, card.path)
    return {"thumbnail_url": address, "thumbnail_width": WIDTH, "thumbnail_height": HEIGHT}


def _film(asked: Asked, player: Player, title: str, authors: str) -> dict[str, Any]:
    width, height = frame_of(player.width, player.height, asked.room)
    frame = format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" '
        'allow="fullscreen; picture-in-picture; autoplay; clipboard-write" allowfullscreen></iframe>',
        absolute(asked.school, reverse("video:embed", args=[player.token])) + _moment(asked.address),
        width,
        height,
        plain(title),
    )
    return _said(asked, "video", title, authors) | {"html": str(frame), "width": width, "height": height}


def _moment(address: SplitResult) -> str:
    """Return the place of the film that the address names, as an address."""
    moment = parse_qs(address.query).get("t", [""])[0]
    return f"?t={quote(moment)}" if MOMENT.fullmatch(moment) else ""


def frame_of(width: int, height: int, room: Room) -> tuple[int, int]:
    """Return the frame for a picture of these sides with the row under it: as large as there is room, never beyond `EMBED_WIDTH`.

    In less room than `SMALLEST_WIDTH` a player is of no use; such a wish is passed over.
    """
    wide = max(SMALLEST_WIDTH, min(room.width or EMBED_WIDTH, EMBED_WIDTH))
    if room.height is not None:
        wide = max(SMALLEST_WIDTH, min(wide, int((room.height - EMBED_ROW_PIXELS) * width / height)))
    return wide, round(wide * height / width) + EMBED_ROW_PIXELS
