"""A person who asked to be forgotten writes no application any more; what she wrote for a library is the library's and stays, without her name.

What nobody else can open goes with her: a project without a library that she wrote alone, a review that she has not finished.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef

from nastavnik.grants.models import GrantFile, GrantMember, GrantProject, MockReview
from nastavnik.grants.services.writing import forget_files
from nastavnik.people.models import User


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Take a person off all projects. Safe to repeat."""
    hers = GrantMember.objects.filter(project=OuterRef("pk"), user=user_id)
    others = GrantMember.objects.filter(project=OuterRef("pk")).exclude(user=user_id)
    projects = GrantProject.objects.filter(Exists(hers), ~Exists(others), library=None)
    alone = list(projects.values_list("pk", flat=True))
    forget_files(GrantFile.objects.filter(project__in=alone))
    MockReview.objects.filter(reviewer=user_id, finished_at=None).delete()
    GrantProject.objects.filter(pk__in=alone).delete()
    GrantMember.objects.filter(user=user_id).delete()


def forget_who_was_missed() -> int:
    """Forget whose erasure was not heard of; return how many."""
    missed = User.objects.filter(Exists(GrantMember.objects.filter(user=OuterRef("pk"))), erased_at__isnull=False)
    ids = list(missed.order_by("pk").values_list("pk", flat=True))
    for user_id in ids:
        forget_person(user_id=user_id)
    return len(ids)
