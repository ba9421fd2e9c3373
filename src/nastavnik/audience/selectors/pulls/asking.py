"""Which connector asks for a channel, and for what."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import F

from nastavnik.audience.channels.base import Connector
from nastavnik.audience.channels.culture import Culture
from nastavnik.audience.channels.places import Sort, read_place
from nastavnik.audience.channels.rutube import Rutube
from nastavnik.audience.channels.vk import MOST_POSTS, VkFilms, VkPosts
from nastavnik.audience.enums import CountMethod
from nastavnik.audience.models import CountedChannel, Placement

Maker = Callable[[str], Connector]

# by the way in which figures come in; each is made with the channel's key
CONNECTORS: Mapping[str, Maker] = {
    CountMethod.RUTUBE: lambda _key: Rutube(),
    CountMethod.VK_WALL: lambda key: VkPosts(key, most=MOST_POSTS),
    CountMethod.VK_VIDEO: VkFilms,
    CountMethod.CULTURE: Culture,
}
# which addresses each can ask for
SORTS: Mapping[str, Sort] = {
    CountMethod.RUTUBE: Sort.RUTUBE,
    CountMethod.VK_WALL: Sort.VK_POST,
    CountMethod.VK_VIDEO: Sort.VK_VIDEO,
    CountMethod.CULTURE: Sort.CULTURE,
}


def is_askable(method: str, url: str) -> bool:
    """Tell whether a connector can ask for what stands at an address."""
    place = read_place(url)
    return place is not None and place.sort == SORTS.get(method)


def placements_to_ask(channel: CountedChannel) -> list[Placement]:
    """Return where lessons stand at a channel that its connector can ask for, who was not asked for long first."""
    placements = Placement.objects.filter(channel=channel, lesson__removed_at=None).exclude(outer_id="")
    in_order = placements.order_by(F("checked_at").asc(nulls_first=True), "pk")
    return [placement for placement in in_order if is_askable(channel.method, placement.url)]


def channels_due(now: datetime) -> list[int]:
    """Return the channels whose time to be asked has come."""
    due = CountedChannel.objects.filter(pull_next_at__lte=now, removed_at=None).order_by("pull_next_at", "pk")
    return list(due.values_list("pk", flat=True))
