"""A topic by its address, for whoever may read it or decide about it."""

from django.core.exceptions import PermissionDenied

from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.studio.enums import TopicState
from nastavnik.studio.models import Topic
from nastavnik.studio.permissions import can_keep_topics, topics_visible_to


def topic_for(user: User, school: School, token: str) -> Topic:
    """Return a topic that somebody may read. Raises `Topic.DoesNotExist`."""
    rows = topics_visible_to(user, school).select_related("school", "lesson", "merged_into")
    return rows.get(token=token)


def topic_or_where_it_went(user: User, school: School, token: str) -> Topic:
    """Return a topic that somebody may read; of one that was merged that into which it went. Raises `Topic.DoesNotExist`."""
    readable = topics_visible_to(user, school).select_related("school", "lesson", "merged_into")
    topic = readable.filter(token=token).first()
    if topic is not None and topic.state != TopicState.MERGED:
        return topic
    gone = Topic.objects.filter(school=school, token=token, state=TopicState.MERGED)
    return readable.get(pk__in=gone.values("merged_into"))


def topic_to_edit(user: User, school: School, token: str) -> Topic:
    """Return a topic to whoever proposed it, and to methodists. Raises `Topic.DoesNotExist`, `PermissionDenied`."""
    topic = topic_for(user, school, token)
    if topic.proposed_by_id != user.pk and not can_keep_topics(user, school):
        raise PermissionDenied
    return topic


def topic_to_keep(user: User, school: School, token: str) -> Topic:
    """Return a topic to whoever decides about topics. Raises `Topic.DoesNotExist`, `PermissionDenied` for who may only read it."""
    topic = topic_for(user, school, token)
    if not can_keep_topics(user, school):
        raise PermissionDenied
    return topic
