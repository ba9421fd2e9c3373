"""A person who asked to be forgotten writes no application any more; what she wrote for a library is the library's and stays, without her name."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from nastavnik.grants.models import GrantMember
from nastavnik.people.models import User


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Take a person off all projects. Safe to repeat."""
    GrantMember.objects.filter(user=user_id).delete()


def forget_who_was_missed() -> int:
    """Forget whose erasure was not heard of; return how many."""
    missed = User.objects.filter(Exists(GrantMember.objects.filter(user=OuterRef("pk"))), erased_at__isnull=False)
    ids = list(missed.order_by("pk").values_list("pk", flat=True))
    for user_id in ids:
        forget_person(user_id=user_id)
    return len(ids)
