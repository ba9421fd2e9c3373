"""What stands in the addresses of learning: a branch with its head, a lesson with somebody who was named at a screen."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from tests.architecture.access.quizzes import things_of_quizzes
from tests.architecture.access.systems import things_of_systems
from tests.learning.certificates.factories import CertificateFactory, CertificateRunFactory
from tests.learning.factories import CheckInFactory, CheckInPersonFactory
from tests.people.factories import LibraryFactory, UserFactory, grant
from tests.programme.factories import LessonFactory

Things = dict[str, Any]


def things_of_learning(school: School, people: dict[str, User | None]) -> Things:
    """Return what the rows of learning name; each area adds its own."""
    return (
        things_of_progress(school, people)
        | things_of_quizzes(school, people)
        | things_of_certificates(school, people)
        | things_of_systems(school, people)
    )


def things_of_progress(school: School, people: dict[str, User | None]) -> Things:
    """Return a library whose head is the world's, somebody of it, and a check-in that names the learner."""
    library = LibraryFactory(organisation=school.owner)
    head = people["head"]
    assert head is not None
    grant(head, Role.HEAD, Place(PlaceKind.LIBRARY, library.pk))
    colleague = UserFactory(library=library)
    grant(colleague, Role.LEARNER, place_of(school))
    lesson = LessonFactory(cycle__programme__school=school, announced=True)
    named = CheckInPersonFactory(check_in=CheckInFactory(lesson=lesson, user=colleague), user=people["learner"])
    return {
        "headed_library": library.token,
        "colleague": colleague.token,
        "check_in": named.check_in.token,
    }


def things_of_certificates(school: School, people: dict[str, User | None]) -> Things:
    """Return a certificate of the learner, and the issue that made it, with its file."""
    file = default_storage.save("certificates/papers/world.zip", ContentFile(b"PK"))
    run = CertificateRunFactory(programme__school=school, state="done", file=file, expires_at=timezone.now())
    certificate = CertificateFactory(programme=run.programme, run=run, user=people["learner"])
    return {
        "certificate": certificate.code,
        "certificate_run": run.token,
        "certificate_kind": "mentor",
        "status_list": 0,
    }
