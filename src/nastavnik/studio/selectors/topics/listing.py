"""The page of topics: what is voted for, what is being made, what was made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.core.paginator import Paginator
from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import pgettext

from nastavnik.core.tables.pages import Pages, pages_of
from nastavnik.core.text import search_key
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.studio.enums import SHOWN_STATES, CardState, TopicState
from nastavnik.studio.models import ProductionCard, Topic
from nastavnik.studio.permissions import topics_visible_to
from nastavnik.studio.selectors.topics.evidence import EvidenceSum, sums_of, told
from nastavnik.studio.selectors.topics.voices import OwnVoice, own_voice

PAGE_TOPICS = 30


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the topics."""

    url: str
    label: str
    is_current: bool
    count: int


@dataclass(frozen=True, slots=True)
class VoteBox:
    """How many voices a topic has, and what its reader has said of it."""

    token: str
    title: str
    voices: int
    is_open: bool
    is_awaited: bool
    has_voted: bool
    by_colleague: bool
    is_told: bool


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in a list. `step`: how far the making of its film is; `lesson_url`: what it has become."""

    url: str
    title: str
    about: str
    box: VoteBox
    evidence: str
    step: str
    lesson_title: str
    lesson_url: str


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """The page of topics. `wanted`: what was looked for among them."""

    tabs: list[Tab]
    state: TopicState
    lines: list[TopicLine]
    pages: Pages
    wanted: str
    by_library: bool
    desk_url: str


def topics_page(user: User, school: School, params: Mapping[str, str]) -> TopicsPage:
    """Return the topics that everybody of a school may read, in the state that the address says; nine queries."""
    state, wanted = _state(params.get("state", "")), params.get("q", "")[:100].strip()
    shown = Topic.objects.filter(school=school, state__in=SHOWN_STATES)
    counts = dict(shown.order_by().values_list("state").annotate(count=Count("pk")))
    rows = shown.filter(state=state).select_related("lesson")
    if wanted:
        rows = rows.filter(title_key__contains=search_key(wanted))
    order = ("-changed_at", "pk") if state == TopicState.DONE else ("-voices", "-created_at", "pk")
    paginator: Paginator[Topic] = Paginator(rows.order_by(*order), PAGE_TOPICS)
    page = paginator.get_page(params.get("page"))
    topics = list(page.object_list)
    own = own_voice(user, school, [topic.pk for topic in topics])
    return TopicsPage(
        tabs=[_tab(one, counts.get(one.value, 0), is_current=one == state) for one in SHOWN_STATES],
        state=state,
        lines=lines_of(topics, own),
        pages=pages_of(page, partial(page_address, {"state": state.value, "q": wanted})),
        wanted=wanted,
        by_library=own.by_library,
        desk_url=reverse("studio:desk_topics") if can_see_desk(user, school) else "",
    )


def lines_of(topics: Sequence[Topic], own: OwnVoice) -> list[TopicLine]:
    """Return topics as lines of a list, with what their reader has said of them; two queries."""
    ids = [topic.pk for topic in topics]
    sums, steps = sums_of(ids), steps_of(ids)
    return [_line(topic, own, sums.get(topic.pk, []), steps.get(topic.pk, "")) for topic in topics]


def box_of(topic: Topic, own: OwnVoice) -> VoteBox:
    """Return the voices of a topic for one reader."""
    return VoteBox(
        token=topic.token,
        title=topic.title,
        voices=topic.voices,
        is_open=topic.state == TopicState.OPEN,
        is_awaited=topic.state in {TopicState.OPEN, TopicState.TAKEN},
        has_voted=topic.pk in own.voted,
        by_colleague=topic.pk in own.by_colleague,
        is_told=topic.pk in own.asked,
    )


def box_for(user: User, school: School, token: str) -> VoteBox:
    """Return the voices of a topic that somebody may read. Raises `Topic.DoesNotExist`."""
    topic = topics_visible_to(user, school).get(token=token)
    return box_of(topic, own_voice(user, school, [topic.pk]))


def steps_of(topic_ids: Sequence[int]) -> dict[int, str]:
    """Return how far the films of topics are; one query."""
    cards = ProductionCard.objects.filter(topic__in=topic_ids, removed_at=None).exclude(state=CardState.PUBLISHED)
    return {topic: str(CardState(state).label) for topic, state in cards.values_list("topic", "state") if topic}


def page_address(params: Mapping[str, str], number: int) -> str:
    """Return the address of a page of a list that was asked for with these parameters."""
    return f"?{urlencode({**{name: value for name, value in params.items() if value}, 'page': str(number)})}"


def _line(topic: Topic, own: OwnVoice, sums: list[EvidenceSum], step: str) -> TopicLine:
    return TopicLine(
        url=reverse("studio:topic", args=[topic.token]),
        title=topic.title,
        about=topic.about,
        box=box_of(topic, own),
        evidence=told(sums),
        step=step,
        lesson_title=topic.lesson.title if topic.lesson else "",
        lesson_url=topic.lesson.path if topic.lesson else "",
    )


def _state(asked: str) -> TopicState:
    return TopicState(asked) if asked in SHOWN_STATES else TopicState.OPEN


def _tab(state: TopicState, count: int, *, is_current: bool) -> Tab:
    labels = {
        TopicState.OPEN: pgettext("topics", "Vote"),
        TopicState.TAKEN: pgettext("topics", "Being made"),
        TopicState.DONE: pgettext("topics", "Made"),
    }
    url = reverse("studio:topics")
    return Tab(url if state == TopicState.OPEN else f"{url}?state={state}", labels[state], is_current, count)
