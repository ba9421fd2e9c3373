"""Words of learning."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AttendanceWay(models.TextChoices):
    """How it is known that somebody was at a lesson while it was held."""

    ROOM = "room", pgettext_lazy("attendance", "in the room of the broadcast")
    SCREEN = "screen", pgettext_lazy("attendance", "at a common screen")
    METHODIST = "methodist", pgettext_lazy("attendance", "noted by a methodist")


class CompletionWay(models.TextChoices):
    """What a lesson was counted for."""

    WATCHED = "watched", pgettext_lazy("completion", "watched in the recording")
    ATTENDED = "attended", pgettext_lazy("completion", "attended while it was held")
    METHODIST = "methodist", pgettext_lazy("completion", "counted by a methodist")


class QuestionKind(models.TextChoices):
    """How a question is answered, in the order in which an author is offered them."""

    SINGLE = "single", pgettext_lazy("question", "One answer of several")
    MULTIPLE = "multiple", pgettext_lazy("question", "Several answers of several")
    ORDER = "order", pgettext_lazy("question", "Put in order")
    MATCH = "match", pgettext_lazy("question", "Find the pairs")
    SHORT = "short", pgettext_lazy("question", "A word or two")
    NUMBER = "number", pgettext_lazy("question", "A number")
    OPEN = "open", pgettext_lazy("question", "An answer in one's own words, read by a person")


# Their answers are options of the question; the others are typed.
CHOSEN_KINDS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.ORDER, QuestionKind.MATCH})


class CertificateKind(models.TextChoices):
    """For what somebody gets a certificate."""

    PARTICIPANT = "participant", pgettext_lazy("certificate", "Participant")
    MENTOR = "mentor", pgettext_lazy("certificate", "Mentor")
    SPEAKER = "speaker", pgettext_lazy("certificate", "Speaker")
    JUROR = "juror", pgettext_lazy("certificate", "Juror")


class CertificateState(models.TextChoices):
    """What became of a certificate."""

    VALID = "valid", pgettext_lazy("certificate", "Valid")
    REPLACED = "replaced", pgettext_lazy("certificate", "Replaced")
    REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")


class RunState(models.TextChoices):
    """Where an issue of certificates to many is."""

    WAITING = "waiting", pgettext_lazy("issue", "Waiting")
    RUNNING = "running", pgettext_lazy("issue", "Being made")
    PRINTING = "printing", pgettext_lazy("issue", "Being printed")
    DONE = "done", pgettext_lazy("issue", "Ready")
    FAILED = "failed", pgettext_lazy("issue", "Stopped")


# How the history of a certificate and of its template reads; every verb that our services write stands here.
CERTIFICATE_DEEDS = {
    "template_changed": _("changed the template"),
    "rule_changed": _("changed the rule"),
    "run_started": _("issued to all who qualify"),
    "issued": _("issued the certificate"),
    "reissued": _("issued it anew"),
    "replaced": _("replaced it by a new one"),
    "revoked": _("revoked the certificate"),
    "name_erased": _("the name was erased"),
    "badge_key_made": _("made a key for badges"),
}


class QuestionFault(models.TextChoices):
    """Why a question cannot be asked as it is; each says what to do. The words are those of `exchange.rules.Fault`."""

    NO_TEXT = "no_text", _("Write the question.")
    TEXT_TOO_LONG = (
        "text_too_long",
        _("The question and its explanation may have 4000 letters each: make them shorter."),
    )
    TOO_FEW = "too_few", _("There are too few answers: write at least two, for a typed answer at least one.")
    TOO_MANY = "too_many", _("There are more than twelve answers: leave some out.")
    OPTION_TOO_LONG = "option_too_long", _("An answer or its comment is longer than 500 letters: make it shorter.")
    SAME_OPTIONS = "same_options", _("Two answers are the same: change one of them.")
    NONE_RIGHT = "none_right", _("No answer is marked as right: mark one.")
    NOT_ONE_RIGHT = "not_one_right", _("Exactly one answer must be right: mark one, or take the kind with several.")
    ALL_RIGHT = "all_right", _("All answers are right, so there is nothing to choose: add a wrong one.")
    PAIR_INCOMPLETE = "pair_incomplete", _("An answer is without words: write them, or take the row out.")
    NOT_A_NUMBER = "not_a_number", _("Write numbers in figures, such as 12 or 0,5.")
    POINTS = "points", _("A question gives 1 to 20 points.")
    MOMENT = "moment", _("The moment of the film must begin before it ends.")
    NO_ALT = "no_alt", _("Say in words what the picture shows: not everybody sees it.")


class SystemFault(models.TextChoices):
    """Why another system did not take what the school sends it; each says what becomes of it and what to do."""

    KEY = "key", _("It refuses the school’s key. Check what was copied, and whether it is still valid there.")
    REFUSED = "refused", _("It refuses what was sent. Its administrator can see why; nothing is lost here.")
    GONE = "gone", _("The grade column is no longer there. If the activity was removed from the course, all is well.")
    SERVER = "server", _("It answers with an error of its own. The school tries again by itself.")
    SILENT = "silent", _("It does not answer. The school tries again by itself.")
    ADDRESS = "address", _("Its address cannot be called. Check how it is written.")
    ODD = "odd", _("It answers in a way that is not understood. Is this its right address?")


# The other system may think better of it without anybody doing anything.
PASSING_FAULTS = frozenset({SystemFault.SERVER, SystemFault.SILENT})


class SendState(models.TextChoices):
    """Where something is that goes to another system."""

    WAITING = "waiting", pgettext_lazy("sending", "Waiting")
    SENT = "sent", pgettext_lazy("sending", "Sent")
    FAILED = "failed", pgettext_lazy("sending", "Not taken")


class Verdict(models.TextChoices):
    """What is said about an answer."""

    RIGHT = "right", pgettext_lazy("verdict", "Right")
    PARTLY = "partly", pgettext_lazy("verdict", "Partly right")
    WRONG = "wrong", pgettext_lazy("verdict", "Wrong")
    NONE = "none", pgettext_lazy("verdict", "No answer")
    WAITING = "waiting", pgettext_lazy("verdict", "Is being read")


class ImportNote(models.TextChoices):
    """What a file of questions held that was not taken as it was. The words are those of `exchange.notes.NoteCode`."""

    TYPE = "type", _("This kind of question is not known here; it was not taken.")
    FAULT = "fault", _("It cannot be asked as it is; it was not taken.")
    MOST = "most", _("A self-check has 60 questions at most; it was not taken.")
    PICTURES = "pictures", _("A picture was not taken: a question has one, which lies in the file.")
    PICTURE_WORDS = "picture_words", _("Its picture has no words: say in them what it shows.")
    WEIGHTS = "weights", _("Its answers gave different parts of the points; here an answer is right or wrong.")
    POINTS = "points", _("Its points were rounded to a whole number from 1 to 20.")
    FEEDBACK = "feedback", _("Words for all right, partly right or wrong answers, or for the reader, were not taken.")
    HINTS = "hints", _("Its hints were not taken.")
    UNITS = "units", _("Its units of measure were not taken: an answer is a number alone.")
    CASE = "case", _("Small and large letters are the same here.")
    FORMAT = "format", _("Answers are plain words here: bold letters, formulas or pictures in them were not taken.")
    TAGS = "tags", _("Its tags were not taken.")
    CATEGORIES = "categories", _("The file has several categories; their questions stand here one after the other.")
