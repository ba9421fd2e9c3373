"""Which numbers of the ledger hold at a moment."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from nastavnik.audience.models import ViewCount


def counts_holding(school_id: int, as_of: datetime) -> QuerySet[ViewCount]:
    """Return, for each channel, lesson and metric, the newest number that was told as of `as_of` and that nothing corrects.

    A correction mends a mistake, so it also holds for moments before it was written; what was frozen earlier stays as it was.
    """
    told = counts_standing(school_id).filter(as_of__lte=as_of)
    same = told.filter(channel=OuterRef("channel"), lesson=OuterRef("lesson"), metric=OuterRef("metric"))
    newer = same.filter(Q(as_of__gt=OuterRef("as_of")) | Q(as_of=OuterRef("as_of"), pk__gt=OuterRef("pk")))
    return told.filter(~Exists(newer))


def counts_standing(school_id: int) -> QuerySet[ViewCount]:
    """Return the numbers of a school that nothing corrects or takes back, old ones too."""
    corrected = ViewCount.objects.filter(corrects=OuterRef("pk"))
    return ViewCount.objects.filter(school=school_id, is_withdrawal=False).filter(~Exists(corrected))
