"""Locks of people: who writes what must not be true of somebody twice waits for the other one who does."""

from nastavnik.people.models import User


def lock_people(*user_ids: int) -> None:
    """Let one after another write what several people have in common, in the order of their numbers: no two wait for each other."""
    people = User.objects.select_for_update(of=("self",), no_key=True).only("pk").filter(pk__in=user_ids)
    list(people.order_by("pk"))
