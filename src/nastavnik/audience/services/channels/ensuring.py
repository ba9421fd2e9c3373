"""Channels that make themselves: the school's own page, and every place that broadcasts are relayed to."""

from django.db import transaction
from django.db.models import Max

from nastavnik.audience.enums import CountMethod, PlaceKind
from nastavnik.audience.models import CountedChannel
from nastavnik.audience.selectors.channels.presets import PRESETS
from nastavnik.live.models import Channel
from nastavnik.programme.models import School


def ensure_channels(*, school_id: int) -> None:
    """Make the channels of a school that are not there yet; one that was removed here stays away. Safe to repeat."""
    if _is_whole(school_id):
        return
    with transaction.atomic():
        school = School.objects.select_for_update().get(pk=school_id)
        if not CountedChannel.objects.filter(school=school, kind=PlaceKind.OWN).exists():
            own = PRESETS[PlaceKind.OWN]
            CountedChannel.objects.create(
                school=school,
                kind=PlaceKind.OWN,
                title=school.title[:80],
                metrics=[metric.value for metric in own.metrics],
                method=CountMethod.OWN,
            )
        last = CountedChannel.objects.filter(school=school).aggregate(last=Max("position"))["last"] or 0
        for number, channel in enumerate(_uncounted(school_id), start=last + 1):
            CountedChannel.objects.create(
                school=school,
                kind=channel.kind,
                title=channel.title,
                relayed_to=channel,
                metrics=[metric.value for metric in PRESETS[PlaceKind(channel.kind)].metrics],
                position=number,
            )


def ensure_everywhere() -> None:
    """Make what is missing in all schools: what no event told of."""
    for school_id in School.objects.order_by("pk").values_list("pk", flat=True):
        ensure_channels(school_id=school_id)


def _is_whole(school_id: int) -> bool:
    has_own = CountedChannel.objects.filter(school=school_id, kind=PlaceKind.OWN).exists()
    return has_own and not _uncounted(school_id)


def _uncounted(school_id: int) -> list[Channel]:
    counted = CountedChannel.objects.filter(school=school_id, relayed_to__isnull=False).values("relayed_to")
    channels = Channel.objects.filter(school=school_id, removed_at=None).exclude(pk__in=counted)
    return list(channels.order_by("position", "pk"))
