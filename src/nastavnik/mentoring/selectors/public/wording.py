"""A public answer as one sign, to which a consent is bound; and who must be asked for one in any case."""

import hashlib
import json

from nastavnik.mentoring.enums import Audience
from nastavnik.mentoring.models import PublicAnswer, PublicHandout, PublicMoment

# of a moment: of which film, from when to when
WHERE = ("video__token", "seconds", "end_seconds")


def hash_of(answer: PublicAnswer) -> str:
    """Return the SHA-256 of everything that an asker is shown of an answer: texts, theme, moments with their notes, handouts.

    What films say is public already: how a moment is quoted may be put right without asking the asker anew.
    """
    moments = PublicMoment.objects.filter(answer=answer, moment__removed_at=None).order_by("position", "pk")
    handouts = PublicHandout.objects.filter(answer=answer).order_by("position", "pk")
    theme = answer.theme.title if answer.theme is not None else ""
    said = [
        *(answer.title, answer.question, answer.answer, theme),
        list(moments.values_list("moment__note", *(f"moment__{name}" for name in WHERE))),
        list(handouts.values_list("handout__token", flat=True)),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def must_consent(answer: PublicAnswer) -> bool:
    """Tell whether the asker of an answer, its consultation joined, must be asked in any case: she wanted it private, or has said no."""
    asked = answer.consultation
    return answer.refused_at is not None or (asked is not None and asked.audience == Audience.PRIVATE)
