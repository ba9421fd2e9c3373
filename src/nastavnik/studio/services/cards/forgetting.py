"""A person who asked to be forgotten makes no card any more; what she wrote for the school is the school's and stays, without her name."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from nastavnik.people.models import User
from nastavnik.studio.models import CardComment, CardFile, CardStep, ProductionCard


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Take a person off all cards. Safe to repeat."""
    ProductionCard.objects.filter(owner=user_id).update(owner=None)
    ProductionCard.objects.filter(created_by=user_id).update(created_by=None)
    CardComment.objects.filter(author=user_id).update(author=None)
    CardStep.objects.filter(done_by=user_id).update(done_by=None)
    CardFile.objects.filter(added_by=user_id).update(added_by=None)


def forget_who_was_missed() -> int:
    """Forget whose erasure was not heard of; return how many."""
    cards = ProductionCard.objects.filter(owner=OuterRef("pk"))
    comments = CardComment.objects.filter(author=OuterRef("pk"))
    missed = User.objects.filter(Exists(cards) | Exists(comments), erased_at__isnull=False)
    ids = list(missed.order_by("pk").values_list("pk", flat=True))
    for user_id in ids:
        forget_person(user_id=user_id)
    return len(ids)
