"""Where lessons stand at a channel outside."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.audience.channels.places import outer_id_in
from nastavnik.audience.enums import PlaceKind
from nastavnik.audience.models import CountedChannel, Placement
from nastavnik.audience.permissions import can_count
from nastavnik.audience.services.refusals import CellUnknown, PlacementUnfit, PlaceStays
from nastavnik.core import journal
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson

MOST_ADDRESS = 500


@transaction.atomic
def place_lessons(*, actor: Actor, channel_token: str, urls: Mapping[int, str], now: datetime) -> int:
    """Say at which addresses lessons (by their numbers) are watched at a channel; an empty one takes a lesson away.

    Return how many were changed. Raises `PlacementUnfit`, `CellUnknown`, `PlaceStays`.
    """
    channels = CountedChannel.objects.select_for_update(of=("self",)).select_related("school")
    channel = channels.get(token=channel_token, removed_at=None)
    if not can_count(actor, channel.school):
        raise PermissionDenied
    if channel.kind == PlaceKind.OWN:
        raise PlaceStays
    if Lesson.objects.filter(school=channel.school_id, removed_at=None, pk__in=urls).count() != len(urls):
        raise CellUnknown
    there = {row.lesson_id: row for row in Placement.objects.filter(channel=channel, lesson__in=urls)}
    changed = sum(_place(channel, lesson_id, there.get(lesson_id), url.strip()) for lesson_id, url in urls.items())
    if changed:
        journal.record(actor=actor, verb="lessons placed", subject=channel, now=now, changed=changed)
    return changed


def _place(channel: CountedChannel, lesson_id: int, placement: Placement | None, url: str) -> bool:
    """Put a lesson at an address; tell whether that is another one than before."""
    if url == (placement.url if placement else ""):
        return False
    if not url:
        Placement.objects.filter(channel=channel, lesson=lesson_id).delete()
        return True
    if len(url) > MOST_ADDRESS or not url.startswith(("https://", "http://")) or not url.isprintable():
        raise PlacementUnfit
    told = {"url": url, "outer_id": outer_id_in(url), "state": "", "checked_at": None}
    Placement.objects.update_or_create(channel=channel, lesson_id=lesson_id, defaults=told)
    return True
