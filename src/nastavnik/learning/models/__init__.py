"""Rows of learning: what was watched, attended, answered and earned."""

from nastavnik.learning.models.certificates import (
    BadgeKey,
    Certificate,
    CertificateCount,
    CertificateRule,
    CertificateRun,
    CertificateSignature,
    CertificateTemplate,
)
from nastavnik.learning.models.completion import (
    Attendance,
    CheckIn,
    CheckInPerson,
    Completion,
    LessonRule,
    RollCall,
    Standing,
)
from nastavnik.learning.models.coverage import FollowedShift, WatchCoverage, WatchPace
from nastavnik.learning.models.exchange import (
    LtiGrade,
    LtiKey,
    LtiLaunch,
    LtiLink,
    LtiPerson,
    LtiPlatform,
    RecordStore,
    Statement,
)
from nastavnik.learning.models.nudges import Nudge, Nudged
from nastavnik.learning.models.quizzes import (
    Answer,
    Attempt,
    Option,
    Question,
    Quiz,
    QuizImport,
    UnsavedForm,
)
from nastavnik.learning.models.surveys import SurveyAnswer, SurveyReceipt

__all__ = [
    "Answer",
    "Attempt",
    "Attendance",
    "BadgeKey",
    "Certificate",
    "CertificateCount",
    "CertificateRule",
    "CertificateRun",
    "CertificateSignature",
    "CertificateTemplate",
    "CheckIn",
    "CheckInPerson",
    "Completion",
    "FollowedShift",
    "LessonRule",
    "LtiGrade",
    "LtiKey",
    "LtiLaunch",
    "LtiLink",
    "LtiPerson",
    "LtiPlatform",
    "Nudge",
    "Nudged",
    "Option",
    "Question",
    "Quiz",
    "QuizImport",
    "RecordStore",
    "RollCall",
    "Standing",
    "Statement",
    "SurveyAnswer",
    "SurveyReceipt",
    "UnsavedForm",
    "WatchCoverage",
    "WatchPace",
]
