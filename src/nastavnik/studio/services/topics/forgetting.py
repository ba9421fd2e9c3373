"""A person who asked to be forgotten proposes and votes no more: the topics stay without her, and so does her branch's voice."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from nastavnik.people.models import User
from nastavnik.studio.models import Topic, TopicAsker, TopicVote
from nastavnik.studio.services.topics.evidence import recount
from nastavnik.studio.services.topics.locking import locked_by_itself


def forget_person(*, user_id: int) -> None:
    """Take a person off all topics. Safe to repeat."""
    TopicAsker.objects.filter(user=user_id).delete()
    Topic.objects.filter(proposed_by=user_id).update(proposed_by=None)
    TopicVote.objects.filter(user=user_id, voice__startswith="library:").update(user=None)
    topics = TopicVote.objects.filter(user=user_id).order_by("topic").values_list("topic", flat=True)
    for topic_id in list(topics):
        _take_voice(topic_id, user_id)


@transaction.atomic
def _take_voice(topic_id: int, user_id: int) -> None:
    topic = locked_by_itself(topic_id)
    TopicVote.objects.filter(topic=topic, user=user_id).delete()
    recount(topic)


def forget_who_was_missed() -> int:
    """Forget whose erasure was not heard of; return how many."""
    rows = (TopicVote.objects.filter(user=OuterRef("pk")), TopicAsker.objects.filter(user=OuterRef("pk")))
    proposed = Topic.objects.filter(proposed_by=OuterRef("pk"))
    left = Exists(rows[0]) | Exists(rows[1]) | Exists(proposed)
    ids = list(User.objects.filter(left, erased_at__isnull=False).order_by("pk").values_list("pk", flat=True))
    for user_id in ids:
        forget_person(user_id=user_id)
    return len(ids)
