"""What routing forgets of somebody who asked for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from nastavnik.mentoring.models import Assignment, MentorProfile
from nastavnik.mentoring.services.routing_sweeps import leave_person


def forget_person(*, user_id: int, now: datetime) -> None:
    """Forget what a mentor said of herself, and what was written about her questions or by her about those of others.

    Comes before the questions themselves forget who asked them. Her open questions go on to others; that she had them
    stays, without a name. Each goes on in a transaction of its own: it locks a school, and no other lock is held meanwhile.
    """
    with transaction.atomic():
        _forget_words(user_id)
    leave_person(user_id=user_id, now=now)


def _forget_words(user_id: int) -> None:
    MentorProfile.objects.filter(user=user_id).delete()
    about_hers = Q(consultation__asker=user_id)
    Assignment.objects.filter(Q(assigned_by=user_id) | about_hers).update(note="")
    Assignment.objects.filter(Q(mentor=user_id) | about_hers).update(end_note="")
