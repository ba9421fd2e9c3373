"""Who may see and do what with topics and production cards. Closed by default.

Topics are for everybody who has an account in the school: read, propose, vote. Cards are the desk's, and each its owner's. Whether a
card may still be changed is a rule, not a right: what is published stays as it is.
"""

from django.db.models import Q, QuerySet

from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, can_see_desk
from nastavnik.studio.enums import SHOWN_STATES
from nastavnik.studio.models import ProductionCard, Topic


def can_propose(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may propose topics of `school` and vote: whoever is signed in."""
    del school  # every school of the installation is open to who has an account, as its lessons are
    return isinstance(actor, User) and actor.is_active


def can_keep_topics(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may open, merge, decline and take topics: a methodist."""
    return can_run_school(actor, school)


def topics_visible_to(actor: Actor, school: School) -> QuerySet[Topic]:
    """Return the topics of `school` that `actor` may read: those that are shown; all for the desk; what she proposed herself."""
    topics = Topic.objects.filter(school=school)
    if can_see_desk(actor, school):
        return topics
    if not isinstance(actor, User):
        return topics.none()
    return topics.filter(Q(state__in=SHOWN_STATES) | Q(proposed_by=actor))


def can_see_board(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may see all cards of `school`: the desk."""
    return can_see_desk(actor, school)


def can_run_studio(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may begin cards, say who makes them, publish them and set the rules: a methodist."""
    return can_run_school(actor, school)


def can_see_card(actor: Actor, card: ProductionCard) -> bool:
    """Tell whether `actor` may open the card: the desk, and who makes it."""
    return card.removed_at is None and (can_see_desk(actor, card.school) or _is_owner(actor, card))


def can_work_on_card(actor: Actor, card: ProductionCard) -> bool:
    """Tell whether `actor` may write in the card and move it: methodists, and who makes it."""
    return card.removed_at is None and (can_run_school(actor, card.school) or _is_owner(actor, card))


def cards_visible_to(actor: Actor, school: School) -> QuerySet[ProductionCard]:
    """Return the cards of `school` that `can_see_card` admits."""
    cards = ProductionCard.objects.filter(school=school, removed_at=None)
    if can_see_desk(actor, school):
        return cards
    return cards.filter(owner=actor) if isinstance(actor, User) else cards.none()


def _is_owner(actor: Actor, card: ProductionCard) -> bool:
    return isinstance(actor, User) and actor.is_active and card.owner_id == actor.pk
