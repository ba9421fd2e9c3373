"""Words of mentoring."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ConsultationState(models.TextChoices):
    """Where a consultation is. Only the asker sees a draft."""

    DRAFT = "draft", pgettext_lazy("consultation", "Draft")
    WAITING = "waiting", pgettext_lazy("consultation", "Waits for a mentor's answer")
    ASKED_BACK = "asked_back", pgettext_lazy("consultation", "The mentor asks back")
    ANSWERED = "answered", pgettext_lazy("consultation", "Answered")
    CLOSED = "closed", pgettext_lazy("consultation", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("consultation", "Taken back")


# A mentor or the asker is expected to say something.
OPEN_STATES = frozenset({ConsultationState.WAITING, ConsultationState.ASKED_BACK})
# It was sent, and can be read by those who answer.
SENT_STATES = OPEN_STATES | {ConsultationState.ANSWERED, ConsultationState.CLOSED}


class Audience(models.TextChoices):
    """What the asker allows: a consultation is never public by itself."""

    PRIVATE = "private", pgettext_lazy("consultation", "Only between me and those who answer")
    MAY_BE_PUBLIC = "may_be_public", pgettext_lazy("consultation", "May become a public answer, without my name")


class RemarkKind(models.TextChoices):
    """What is said in a consultation besides the question and the recommendations."""

    FOLLOW_UP = "follow_up", pgettext_lazy("remark", "Follow-up question")
    ASK_BACK = "ask_back", pgettext_lazy("remark", "Question of the mentor")
    REPLY = "reply", pgettext_lazy("remark", "Reply to the mentor")


class AssignmentEnd(models.TextChoices):
    """Why a mentor no longer has a consultation."""

    HANDED_OVER = "handed_over", pgettext_lazy("assignment", "handed over")
    DECLINED = "declined", pgettext_lazy("assignment", "declined")
    TAKEN_AWAY = "taken_away", pgettext_lazy("assignment", "taken away by a methodist")
    ABSENT = "absent", pgettext_lazy("assignment", "the mentor is away")


class PublicState(models.TextChoices):
    """Where an answer is on its way to the public."""

    PREPARED = "prepared", pgettext_lazy("public answer", "Being prepared")
    ASKED = "asked", pgettext_lazy("public answer", "Waits for the asker's consent")
    REFUSED = "refused", pgettext_lazy("public answer", "The asker does not consent")
    PUBLIC = "public", pgettext_lazy("public answer", "Public")
    WITHDRAWN = "withdrawn", pgettext_lazy("public answer", "No longer public")


class SlotPlace(models.TextChoices):
    """Where a mentor and who comes to her meet."""

    LINK = "link", pgettext_lazy("slot", "By a link")
    ROOM = "room", pgettext_lazy("slot", "In a room")


class NoteAudience(models.TextChoices):
    """Who besides its author reads a note of an appointment."""

    OWN = "own", pgettext_lazy("note", "Only me")
    BOTH = "both", pgettext_lazy("note", "The two of us")
    METHODISTS = "methodists", pgettext_lazy("note", "The two of us and the methodists")
