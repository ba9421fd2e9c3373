"""What a diploma tells to whoever has its code: what stands on the paper, and nothing more."""

from dataclasses import dataclass

from django.urls import reverse

from nastavnik.contest.models import Contest, Diploma
from nastavnik.contest.selectors.results.diplomas import DiplomaSheet, sheet_of_application, sheets_of_jurors
from nastavnik.learning.selectors.certificates.verify import code_from, verified_elsewhere
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class VerifiedDiploma:
    """A diploma as the page shows it. `sheet` is None once its juror asked to be forgotten."""

    contest: Contest
    sheet: DiplomaSheet | None


@verified_elsewhere
def address_of_diploma(school: School, code: str) -> str:
    """Return where the school tells of the diploma with this code, or nothing."""
    is_known = Diploma.objects.filter(code=code, contest__school=school, contest__removed_at=None).exists()
    return reverse("contest:verify_diploma", args=[code]) if is_known else ""


def verified_diploma(school: School, typed: str) -> VerifiedDiploma:
    """Return the diploma of the school that was asked for. Raises `Diploma.DoesNotExist`."""
    rows = Diploma.objects.select_related("contest__school", "application__library", "juror")
    found = rows.get(code=code_from(typed), contest__school=school, contest__removed_at=None)
    return VerifiedDiploma(found.contest, next(iter(_sheets(found)), None))


def _sheets(found: Diploma) -> list[DiplomaSheet]:
    if found.juror_id is not None:
        return sheets_of_jurors(found.contest, found.juror_id)
    assert found.application is not None  # the database holds to it
    found.application.contest = found.contest
    return sheet_of_application(found.application)
