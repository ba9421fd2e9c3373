"""What people are told of cards: that one is hers now, what is said about it, that its day comes, that it can be watched; each once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.services import notify
from nastavnik.programme.models import Enrolment, Lesson
from nastavnik.programme.permissions import place_of
from nastavnik.studio.models import CardComment, ProductionCard, TopicAsker
from nastavnik.studio.permissions import can_see_card


def tell_new_owner(card: ProductionCard, *, actor: User, now: datetime) -> None:
    """Tell whoever makes a card from now on, unless she has taken it herself."""
    if card.owner_id is not None and card.owner_id != actor.pk:
        key = f"owner.{card.owner_id}.{now.isoformat()}"
        _tell("owner", card, {card.owner_id}, now=now, key=key, words={"who": actor.full_name})


def tell_of_comment(comment: CardComment, *, actor: User, now: datetime) -> None:
    """Tell who makes the card, and who has spoken of it, as far as they may still open it."""
    card = comment.card
    spoken = CardComment.objects.filter(card=card, author__isnull=False).values("author")
    people = User.objects.filter(Q(pk__in=spoken) | Q(pk__in=[card.owner_id] if card.owner_id else ()))
    told = {person.pk for person in people if can_see_card(person, card)} - {actor.pk}
    words = {"who": actor.full_name, "body": comment.body}
    _tell("comment", card, told, now=now, key=f"comment.{comment.token}", words=words, anchor="#comments")


def tell_of_day(card: ProductionCard, *, days: int, now: datetime) -> None:
    """Remind who makes a card of its day; `days` until then, below nought: it is past."""
    assert card.owner_id is not None
    assert card.due_on is not None
    words = {"days": days, "due_on": card.due_on, "state": card.get_state_display()}
    key = f"day.{card.owner_id}.{card.due_on.isoformat()}.{days}"
    _tell("due", card, {card.owner_id}, now=now, key=key, words=words)


def tell_enrolled(card: ProductionCard, lesson: Lesson, *, actor: User, now: datetime) -> None:
    """Tell those enrolled that there is a new film; who asked for its topic is told of that by the topic."""
    askers = TopicAsker.objects.filter(topic=card.topic_id, user=OuterRef("user"))
    enrolled = Enrolment.objects.filter(~Exists(askers), programme=lesson.cycle.programme_id, left_at=None)
    people = set(enrolled.values_list("user_id", flat=True)) - {actor.pk}
    school = card.school
    notify(
        user_ids=people,
        kind=NoticeKind.VIDEOS,
        template="studio/cards/notices/film",
        now=now,
        context={"lesson": lesson, "school": school},
        link=school.address_of(lesson.path),
        key=f"card.{card.token}.film",
        place=place_of(school),
        zone=school.time_zone,
    )


def _tell(
    what: str,
    card: ProductionCard,
    people: Collection[int],
    *,
    now: datetime,
    key: str,
    words: Mapping[str, Any],
    anchor: str = "",
) -> None:
    school = card.school
    notify(
        user_ids=people,
        kind=NoticeKind.DESK,
        template=f"studio/cards/notices/{what}",
        now=now,
        context={"title": card.title, "number": card.number, "due_on": card.due_on, **words},
        link=school.address_of(reverse("studio:card", args=[card.token])) + anchor,
        key=f"card.{card.token}.{key}",
        place=place_of(school),
        zone=school.time_zone,
    )
