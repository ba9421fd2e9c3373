"""The names that xAPI, its verbs and the video profile 1.0 give to things."""

from enum import StrEnum
from uuid import UUID

VERSION = "1.0.3"
# of all numbers that the school makes for statements: random, never to change
NAMESPACE = UUID("5f3c2a0e-3f0b-4d1c-9a43-7c3a2f6f0d11")

VIDEO = "https://w3id.org/xapi/video"
VIDEO_TYPE = f"{VIDEO}/activity-type/video"
VIDEO_EXTENSION = f"{VIDEO}/extensions"
LESSON_TYPE = "http://adlnet.gov/expapi/activities/lesson"
COURSE_TYPE = "http://adlnet.gov/expapi/activities/course"
QUIZ_TYPE = "http://adlnet.gov/expapi/activities/assessment"
QUESTION_TYPE = "http://adlnet.gov/expapi/activities/cmi.interaction"


class Kind(StrEnum):
    """What is told; of each kind once about each row."""

    INITIALIZED = "initialized"
    WATCHED = "watched"
    COUNTED = "counted"
    ATTENDED = "attended"
    ATTEMPTED = "attempted"
    ANSWERED = "answered"
    HANDED_IN = "handed in"
    JUDGED = "judged"


class Verb(StrEnum):
    """What somebody did; the last word of its address is its name."""

    INITIALIZED = "http://adlnet.gov/expapi/verbs/initialized"
    COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
    ATTENDED = "http://adlnet.gov/expapi/verbs/attended"
    ATTEMPTED = "http://adlnet.gov/expapi/verbs/attempted"
    ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
    PASSED = "http://adlnet.gov/expapi/verbs/passed"
    FAILED = "http://adlnet.gov/expapi/verbs/failed"


IN_RUSSIAN = {
    Verb.INITIALIZED: "начал смотреть",
    Verb.COMPLETED: "завершил",
    Verb.ATTENDED: "присутствовал",
    Verb.ATTEMPTED: "начал попытку",
    Verb.ANSWERED: "ответил",
    Verb.PASSED: "сдал",
    Verb.FAILED: "не сдал",
}
