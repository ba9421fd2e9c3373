"""Words of the programme: kinds and states of lessons, how people enrol."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LessonKind(models.TextChoices):
    """What a lesson is."""

    MASTER_CLASS = "master_class", _("Master class")
    SEMINAR = "seminar", _("Seminar")
    STRATEGIC_SESSION = "strategic_session", _("Strategic session")
    WEBINAR = "webinar", _("Webinar")
    ROUND_TABLE = "round_table", _("Round table")
    INTERNSHIP = "internship", _("Internship")


class LessonState(models.TextChoices):
    """Where a lesson is in its life."""

    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    CANCELLED = "cancelled", _("Cancelled")
    HELD = "held", _("Held")


MOVES: dict[LessonState, frozenset[LessonState]] = {
    LessonState.DRAFT: frozenset({LessonState.ANNOUNCED}),
    LessonState.ANNOUNCED: frozenset({LessonState.DRAFT, LessonState.CANCELLED, LessonState.HELD}),
    LessonState.CANCELLED: frozenset({LessonState.ANNOUNCED}),
    LessonState.HELD: frozenset({LessonState.ANNOUNCED}),
}

# What the public sees: a cancelled lesson stays visible, crossed out, so that nobody waits in vain.
PUBLIC_STATES = (LessonState.ANNOUNCED, LessonState.CANCELLED, LessonState.HELD)


# First words of our own addresses (also of parts to come), which no school may have as its path.
RESERVED_PATHS = frozenset(
    {
        *(
            "about",
            "accounts",
            "admin",
            "api",
            "applications",
            "appointments",
            "calendar",
            "cards",
            "certificates",
            "collections",
            "consents",
            "consultations",
        ),
        *(
            "contests",
            "credentials",
            "desk",
            "dev",
            "embed",
            "feeds",
            "grants",
            "handouts",
            "health",
            "invitation",
            "jury",
            "lessons",
        ),
        *(
            "live",
            "lti",
            "m",
            "me",
            "media",
            "mentors",
            "mentorships",
            "moment",
            "moments",
            "oai",
            "oembed",
            "opds",
        ),
        *(
            "people",
            "preferences",
            "programme",
            "proof",
            "push",
            "quizzes",
            "records",
            "register",
            "reports",
            "school",
            "search",
            "shown",
            "static",
        ),
        *(
            "topics",
            "tus",
            "unsubscribe",
            "uploads",
            "verify",
            "videos",
            "viewed",
            "watched",
        ),
    }
)


class EnrolmentPolicy(models.TextChoices):
    """Who may enrol in a programme."""

    OPEN = "open", _("Open to everybody with an account")
    INVITATION = "invitation", _("By invitation of the methodist")


class AgeRating(models.TextChoices):
    """The mark of information products (436-FZ)."""

    ZERO = "0+", "0+"
    SIX = "6+", "6+"
    TWELVE = "12+", "12+"
    SIXTEEN = "16+", "16+"
    EIGHTEEN = "18+", "18+"


class Tab(models.TextChoices):
    """The tabs of the school's public page, in their order; the methodist may write a text for each."""

    PROGRAMME = "programme", _("Programme")
    VIDEOS = "videos", _("Video")
    CONSULTATIONS = "consultations", _("Consultations")
    CONTEST = "contest", _("Contest")
    COLLECTION = "collection", _("Collection")
    ABOUT = "about", _("About the project")


class HandoutKind(models.TextChoices):
    """What a file of a handout may be, told by its content; the value is the ending of its name."""

    PDF = "pdf", _("PDF document")
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel table")
    PPTX = "pptx", _("PowerPoint slides")
    ODT = "odt", _("OpenDocument text")
    ODS = "ods", _("OpenDocument table")
    ODP = "odp", _("OpenDocument slides")
    DOC = "doc", _("old Word document")
    XLS = "xls", _("old Excel table")
    PPT = "ppt", _("old PowerPoint slides")
    EPUB = "epub", _("EPUB book")
    RTF = "rtf", _("RTF document")
    TXT = "txt", _("plain text")
    JPEG = "jpg", _("JPEG picture")
    PNG = "png", _("PNG picture")
    ZIP = "zip", _("ZIP archive")


MEDIA_TYPES: dict[HandoutKind, str] = {
    HandoutKind.PDF: "application/pdf",
    HandoutKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    HandoutKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    HandoutKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    HandoutKind.ODT: "application/vnd.oasis.opendocument.text",
    HandoutKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    HandoutKind.ODP: "application/vnd.oasis.opendocument.presentation",
    HandoutKind.DOC: "application/msword",
    HandoutKind.XLS: "application/vnd.ms-excel",
    HandoutKind.PPT: "application/vnd.ms-powerpoint",
    HandoutKind.EPUB: "application/epub+zip",
    HandoutKind.RTF: "application/rtf",
    HandoutKind.TXT: "text/plain",
    HandoutKind.JPEG: "image/jpeg",
    HandoutKind.PNG: "image/png",
    HandoutKind.ZIP: "application/zip",
}

# What the history of a lesson, a programme or a school says was done, by the words of the journal.
DONE = {
    "school_made": _("made the school"),
    "school_changed": _("changed the settings"),
    "school_address_changed": _("changed the address of the school"),
    "partner_added": _("added a partner"),
    "partner_removed": _("removed a partner"),
    "programme_made": _("made the programme"),
    "programme_cloned": _("made the programme out of a past one"),
    "programme_edited": _("changed the programme"),
    "programme_published": _("published the programme"),
    "programme_hidden": _("hid the programme"),
    "cycle_added": _("added a cycle"),
    "cycle_edited": _("changed a cycle"),
    "cycle_moved": _("moved a cycle"),
    "cycle_removed": _("removed a cycle"),
    "cycle_brought_back": _("brought a cycle back"),
    "lessons_reordered": _("moved lessons on the board"),
    "lesson_added": _("added the lesson"),
    "lesson_edited": _("changed the lesson"),
    "lesson_edit_undone": _("undid a change"),
    "lesson_announced": _("announced the lesson"),
    "lesson_withdrawn": _("took the lesson back to the drafts"),
    "lesson_cancelled": _("cancelled the lesson"),
    "lesson_restored": _("restored the lesson"),
    "lesson_held": _("marked the lesson as held"),
    "lesson_reopened": _("took the mark “held” back"),
    "lesson_removed": _("removed the draft"),
    "lesson_brought_back": _("brought the draft back"),
    "handout_added": _("added a handout"),
    "handout_removed": _("removed a handout"),
    "speaker_added": _("added the speaker"),
    "speaker_edited": _("changed the speaker"),
    "speaker_removed": _("removed a speaker"),
    "enrolled": _("enrolled people"),
    "left": _("gave a place up"),
}
