"""A mentor who asked to be forgotten: what she has not sent goes, what she has sent stays without her name."""

from django.db import transaction

from nastavnik.mentoring.models import Recommendation, RecommendedMoment
from nastavnik.video.services import drop_moments


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Forget a mentor in her recommendations. What somebody asked goes with its answers in `services.asking`."""
    drafts = Recommendation.objects.filter(mentor=user_id, sent_at=None)
    moments = RecommendedMoment.objects.filter(recommendation__in=drafts)
    drop_moments(moment_ids=list(moments.values_list("moment", flat=True)))
    drafts.delete()
    Recommendation.objects.filter(mentor=user_id).update(mentor=None, question="", correction="")
