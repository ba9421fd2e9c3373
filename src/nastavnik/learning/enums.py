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
