"""What mentoring tells the apps above it. See docs/architecture/events.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConsultationAsked:
    """A question was sent to the mentors, or asked again."""

    consultation_id: int


@dataclass(frozen=True, slots=True)
class ConsultationAnswered:
    """A mentor has sent a recommendation; there may be several."""

    consultation_id: int
    recommendation_id: int


@dataclass(frozen=True, slots=True)
class ConsultationJudged:
    """The asker has said whether an answer helped."""

    consultation_id: int
    has_helped: bool


@dataclass(frozen=True, slots=True)
class AnswerPublished:
    """A public answer can be read by everybody from now on."""

    answer_id: int


@dataclass(frozen=True, slots=True)
class AnswerWithdrawn:
    """A public answer is no longer public."""

    answer_id: int


@dataclass(frozen=True, slots=True)
class AppointmentBooked:
    """Somebody has a place at a mentor's."""

    appointment_id: int


@dataclass(frozen=True, slots=True)
class AppointmentCancelled:
    """An appointment will not take place."""

    appointment_id: int


@dataclass(frozen=True, slots=True)
class MentorshipBegan:
    """The mentor has said yes: the mentorship goes on from now."""

    mentorship_id: int


@dataclass(frozen=True, slots=True)
class MentorshipEnded:
    """A mentorship is over, with its result."""

    mentorship_id: int
