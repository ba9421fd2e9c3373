"""A topic by its address, for whoever may read it or decide about it."""

from django.core.exceptions import PermissionDenied

from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.studio.enums import TopicState
from nastavnik.studio.models import Topic
from nastavnik.studio.permissions import can_keep_topics, can_propose, topics_visible_to


def topic_for(user: User, school: School, token: str) -> Topic:
    """Return a topic that somebody may read. Raises `Topic.DoesNotExist`."""
    rows = topics_visible_to(user, school).select_related("school", "lesson", "merged_into")
    return rows.get(token=token)


def moved_to(user: User, school: School, token: str) -> Topic | None:
    """Return where a topic went that was merged, if somebody may read that; None: it did not go anywhere. One query."""
    if not can_propose(user, school):
        return None
    gone = Topic.objects.filter(school=school, token=token, state=TopicState.MERGED).values("merged_into")
    return topics_visible_to(user, school).filter(pk__in=gone).first()


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
