"""The page of a topic: what it is about, why it is wanted, whose voices it has."""

from dataclasses import dataclass, field

from django.urls import reverse

from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.studio.enums import TopicState
from nastavnik.studio.models import Topic, TopicVote
from nastavnik.studio.permissions import can_keep_topics
from nastavnik.studio.selectors.topics.evidence import EvidenceLine, evidence_of
from nastavnik.studio.selectors.topics.likeness import alike
from nastavnik.studio.selectors.topics.listing import VoteBox, box_of, steps_of
from nastavnik.studio.selectors.topics.lookup import topic_or_where_it_went
from nastavnik.studio.selectors.topics.voices import own_among, rule_of

MAY_EDIT = (TopicState.OPEN, TopicState.SUGGESTED)
BADGES = {
    TopicState.SUGGESTED: "waiting",
    TopicState.OPEN: "ok",
    TopicState.TAKEN: "info",
    TopicState.DONE: "ok",
    TopicState.MERGED: "plain",
    TopicState.DECLINED: "plain",
}


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic as one reader sees it. `libraries` have voted; `people` are voices of those who have no branch, or vote for themselves."""

    topic: Topic
    state: str
    badge: str
    box: VoteBox
    by_library: bool
    libraries: list[str]
    people: int
    evidence: list[EvidenceLine]
    step: str
    lesson_url: str
    is_yours: bool
    can_edit: bool
    desk_url: str


@dataclass(frozen=True, slots=True)
class AlikeTopic:
    """A topic that another may go into."""

    pk: int
    token: str
    title: str
    state: str
    voices: int
    url: str


@dataclass(frozen=True, slots=True)
class DeskTopic:
    """A topic for whoever decides about it."""

    page: TopicPage
    can_keep: bool
    can_open: bool
    can_decline: bool
    can_take: bool
    can_merge: bool
    reason_wanted: bool
    alike: list[AlikeTopic] = field(default_factory=list)


def topic_page(user: User, school: School, token: str) -> TopicPage:
    """Return a topic, or that into which it went, to whoever may read it; seven queries. Raises `Topic.DoesNotExist`."""
    return _page(user, school, topic_or_where_it_went(user, school, token))


def desk_topic(user: User, school: School, token: str, wanted: str) -> DeskTopic:
    """Return a topic to the desk, with those that it may go into: alike ones, or those that `wanted` finds. Raises `Topic.DoesNotExist`."""
    if not can_see_desk(user, school):
        raise Topic.DoesNotExist
    page, can_keep = topic_page(user, school, token), can_keep_topics(user, school)
    topic = page.topic
    can_merge = can_keep and topic.state in {TopicState.SUGGESTED, TopicState.OPEN, TopicState.DECLINED}
    found = alike(school, wanted or topic.title, but=[topic.pk]) if can_merge else []
    return DeskTopic(
        page=page,
        can_keep=can_keep,
        can_open=can_keep and topic.state in {TopicState.SUGGESTED, TopicState.DECLINED},
        can_decline=can_keep and topic.state in MAY_EDIT,
        can_take=can_keep and topic.state in MAY_EDIT,
        can_merge=can_merge,
        reason_wanted=topic.state == TopicState.OPEN,
        alike=[alike_topic(one) for one in found],
    )


def alike_topic(topic: Topic) -> AlikeTopic:
    """Return a topic as it is named beside one that is like it."""
    return AlikeTopic(
        pk=topic.pk,
        token=topic.token,
        title=topic.title,
        state=str(TopicState(topic.state).label),
        voices=topic.voices,
        url=reverse("studio:desk_topic", args=[topic.token]),
    )


def _page(user: User, school: School, topic: Topic) -> TopicPage:
    votes = list(TopicVote.objects.filter(topic=topic).select_related("library").order_by("given_at", "pk"))
    own = own_among(user, rule_of(school), [topic.pk], votes)
    libraries = [str(vote.library) for vote in votes if vote.library]
    is_yours = topic.proposed_by_id == user.pk
    return TopicPage(
        topic=topic,
        state=str(TopicState(topic.state).label),
        badge=BADGES[TopicState(topic.state)],
        box=box_of(topic, own),
        by_library=own.by_library,
        libraries=libraries,
        people=topic.voices - len(libraries),
        evidence=evidence_of(user, school, [topic.pk]).get(topic.pk, []),
        step=steps_of([topic.pk]).get(topic.pk, "") if topic.state == TopicState.TAKEN else "",
        lesson_url=topic.lesson.path if topic.lesson else "",
        is_yours=is_yours,
        can_edit=is_yours and topic.state in MAY_EDIT,
        desk_url=reverse("studio:desk_topic", args=[topic.token]) if can_see_desk(user, school) else "",
    )
