"""Who prepares public answers, reads them, and says whether they may be public."""

from django.db.models import QuerySet

from nastavnik.mentoring.enums import PublicState
from nastavnik.mentoring.models import PublicAnswer
from nastavnik.mentoring.permissions.consultations import is_asker
from nastavnik.people.enums import Place, PlaceKind
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor, can_run_place
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school

# Of an answer that nobody has shown to the asker, and that is not public, she knows nothing.
SHOWN_TO_THE_ASKER = frozenset({PublicState.ASKED, PublicState.REFUSED, PublicState.PUBLIC})


def can_publish(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may make answers of `school` public: a methodist."""
    return can_run_school(actor, school)


def can_read_public_answer(actor: Actor, answer: PublicAnswer) -> bool:
    """Tell whether `actor` may read an answer: everybody once it is public, the methodists before and after."""
    return answer.state == PublicState.PUBLIC or can_run_place(actor, Place(PlaceKind.SCHOOL, answer.school_id))


def public_answers_visible_to(actor: Actor, school: School) -> QuerySet[PublicAnswer]:
    """Return the answers of `school` that `can_read_public_answer` admits."""
    answers = PublicAnswer.objects.filter(school=school)
    return answers if can_publish(actor, school) else answers.filter(state=PublicState.PUBLIC)


def can_consent(actor: Actor, answer: PublicAnswer) -> bool:
    """Tell whether `actor` may say whether an answer, its consultation joined, is public: who asked the question."""
    if answer.consultation is None or answer.state not in SHOWN_TO_THE_ASKER:
        return False
    return is_asker(actor, answer.consultation)


def answers_to_consent(actor: Actor, school: School) -> QuerySet[PublicAnswer]:
    """Return the answers of `school` that `can_consent` admits."""
    answers = PublicAnswer.objects.filter(school=school, state__in=SHOWN_TO_THE_ASKER)
    if not isinstance(actor, User) or not actor.is_active:
        return answers.none()
    return answers.filter(consultation__asker=actor)
