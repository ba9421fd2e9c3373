"""A person who asked to be forgotten writes no application any more; what a library has submitted is the library's and stays.

Snapshots hold no name of an account, so their hashes stand. A draft that only she wrote goes with her.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, ApplicationFile, Author
from nastavnik.contest.services.applications.files import forget_files
from nastavnik.people.models import User


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Take a person off all applications. Safe to repeat."""
    hers = Author.objects.filter(application=OuterRef("pk"), user=user_id)
    others = Author.objects.filter(application=OuterRef("pk")).exclude(user=user_id)
    drafts = Application.objects.filter(Exists(hers), ~Exists(others), state=ApplicationState.DRAFT)
    alone = list(drafts.values_list("pk", flat=True))
    forget_files(ApplicationFile.objects.filter(application__in=alone))
    Application.objects.filter(pk__in=alone).delete()
    Author.objects.filter(user=user_id).delete()


def forget_who_was_missed() -> int:
    """Forget whose erasure was not heard of; return how many."""
    missed = User.objects.filter(Exists(Author.objects.filter(user=OuterRef("pk"))), erased_at__isnull=False)
    ids = list(missed.order_by("pk").values_list("pk", flat=True))
    for user_id in ids:
        forget_person(user_id=user_id)
    return len(ids)
