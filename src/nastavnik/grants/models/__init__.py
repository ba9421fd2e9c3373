"""Rows of applications to funds."""

from nastavnik.grants.models.projects import (
    GrantApplication,
    GrantMember,
    GrantProject,
    Milestone,
    ReportDue,
    TemplateText,
)
from nastavnik.grants.models.reviews import MockMark, MockReview, StudyMoment
from nastavnik.grants.models.texts import Claim, ClaimProof, FieldText, GrantFile, GrantRemark, Proof, Revision

__all__ = [
    "Claim",
    "ClaimProof",
    "FieldText",
    "GrantApplication",
    "GrantFile",
    "GrantMember",
    "GrantProject",
    "GrantRemark",
    "Milestone",
    "MockMark",
    "MockReview",
    "Proof",
    "ReportDue",
    "Revision",
    "StudyMoment",
    "TemplateText",
]
