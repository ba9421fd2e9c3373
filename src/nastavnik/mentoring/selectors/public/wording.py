"""The words of a public answer as one sign, to which a consent is bound; and who must be asked for one in any case."""

import hashlib
import json

from nastavnik.mentoring.enums import Audience
from nastavnik.mentoring.models import PublicAnswer, PublicMoment


def hash_of(answer: PublicAnswer) -> str:
    """Return the SHA-256 of everything in an answer that people wrote: its texts, and the notes to its moments.

    What films say is public already, and may be put right without asking the asker anew.
    """
    moments = PublicMoment.objects.filter(answer=answer, moment__removed_at=None).order_by("position", "pk")
    notes = list(moments.values_list("moment__note", flat=True))
    said = [answer.title, answer.question, answer.answer, notes]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def must_consent(answer: PublicAnswer) -> bool:
    """Tell whether the asker of an answer, its consultation joined, must be asked in any case: she wanted it private, or has said no."""
    asked = answer.consultation
    return answer.refused_at is not None or (asked is not None and asked.audience == Audience.PRIVATE)
