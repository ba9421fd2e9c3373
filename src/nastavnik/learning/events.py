"""What happened in learning, for the apps above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LessonCompleted:
    """A lesson counts for a person from now on."""

    user_id: int
    lesson_id: int


@dataclass(frozen=True, slots=True)
class AttemptFinished:
    """A self-check was handed in; answers in own words may wait to be read."""

    user_id: int
    quiz_id: int
    attempt_id: int


@dataclass(frozen=True, slots=True)
class QuizPassed:
    """A person passed a self-check, for the first time or better than before."""

    user_id: int
    quiz_id: int
    attempt_id: int


@dataclass(frozen=True, slots=True)
class CertificateIssued:
    """Somebody got a certificate; `user_id` is None for who has no account."""

    certificate_id: int
    user_id: int | None


@dataclass(frozen=True, slots=True)
class CertificateRevoked:
    """A certificate does not hold any more."""

    certificate_id: int
    user_id: int | None
