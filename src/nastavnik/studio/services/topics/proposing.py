"""Topics that people propose, and their words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.core.text import search_key, without_unkept
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.search.selectors import Miss, misses_since
from nastavnik.studio.enums import SHOWN_STATES, EvidenceKind, TopicState
from nastavnik.studio.events import TopicOpened
from nastavnik.studio.models import Topic, TopicEvidence
from nastavnik.studio.models.topics import LONGEST_TEXT, LONGEST_TITLE
from nastavnik.studio.permissions import can_keep_topics, can_propose
from nastavnik.studio.selectors.topics.likeness import alike, lemmas_of, words_of
from nastavnik.studio.services.topics.evidence import Sign, make_evidence
from nastavnik.studio.services.topics.locking import locked
from nastavnik.studio.services.topics.refusals import (
    TooManyTopics,
    TopicEmpty,
    TopicIsAlike,
    TopicMoved,
    TopicWrittenElsewhere,
)
from nastavnik.studio.services.topics.voting import vote

# of one person in a day
MOST_TOPICS = 20
DAY = timedelta(days=1)
# what was looked for in vain in this time is evidence
SEARCHED_WITHIN = timedelta(days=90)
# within it the same title is a second click on the button
SAME_CLICK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes. `searched`: the words that she had looked for in vain before."""

    title: str
    about: str = ""
    searched: str = ""
    # she has seen the topics that are alike
    is_sure: bool = False


@transaction.atomic
def propose_topic(*, actor: User, school: School, proposal: Proposal, now: datetime) -> Topic:
    """Propose a topic, open at once: its proposer votes for it and is told what becomes of it. A second click proposes nothing.

    Raises `TopicEmpty`, `TooManyTopics`, and `TopicIsAlike` unless she is sure that hers is another one.
    """
    if not can_propose(actor, school):
        raise PermissionDenied
    title, about = _title(proposal.title), _text(proposal.about)
    # two clicks at once wait here for each other
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
    hers = Topic.objects.filter(school=school, proposed_by=actor, created_at__gt=now - DAY)
    same = hers.filter(title_key=search_key(title), created_at__gt=now - SAME_CLICK, state=TopicState.OPEN).first()
    if same is not None:
        return same
    if hers.count() >= MOST_TOPICS:
        raise TooManyTopics
    if not proposal.is_sure and (found := alike(school, title, states=SHOWN_STATES)):
        raise TopicIsAlike(found)
    topic = _create(actor, school, title, about, now)
    _note_evidence(topic, proposal.searched, now)
    vote(actor=actor, topic_id=topic.pk, now=now)
    publish(TopicOpened(topic_id=topic.pk))
    topic.refresh_from_db(fields=["voices"])
    return topic


@transaction.atomic
def edit_topic(*, actor: User, topic_id: int, title: str, about: str, version: int, now: datetime) -> Topic:
    """Write a topic's words anew: its proposer while it is open, a methodist always.

    Raises `TopicEmpty`, `TopicMoved` for a proposer whose topic is not open any more, `TopicWrittenElsewhere`.
    """
    topic = locked(actor, topic_id, right=can_propose)
    if not can_keep_topics(actor, topic.school):
        if topic.proposed_by_id != actor.pk:
            raise PermissionDenied
        if topic.state not in {TopicState.OPEN, TopicState.SUGGESTED}:
            raise TopicMoved
    title, about = _title(title), _text(about)
    if (topic.title, topic.about) == (title, about):
        return topic
    if topic.version != version:
        raise TopicWrittenElsewhere
    before = topic.title
    topic.about, topic.changed_at, topic.version = about, now, version + 1
    set_title(topic, title)
    topic.save(update_fields=["title", "title_key", "lemmas", "about", "changed_at", "version"])
    journal.record(actor=actor, verb="topic_edited", subject=topic, now=now, before=before, after=title)
    return topic


def set_title(topic: Topic, title: str) -> None:
    """Give a topic its title, and the words by which it is found and compared."""
    topic.title, topic.title_key, topic.lemmas = title, search_key(title)[:LONGEST_TITLE], lemmas_of(title)


def search_evidence_key(text: str) -> str:
    """Return the key of what was looked for: the same words in other forms, and in another order, are the same."""
    return f"search:{' '.join(sorted(words_of(text)))}"


def _title(title: str) -> str:
    words = " ".join(without_unkept(title).split())[:LONGEST_TITLE].strip()
    if not any(letter.isalnum() for letter in words):
        raise TopicEmpty
    return words


def _text(about: str) -> str:
    return without_unkept(about).replace("\r\n", "\n").strip()[:LONGEST_TEXT]


def _create(actor: User, school: School, title: str, about: str, now: datetime) -> Topic:
    topic = Topic(school=school, about=about, proposed_by=actor, created_at=now, changed_at=now)
    set_title(topic, title)
    topic.save(force_insert=True)
    journal.record(actor=actor, verb="topic_proposed", subject=topic, now=now, title=title)
    return topic


def _note_evidence(topic: Topic, searched: str, now: datetime) -> None:
    today = now.astimezone(topic.school.zone).date()
    proposal = Sign(
        kind=EvidenceKind.PROPOSAL,
        key=f"proposal:{topic.token}",
        title=topic.title,
        text=topic.title,
        count=1,
        first_on=today,
        last_on=today,
    )
    make_evidence(topic, proposal).save(force_insert=True)
    if miss := _missed(topic.school, searched, now):
        sign = Sign(
            kind=EvidenceKind.SEARCH,
            key=search_evidence_key(searched),
            title=topic.title,
            text=miss.text,
            count=miss.count,
            first_on=miss.first_on,
            last_on=miss.last_on,
        )
        # known already: it stays with the topic that wrote itself of it, and a methodist is shown that the two are alike
        TopicEvidence.objects.bulk_create([make_evidence(topic, sign)], ignore_conflicts=True)


def _missed(school: School, searched: str, now: datetime) -> Miss | None:
    """Return how often words were looked for in vain, in whatever form; None: never, so nobody can make evidence up."""
    wanted = words_of(searched[:LONGEST_TITLE])
    since = (now - SEARCHED_WITHIN).astimezone(school.zone).date()
    found = [miss for miss in misses_since(school.pk, since) if wanted and words_of(miss.text) == wanted]
    if not found:
        return None
    often = max(found, key=lambda miss: (miss.count, miss.last_on))
    return Miss(
        text=often.text,
        count=sum(miss.count for miss in found),
        first_on=min(miss.first_on for miss in found),
        last_on=max(miss.last_on for miss in found),
    )
