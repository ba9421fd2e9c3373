"""Rows of mentoring: consultations and their answers, mentors, mentorships, appointments."""

from nastavnik.mentoring.models.appointments import Appointment, AppointmentNote, Slot
from nastavnik.mentoring.models.consultations import (
    Attachment,
    Consultation,
    HelpedBefore,
    Recommendation,
    RecommendedHandout,
    RecommendedMoment,
    Remark,
)
from nastavnik.mentoring.models.matching import (
    MatchProposal,
    MatchRun,
    Practice,
    SettlementPoint,
    Wish,
)
from nastavnik.mentoring.models.mentorships import Feedback, Goal, Mentee, Mentorship, MentorTurn
from nastavnik.mentoring.models.plans import Meeting, MeetingDraft, PlanAction, PlanLine
from nastavnik.mentoring.models.public import PublicAnswer, PublicHandout, PublicMoment
from nastavnik.mentoring.models.routing import (
    Assignment,
    CalendarDay,
    ConsultationSettings,
    MentorProfile,
    Theme,
)

__all__ = [
    "Appointment",
    "AppointmentNote",
    "Assignment",
    "Attachment",
    "CalendarDay",
    "Consultation",
    "ConsultationSettings",
    "Feedback",
    "Goal",
    "HelpedBefore",
    "MatchProposal",
    "MatchRun",
    "Meeting",
    "MeetingDraft",
    "Mentee",
    "MentorProfile",
    "MentorTurn",
    "Mentorship",
    "PlanAction",
    "PlanLine",
    "Practice",
    "PublicAnswer",
    "PublicHandout",
    "PublicMoment",
    "Recommendation",
    "RecommendedHandout",
    "RecommendedMoment",
    "Remark",
    "SettlementPoint",
    "Slot",
    "Theme",
    "Wish",
]
