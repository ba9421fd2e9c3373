"""A juror who asked to be forgotten: her name goes; the marks stay, because the results rest on them."""

from django.db import transaction

from nastavnik.contest.models import Juror, Recusal, ScoreSheet
from nastavnik.people.models import User


@transaction.atomic
def forget_person(*, user_id: int) -> int:
    """Take away what names a juror, with her private notes; return in how many juries she sat.

    What she advised the authors stays: it is about their work, and a methodist has read it.
    """
    jurors = Juror.objects.filter(user=user_id)
    ScoreSheet.objects.filter(juror__in=jurors).update(notes="")
    Recusal.objects.filter(juror__in=jurors).update(reason="")
    return jurors.update(user=None, name="", position="", email="", organisation=None, invitation_digest="")


def forget_who_was_missed() -> int:
    """Forget whose erasure was not heard of; return how many."""
    missed = Juror.objects.filter(user__in=User.objects.filter(erased_at__isnull=False))
    ids = sorted(set(missed.values_list("user__pk", flat=True)))
    for user_id in ids:
        forget_person(user_id=user_id)
    return len(ids)
