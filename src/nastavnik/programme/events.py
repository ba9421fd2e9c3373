"""What happened to the programme, for the apps above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SchoolChanged:
    """The school was made, or its settings were changed."""

    school_id: int


@dataclass(frozen=True, slots=True)
class ProgrammePublished:
    """Everybody may see the programme from now on."""

    programme_id: int


@dataclass(frozen=True, slots=True)
class ProgrammeHidden:
    """Only the desk sees the programme from now on."""

    programme_id: int


@dataclass(frozen=True, slots=True)
class LessonAnnounced:
    """A planned lesson became public, or one that was cancelled takes place after all."""

    lesson_id: int


@dataclass(frozen=True, slots=True)
class LessonWithdrawn:
    """An announced lesson went back to the drafts."""

    lesson_id: int


@dataclass(frozen=True, slots=True)
class LessonMoved:
    """The time, the length or the place of an announced lesson was changed."""

    lesson_id: int


@dataclass(frozen=True, slots=True)
class LessonCancelled:
    """An announced lesson will not take place."""

    lesson_id: int


@dataclass(frozen=True, slots=True)
class LessonHeld:
    """A lesson took place."""

    lesson_id: int


@dataclass(frozen=True, slots=True)
class LessonReopened:
    """A lesson that was marked as held by mistake is announced again."""

    lesson_id: int


@dataclass(frozen=True, slots=True)
class LessonChanged:
    """Something else of a lesson was changed: words, speakers, partners, its place in the programme."""

    lesson_id: int


@dataclass(frozen=True, slots=True)
class LessonRemoved:
    """A draft was taken off the board."""

    lesson_id: int


@dataclass(frozen=True, slots=True)
class HandoutAdded:
    """A lesson has a new handout."""

    handout_id: int


@dataclass(frozen=True, slots=True)
class PersonEnrolled:
    """A person takes part in a programme from now on."""

    programme_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """A person no longer takes part in a programme."""

    programme_id: int
    user_id: int
