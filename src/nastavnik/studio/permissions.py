"""Who may see and do what with topics and production cards. Closed by default.

Topics are of everybody who is signed in and learns at the school; cards are the desk's: methodists work, the director looks.
"""

from django.db.models import QuerySet

from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, can_see_desk
from nastavnik.studio.models import ProductionCard, Topic


def can_propose(actor: Actor) -> bool:
    """Tell whether `actor` may propose a topic and vote: anybody with an account."""
    return isinstance(actor, User) and actor.is_active


def can_produce(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may put topics together, decline them and work on cards: a methodist of the school."""
    return can_run_school(actor, school)


def can_see_cards(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may look at the board: the desk."""
    return can_see_desk(actor, school)


def topics_visible_to(actor: Actor, school: School) -> QuerySet[Topic]:
    """Return the topics of `school` that `actor` may see: whoever may propose one."""
    topics = Topic.objects.filter(school=school, removed_at=None)
    return topics if can_propose(actor) else topics.none()


def cards_visible_to(actor: Actor, school: School) -> QuerySet[ProductionCard]:
    """Return the cards of `school` that `actor` may see."""
    cards = ProductionCard.objects.filter(school=school, removed_at=None)
    return cards if can_see_cards(actor, school) else cards.none()
