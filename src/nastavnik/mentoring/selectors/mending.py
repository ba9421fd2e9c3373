"""Where moments are chosen anew of answers that nobody else can put right any more."""

from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.permissions import recommendations_mended_by
from nastavnik.mentoring.selectors.answer_desk import JOINED, Place, place_at
from nastavnik.people.models import User
from nastavnik.programme.models import School


def place_to_change(actor: User, school: School, token: str, answer: str) -> Place:
    """Return where a moment is chosen anew: as `place_at`, and for a methodist in what nobody else can put right any more."""
    known = recommendations_mended_by(actor, school).filter(token=answer, consultation__token=token)
    row = known.first() if answer else None
    if row is None:
        return place_at(actor, school, token, answer)
    consultation = Consultation.objects.select_related(*JOINED).get(pk=row.consultation_id)
    return Place(actor, school, consultation, answer, row, (row,))
