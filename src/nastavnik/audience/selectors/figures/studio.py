"""What people wish to learn, and the films that are made of it. Rows of voices name nobody."""

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.selectors.figures.plan import Figure, Section, Source, number_column, numbers
from nastavnik.audience.selectors.figures.values import Scope
from nastavnik.core.tables import Column, Table
from nastavnik.studio.enums import CardState, EvidenceKind, TopicState
from nastavnik.studio.models import ProductionCard, Topic, TopicEvidence, TopicVote

TOPICS = Table[Topic](
    name="topics",
    columns=(
        Column("title", _("Topic"), lambda one: one.title, order=("title_key",)),
        Column("state", _("State"), lambda one: TopicState(one.state).label, order=("state",)),
        number_column("voices", _("Voices"), lambda one: one.voices, "voices"),
        Column("made", _("Came up"), lambda one: one.created_at, order=("created_at",)),
    ),
    order="made",
    caption=_("Topics"),
)

VOICES = Table[TopicVote](
    name="voices",
    columns=(
        Column("topic", _("Topic"), lambda one: one.topic.title, order=("topic__title_key",)),
        Column("library", _("Library"), lambda one: one.library.label if one.library else ""),
        Column("given", _("Given"), lambda one: one.given_at, order=("given_at",)),
    ),
    order="given",
    caption=_("Voices for topics, without names"),
)

CARDS = Table[ProductionCard](
    name="cards",
    columns=(
        number_column("number", _("Number"), lambda one: one.number, "number"),
        Column(
            "title",
            _("Card"),
            lambda one: one.title,
            order=("title_key",),
            link=lambda one: reverse("studio:card", args=[one.token]),
        ),
        Column("state", _("State"), lambda one: CardState(one.state).label, order=("state",)),
        Column("begun", _("Begun"), lambda one: one.created_at, order=("created_at",)),
    ),
    order="number",
    caption=_("Production cards"),
)


def topics(scope: Scope) -> QuerySet[Topic]:
    """Return the topics that came up within the period; one that went into another counts there."""
    return Topic.objects.filter(school=scope.school, created_at__range=scope.moments).exclude(state=TopicState.MERGED)


def written_by_themselves(scope: Scope) -> QuerySet[Topic]:
    """Return those of them that nobody has proposed: the school found them in what people look for, ask and wish."""
    proposals = TopicEvidence.objects.filter(topic=OuterRef("pk"), kind=EvidenceKind.PROPOSAL)
    return topics(scope).filter(~Exists(proposals), proposed_by=None)


def open_topics(scope: Scope) -> QuerySet[Topic]:
    """Return those of them that are open for votes."""
    return topics(scope).filter(state=TopicState.OPEN)


def voices(scope: Scope) -> QuerySet[TopicVote]:
    """Return the voices that were given within the period and not taken back."""
    return TopicVote.objects.filter(topic__school=scope.school, given_at__range=scope.moments)


def begun(scope: Scope) -> QuerySet[ProductionCard]:
    """Return the cards that were begun within the period and not removed."""
    return ProductionCard.objects.filter(school=scope.school, created_at__range=scope.moments, removed_at=None)


def published(scope: Scope) -> QuerySet[ProductionCard]:
    """Return the cards that became lessons within the period."""
    return ProductionCard.objects.filter(school=scope.school, published_at__range=scope.moments)


SECTION = Section(
    "studio",
    _("Topics and films"),
    (
        Source("topics", lambda scope: numbers(topics(scope), Count("pk"))),
        Source("topics_itself", lambda scope: numbers(written_by_themselves(scope), Count("pk"))),
        Source("topics_open", lambda scope: numbers(open_topics(scope), Count("pk"))),
        Source("voices", lambda scope: numbers(voices(scope), Count("pk"))),
        Source("cards", lambda scope: numbers(begun(scope), Count("pk"))),
        Source("cards_out", lambda scope: numbers(published(scope), Count("pk"))),
    ),
    (
        Figure(
            "studio.topics",
            title=_("Topics that came up"),
            rule=_("Topics that people proposed or that wrote themselves within the period, without merged ones."),
            rows=lambda scope: (TOPICS, topics(scope)),
            read=("topics", 1),
        ),
        Figure(
            "studio.itself",
            title=_("Topics that wrote themselves"),
            rule=_("Those of them that nobody has proposed: found in searches, questions, self-checks and surveys."),
            rows=lambda scope: (TOPICS, written_by_themselves(scope)),
            read=("topics_itself", 1),
        ),
        Figure(
            "studio.open",
            title=_("Topics open for votes"),
            rule=_("Those of the topics of the period that can be voted for now."),
            rows=lambda scope: (TOPICS, open_topics(scope)),
            read=("topics_open", 1),
        ),
        Figure(
            "studio.voices",
            title=_("Voices for topics"),
            rule=_("Voices that were given within the period and not taken back."),
            rows=lambda scope: (VOICES, voices(scope).select_related("topic", "library")),
            read=("voices", 1),
        ),
        Figure(
            "studio.begun",
            title=_("Films begun"),
            rule=_("Production cards that were begun within the period and not removed."),
            rows=lambda scope: (CARDS, begun(scope)),
            read=("cards", 1),
        ),
        Figure(
            "studio.published",
            title=_("Films that became lessons"),
            rule=_("Production cards that were published within the period."),
            rows=lambda scope: (CARDS, published(scope)),
            read=("cards_out", 1),
        ),
    ),
)
