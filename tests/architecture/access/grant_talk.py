"""Grants: what is said of an application, what proves its claims, who judges it by way of trial, from what one learns."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from nastavnik.grants.enums import MilestoneKind, ProofKind
from nastavnik.grants.models import Claim, GrantFile, GrantRemark, Milestone, MockReview, Proof, StudyMoment
from nastavnik.people.models import User
from tests.programme.factories import LessonFactory


def things_of_talk(application: Any, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a remark of the head, a claim, a proof with a file, reviews of the mentor, a moment of a lesson."""
    now, project = timezone.now(), application.project
    remark = GrantRemark.objects.create(
        grant=application, field_key="goal", body="Что?", author=people["head"], made_at=now
    )
    claim = Claim.objects.create(project=project, field_key="problem", words="Мало читают", added_at=now)
    file = GrantFile.objects.create(
        project=project,
        name="отчёт.txt",
        kind="txt",
        file=default_storage.save("grants/report.txt", ContentFile(b"1")),
        bytes=1,
        sha256="",
        added_at=now,
    )
    proof = Proof.objects.create(project=project, kind=ProofKind.POLL, title="Опрос", file=file, added_at=now)
    lesson = LessonFactory(cycle__programme__school=project.school, held=True)
    moment = StudyMoment.objects.create(
        school=project.school, subject="budget", lesson=lesson, begins=5, words="Статьи", added_at=now
    )
    return {
        "grant_remark": remark.token,
        "grant_claim": claim.token,
        "grant_proof": proof.token,
        "open_review": _review(application, people["mentor"], None).token,
        "finished_review": _review(application, people["mentor"], now).token,
        "study_moment": moment.token,
        "panel_section": "why",
    }


def _review(application: Any, reviewer: User | None, finished_at: Any) -> MockReview:
    now = timezone.now()
    milestone = Milestone.objects.create(grant=application, kind=MilestoneKind.REVIEWED, values={}, made_at=now)
    return MockReview.objects.create(
        grant=application, reviewer=reviewer, milestone=milestone, began_at=now, finished_at=finished_at
    )
