"""A card is begun: out of a topic, or by itself."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from nastavnik.core import journal
from nastavnik.core.text import search_key
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.studio.enums import CardState
from nastavnik.studio.models import ProductionCard, Topic
from nastavnik.studio.permissions import can_run_studio
from nastavnik.studio.selectors.cards.choices import check_owner, next_cycle
from nastavnik.studio.services.cards import telling
from nastavnik.studio.services.cards.locking import locked_rules
from nastavnik.studio.services.cards.refusals import CardNeedsTitle
from nastavnik.studio.services.topics import take_topic


@transaction.atomic
def begin_card(
    *,
    actor: User,
    school_id: int,
    now: datetime,
    title: str = "",
    topic_id: int | None = None,
    owner: User | None = None,
    due_on: date | None = None,
) -> ProductionCard:
    """Begin a card with the next number of the school; out of a topic, which is taken, it has the topic's words.

    Raises `CardNeedsTitle`, `TopicMoved`; `User.DoesNotExist` for an owner who makes no films of the school.
    """
    school = School.objects.get(pk=school_id)
    if not can_run_studio(actor, school):
        raise PermissionDenied
    locked_rules(school_id)
    topic = _taken(actor, school, topic_id, now) if topic_id is not None else None
    title = " ".join(title.split()) or (topic.title if topic else "")
    if not title:
        raise CardNeedsTitle
    check_owner(school, owner)
    cards = ProductionCard.objects.filter(school=school)
    card = ProductionCard.objects.create(
        school=school,
        number=(cards.aggregate(last=Max("number"))["last"] or 0) + 1,
        topic=topic,
        title=title,
        title_key=search_key(title),
        brief=topic.about if topic else "",
        position=last_place(school_id, CardState.IDEA) + 1,
        owner=owner,
        due_on=due_on,
        cycle=next_cycle(school, now.astimezone(school.zone).date()),
        created_by=actor,
        created_at=now,
        moved_at=now,
    )
    journal.record(actor=actor, verb="card_begun", subject=card, now=now)
    telling.tell_new_owner(card, actor=actor, now=now)
    return card


def _taken(actor: User, school: School, topic_id: int, now: datetime) -> Topic:
    """Take a topic of the school. Raises `Topic.DoesNotExist` for one of another."""
    Topic.objects.get(pk=topic_id, school=school)
    return take_topic(topic_id=topic_id, actor=actor, now=now)


def last_place(school_id: int, state: CardState) -> int:
    """Return the place of the last card in a column, 0 for an empty one."""
    cards = ProductionCard.objects.filter(school_id=school_id, state=state, removed_at=None)
    return cards.aggregate(last=Max("position"))["last"] or 0
