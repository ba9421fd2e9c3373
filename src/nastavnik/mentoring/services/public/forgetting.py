"""A person who asked to be forgotten, as far as public answers go."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from nastavnik.mentoring.enums import PublicState
from nastavnik.mentoring.models import PublicAnswer, PublicMoment
from nastavnik.mentoring.services.public.publishing import take_off
from nastavnik.video.services import drop_moments


@transaction.atomic
def forget_person(*, user_id: int, now: datetime) -> None:
    """Forget an asker: what is not public of her questions goes, and so does what she could be recognised by.

    What stays was public without leading to her, and nothing connects it with her question any more. A methodist's name goes off
    what she prepared.
    """
    asked = PublicAnswer.objects.select_for_update(of=("self",)).filter(consultation__asker=user_id)
    going = list(asked.filter(~Q(state=PublicState.PUBLIC) | Q(needs_consent=True)).select_related("school"))
    for answer in going:
        if answer.state == PublicState.PUBLIC:
            take_off(answer, now)
        moments = PublicMoment.objects.filter(answer=answer).values_list("moment", flat=True)
        drop_moments(moment_ids=list(moments))
        answer.delete()
    PublicAnswer.objects.filter(consultation__asker=user_id).update(consultation=None)
    PublicAnswer.objects.filter(prepared_by=user_id).update(prepared_by=None)
