"""Who may put right what was sent.

Whoever wrote it, as long as she answers questions of the school at all: also once the question was handed on. Where she does so
no more, methodists may choose its moments anew; her words stay hers.
"""

from django.db.models import QuerySet

from nastavnik.mentoring.enums import SENT_STATES
from nastavnik.mentoring.models import Recommendation
from nastavnik.mentoring.permissions.school import can_route, is_mentor
from nastavnik.people.enums import Role
from nastavnik.people.models import RoleAssignment, User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of


def can_correct(actor: Actor, recommendation: Recommendation) -> bool:
    """Tell whether `actor` may change a recommendation, its consultation joined, that she has sent."""
    is_own = isinstance(actor, User) and actor.pk == recommendation.mentor_id
    return is_own and _is_read(recommendation) and may_correct_in(actor, recommendation.consultation.school)


def may_correct_in(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may change what she has sent in `school`: its mentors and methodists."""
    return is_mentor(actor, school) or (isinstance(actor, User) and actor.is_active and can_route(actor, school))


def recommendations_corrected_by(actor: Actor, school: School) -> QuerySet[Recommendation]:
    """Return the recommendations of `school` that `can_correct` admits."""
    if not isinstance(actor, User) or not may_correct_in(actor, school):
        return Recommendation.objects.none()
    return _read_in(school).filter(mentor=actor)


def can_mend(actor: Actor, recommendation: Recommendation) -> bool:
    """Tell whether `actor` may choose the moments of a recommendation, its consultation joined, anew: methodists, for who cannot.

    Nobody does so in an answer to a question of her own.
    """
    consultation, author = recommendation.consultation, recommendation.mentor
    if not isinstance(actor, User) or not _is_read(recommendation) or actor.pk == consultation.asker_id:
        return False
    return can_route(actor, consultation.school) and not (author is not None and can_correct(author, recommendation))


def recommendations_mended_by(actor: Actor, school: School) -> QuerySet[Recommendation]:
    """Return the recommendations of `school` that `can_mend` admits."""
    if not isinstance(actor, User) or not can_route(actor, school):
        return Recommendation.objects.none()
    place = place_of(school)
    roles = RoleAssignment.objects.filter(place_kind=place.kind, place_id=place.id)
    answering = roles.filter(role__in=(Role.MENTOR, Role.METHODIST), user__is_active=True)
    return _read_in(school).exclude(mentor__in=answering.values("user")).exclude(consultation__asker=actor)


def _is_read(recommendation: Recommendation) -> bool:
    """Tell whether the asker may read it."""
    consultation = recommendation.consultation
    is_open = consultation.asker_id is not None and consultation.state in SENT_STATES
    return is_open and recommendation.sent_at is not None


def _read_in(school: School) -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(
        consultation__school=school,
        consultation__asker__isnull=False,
        consultation__state__in=SENT_STATES,
        sent_at__isnull=False,
    )
