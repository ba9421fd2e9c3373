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
    "HelpedBefore",
    "MentorProfile",
    "PublicAnswer",
    "PublicHandout",
    "PublicMoment",
    "Recommendation",
    "RecommendedHandout",
    "RecommendedMoment",
    "Remark",
    "Slot",
    "Theme",
]
