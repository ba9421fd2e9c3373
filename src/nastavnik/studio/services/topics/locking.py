"""A topic that is being changed: locked. A topic before its card, several topics in the order of their numbers."""

from collections.abc import Callable, Collection

from django.core.exceptions import PermissionDenied

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.studio.models import Topic
from nastavnik.studio.permissions import can_keep_topics

Right = Callable[[Actor, School], bool]


def locked(actor: Actor, topic_id: int, *, right: Right = can_keep_topics) -> Topic:
    """Return a topic, locked, to whoever has the right. Raises `PermissionDenied`, `Topic.DoesNotExist`."""
    topic = locked_by_itself(topic_id)
    if not right(actor, topic.school):
        raise PermissionDenied
    return topic


def locked_by_itself(topic_id: int) -> Topic:
    """Return a topic, locked, for what the school does by itself. Raises `Topic.DoesNotExist`."""
    return Topic.objects.select_for_update(of=("self",), no_key=True).select_related("school").get(pk=topic_id)


def locked_together(school: School, topic_ids: Collection[int]) -> dict[int, Topic]:
    """Return topics of a school by their numbers, locked one after another: two people who merge the same ones do not wait for each other."""
    rows = Topic.objects.select_for_update(of=("self",), no_key=True).select_related("school")
    return {topic.pk: topic for topic in rows.filter(school=school, pk__in=topic_ids).order_by("pk")}
