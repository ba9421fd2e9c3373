"""Topics write themselves: every day, and when a methodist asks for it. Safe to repeat: a source is evidence once in a school."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation

from nastavnik.core.text import without_unkept
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.studio.enums import TopicState
from nastavnik.studio.models import Topic, TopicEvidence
from nastavnik.studio.permissions import can_keep_topics
from nastavnik.studio.selectors.topics.likeness import Likeness, likeness_of, words_of
from nastavnik.studio.services.topics.evidence import Sign, make_evidence
from nastavnik.studio.services.topics.proposing import set_title
from nastavnik.studio.services.topics.sources import signs_of

# so many are written in one transaction: others who write meanwhile wait for some milliseconds
CHUNK = 50


def collect_now(*, actor: User, school: School, now: datetime) -> int:
    """Let topics of a school write themselves at once; return how much new evidence there is."""
    if not can_keep_topics(actor, school):
        raise PermissionDenied
    return collect_topics(school=school, now=now)


def collect_all(*, now: datetime) -> int:
    """Let topics of all schools write themselves; return how much new evidence there is."""
    return sum(collect_topics(school=school, now=now) for school in School.objects.order_by("pk"))


def collect_topics(*, school: School, now: datetime) -> int:
    """Write down what a school knows of what is wanted; return how much of it is new. Safe to repeat."""
    with translation.override("ru"):  # what is kept is read by everybody, whoever asked for it
        signs = {sign.key: sign for sign in signs_of(school, now)}
    every = list(signs.values())
    return sum(_note(school, every[at : at + CHUNK], now) for at in range(0, len(every), CHUNK))


@transaction.atomic
def _note(school: School, signs: Sequence[Sign], now: datetime) -> int:
    """Add what is new to topics that are alike, or to new ones; write down what grew. One chunk after another in a school."""
    School.objects.select_for_update(of=("self",), no_key=True).get(pk=school.pk)
    known = {row.key: row for row in TopicEvidence.objects.filter(school=school, key__in=[sign.key for sign in signs])}
    grown = [row for sign in signs if (row := known.get(sign.key)) is not None and _has_grown(row, sign)]
    TopicEvidence.objects.bulk_update(grown, ["count", "last_on"])
    new = [sign for sign in signs if sign.key not in known]
    likeness = likeness_of(school.pk) if new else Likeness()
    evidence = [make_evidence(_topic_of(school, sign, likeness, now), sign) for sign in new]
    TopicEvidence.objects.bulk_create(evidence)
    return len(new)


def _has_grown(row: TopicEvidence, sign: Sign) -> bool:
    """Take over what is more, or later, than what is known; tell whether anything is."""
    before = row.count, row.last_on
    row.count, row.last_on = max(row.count, sign.count), max(row.last_on, sign.last_on)
    return before != (row.count, row.last_on)


def _topic_of(school: School, sign: Sign, likeness: Likeness, now: datetime) -> Topic:
    """Return the topic that a sign belongs to: the likest of those that live, else one that begins with it."""
    words = words_of(sign.title)
    if found := likeness.alike(words):
        return Topic(pk=found[0], school=school)
    topic = Topic(school=school, state=TopicState.SUGGESTED, created_at=now, changed_at=now)
    set_title(topic, without_unkept(sign.title))
    topic.save(force_insert=True)
    likeness.add(topic.pk, words)
    return topic
