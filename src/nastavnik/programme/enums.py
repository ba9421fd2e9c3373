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


# A lesson in one of these can be edited at will; a held one keeps its time, a cancelled one is restored first.
STATES_TO_COME = (LessonState.DRAFT, LessonState.ANNOUNCED)


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
