"""Views by channel: methodists write, the director looks."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from nastavnik.audience.enums import CountMethod, Metric, PlaceKind
from nastavnik.people.models import User
from tests.architecture.access.words import DESK, DESK_HIDDEN, RUN, Answer, Row, get, post, who
from tests.audience.factories import CountedChannelFactory, PlacementFactory, ViewCountFactory

# for everybody else it is not there; the director reads it and changes nothing
MENDS = who("methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN}

ROWS: tuple[Row, ...] = (
    get("audience:counts", DESK),
    post("audience:save_counts", RUN),
    get("audience:paste_counts", RUN),
    get("audience:count", DESK, "counted_lesson", "counted_channel", "count_metric"),
    get("audience:correct_count", MENDS, "count"),
    post("audience:withdraw_count", MENDS, "count"),
    get("audience:count_evidence", DESK_HIDDEN, "count"),
    get("audience:channels", DESK),
    get("audience:add_channel", RUN, "counted_kind", is_shared=True),
    get("audience:channel", MENDS, "counted_channel"),
    get("audience:channel_lessons", MENDS, "counted_channel"),
    post("audience:remove_channel", MENDS, "counted_channel"),
    post("audience:restore_channel", MENDS, "counted_channel"),
    post("audience:ask_channel", MENDS, "counted_channel"),
)


def things_of_counts(school: Any, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a channel that is asked, and a number with a screenshot."""
    channel = CountedChannelFactory(
        school=school, kind=PlaceKind.RUTUBE, method=CountMethod.RUTUBE, pull_tried_at=timezone.now()
    )
    placement = PlacementFactory(channel=channel)
    stored = default_storage.save("counts/one.png", ContentFile(b"\x89PNG"))
    count = ViewCountFactory(channel=channel, lesson=placement.lesson, evidence_file=stored)
    return {
        "counted_channel": channel.token,
        "counted_lesson": placement.lesson.uid,
        "count_metric": Metric.TOTAL_VIEWS.value,
        "count": count.pk,
        "counted_kind": PlaceKind.VK.value,
    }
