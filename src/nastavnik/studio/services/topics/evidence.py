"""Evidence: each source once in a school, with how often and when it was seen last."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from nastavnik.core.text import without_unkept
from nastavnik.studio.enums import EvidenceKind
from nastavnik.studio.models import Topic, TopicEvidence, TopicVote

LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that shows what is wanted. `title` is that of the topic that begins with it, by which it is also compared."""

    kind: EvidenceKind
    key: str
    title: str
    text: str
    count: int
    first_on: date
    last_on: date
    path: str = ""
    is_closed: bool = False


def make_evidence(topic: Topic, sign: Sign) -> TopicEvidence:
    """Return the row of a sign of a topic, not saved yet."""
    return TopicEvidence(
        school_id=topic.school_id,
        topic=topic,
        kind=sign.kind,
        key=sign.key,
        text=without_unkept(sign.text)[:LONGEST_TEXT],
        is_closed=sign.is_closed,
        path=sign.path,
        count=sign.count,
        first_on=sign.first_on,
        last_on=sign.last_on,
    )


def recount(topic: Topic) -> None:
    """Write how many voices a locked topic has."""
    topic.voices = TopicVote.objects.filter(topic=topic).aggregate(count=Count("pk"))["count"]
    topic.save(update_fields=["voices"])
