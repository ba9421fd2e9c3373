"""The desk of topics: what has written itself, with its evidence; what is open, made, set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import pgettext

from nastavnik.core.tables.pages import Pages, pages_of
from nastavnik.core.text import search_key
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.studio.enums import LIVING_STATES, TopicState
from nastavnik.studio.models import Topic, TopicEvidence
from nastavnik.studio.permissions import can_keep_topics
from nastavnik.studio.selectors.topics.evidence import EvidenceLine, evidence_of
from nastavnik.studio.selectors.topics.likeness import likeness_of
from nastavnik.studio.selectors.topics.listing import Tab, page_address
from nastavnik.studio.selectors.topics.page import AlikeTopic, alike_topic

PAGE_TOPICS = 20
# of a topic in the list; all of it stands on its own page
MOST_EVIDENCE = 4
TABS = (TopicState.SUGGESTED, TopicState.OPEN, TopicState.TAKEN, TopicState.DONE, TopicState.DECLINED)


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A topic at the desk. `more` pieces of evidence are not shown; `alike` is what it may go into."""

    token: str
    url: str
    title: str
    voices: int
    reason: str
    evidence: list[EvidenceLine]
    more: int
    alike: AlikeTopic | None
    is_hidden: bool
    may_be_merged: bool


@dataclass(frozen=True, slots=True)
class DeskTopics:
    """The topics of a school in one state."""

    tabs: list[Tab]
    state: TopicState
    lines: list[DeskLine]
    pages: Pages
    wanted: str
    can_keep: bool


@dataclass(frozen=True, slots=True)
class Merging:
    """Topics of which one takes the others."""

    topics: list[AlikeTopic]


def desk_topics(user: User, school: School, params: Mapping[str, str]) -> DeskTopics:
    """Return the topics of a school to its desk; eight queries. Raises `PermissionDenied`."""
    if not can_see_desk(user, school):
        raise PermissionDenied
    state, wanted = _state(params.get("state", "")), params.get("q", "")[:100].strip()
    every = Topic.objects.filter(school=school)
    counts = dict(every.order_by().values_list("state").annotate(count=Count("pk")))
    paginator: Paginator[Topic] = Paginator(_rows(every.filter(state=state), state, wanted), PAGE_TOPICS)
    page = paginator.get_page(params.get("page"))
    return DeskTopics(
        tabs=[_tab(one, counts.get(one.value, 0), is_current=one == state) for one in TABS],
        state=state,
        lines=_lines(user, school, list(page.object_list)),
        pages=pages_of(page, partial(page_address, {"state": state.value, "q": wanted})),
        wanted=wanted,
        can_keep=can_keep_topics(user, school),
    )


def merging_of(user: User, school: School, tokens: Sequence[str]) -> Merging:
    """Return the topics that somebody has chosen to become one. Raises `PermissionDenied`."""
    if not can_keep_topics(user, school):
        raise PermissionDenied
    rows = Topic.objects.filter(school=school, token__in=tokens).order_by("-voices", "created_at", "pk")
    return Merging([alike_topic(topic) for topic in rows])


def _rows(topics: QuerySet[Topic], state: TopicState, wanted: str) -> QuerySet[Topic]:
    if wanted:
        topics = topics.filter(title_key__contains=search_key(wanted))
    if state in {TopicState.SUGGESTED, TopicState.DECLINED}:
        # what is wanted most comes first: nobody has voted for it yet
        signs = TopicEvidence.objects.filter(topic=OuterRef("pk")).order_by().values("topic")
        times = Subquery(signs.annotate(times=Sum("count")).values("times"))
        return topics.annotate(wanted=Coalesce(times, 0)).order_by("-wanted", "-created_at", "pk")
    return topics.order_by("-changed_at" if state == TopicState.DONE else "-voices", "-created_at", "pk")


def _lines(user: User, school: School, topics: Sequence[Topic]) -> list[DeskLine]:
    evidence = evidence_of(user, school, [topic.pk for topic in topics])
    near = _alike(school, topics)
    return [_line(topic, evidence.get(topic.pk, []), near.get(topic.pk)) for topic in topics]


def _alike(school: School, topics: Sequence[Topic]) -> dict[int, AlikeTopic]:
    """Return for each topic that may go into another the one it is likest to; two queries."""
    likeness = likeness_of(school.pk, LIVING_STATES)
    nearest: dict[int, int] = {}
    for topic in topics:
        if topic.state in {TopicState.SUGGESTED, TopicState.OPEN}:
            others = [pk for pk in likeness.alike(frozenset(topic.lemmas.split())) if pk != topic.pk]
            if others:
                nearest[topic.pk] = others[0]
    known = Topic.objects.in_bulk(set(nearest.values()))
    return {pk: alike_topic(known[other]) for pk, other in nearest.items() if other in known}


def _line(topic: Topic, evidence: list[EvidenceLine], near: AlikeTopic | None) -> DeskLine:
    return DeskLine(
        token=topic.token,
        url=reverse("studio:desk_topic", args=[topic.token]),
        title=topic.title,
        voices=topic.voices,
        reason=topic.declined_because,
        evidence=evidence[:MOST_EVIDENCE],
        more=max(0, len(evidence) - MOST_EVIDENCE),
        alike=near,
        is_hidden=topic.state in {TopicState.SUGGESTED, TopicState.DECLINED},
        may_be_merged=topic.state in LIVING_STATES,
    )


def _state(asked: str) -> TopicState:
    return TopicState(asked) if asked in TABS else TopicState.SUGGESTED


def _tab(state: TopicState, count: int, *, is_current: bool) -> Tab:
    labels = {
        TopicState.SUGGESTED: pgettext("topics", "Wrote themselves"),
        TopicState.OPEN: pgettext("topics", "Open"),
        TopicState.TAKEN: pgettext("topics", "Being made"),
        TopicState.DONE: pgettext("topics", "Made"),
        TopicState.DECLINED: pgettext("topics", "Set aside"),
    }
    return Tab(f"{reverse('studio:desk_topics')}?state={state}", labels[state], is_current, count)
