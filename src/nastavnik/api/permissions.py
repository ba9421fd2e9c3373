"""Who may keep keys and webhooks. Closed by default.

A key never widens what its owner may do: selectors and services ask for her rights at each call, the scope only narrows them.
"""

from django.db.models import QuerySet

from nastavnik.api.models import ApiKey, Webhook
from nastavnik.people.enums import Role
from nastavnik.people.models import RoleAssignment, User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, place_of


def can_keep_keys(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may make a key for herself, see and withdraw all of the school: a methodist."""
    return isinstance(actor, User) and can_run_school(actor, school)


def keepers_of(school: School) -> QuerySet[User]:
    """Return the people whom `can_keep_keys` admits: keys of all others open nothing."""
    place = place_of(school)
    held = RoleAssignment.objects.filter(role=Role.METHODIST, place_kind=place.kind, place_id=place.id)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def keys_visible_to(actor: Actor, school: School) -> QuerySet[ApiKey]:
    """Return the keys of `school` that `actor` may see and withdraw."""
    keys = ApiKey.objects.filter(school=school)
    return keys if can_keep_keys(actor, school) else keys.none()


def can_keep_webhooks(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may say who is told news of the school: a methodist."""
    return can_run_school(actor, school)


def webhooks_visible_to(actor: Actor, school: School) -> QuerySet[Webhook]:
    """Return the webhooks of `school` that `actor` may see and change."""
    hooks = Webhook.objects.filter(school=school, removed_at=None)
    return hooks if can_keep_webhooks(actor, school) else hooks.none()
