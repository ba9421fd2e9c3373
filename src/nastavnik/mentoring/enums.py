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
    LEFT = "left", pgettext_lazy("assignment", "is a mentor no more")


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


class MentorshipState(models.TextChoices):
    """Where a mentorship is: it waits for the mentor's yes, goes on, is over, or never began."""

    WAITING = "waiting", pgettext_lazy("mentorship", "Waits for the mentor")
    ACTIVE = "active", pgettext_lazy("mentorship", "Goes on")
    ENDED = "ended", pgettext_lazy("mentorship", "Ended")
    DECLINED = "declined", pgettext_lazy("mentorship", "Did not begin")


class MentorshipOrigin(models.TextChoices):
    """Who thought of a mentorship."""

    METHODIST = "methodist", pgettext_lazy("mentorship", "proposed by a methodist")
    MENTEE = "mentee", pgettext_lazy("mentorship", "chosen by the mentee")
    MATCHING = "matching", pgettext_lazy("mentorship", "from the matching of the network")


class MentorshipEnd(models.TextChoices):
    """Why a mentorship ended."""

    COMPLETED = "completed", pgettext_lazy("mentorship", "what was planned is done")
    TERM = "term", pgettext_lazy("mentorship", "the term is over")
    EARLY = "early", pgettext_lazy("mentorship", "ended early")
    NO_FIT = "no_fit", pgettext_lazy("mentorship", "the two do not suit each other")


class MeetingWay(models.TextChoices):
    """How the people of a mentorship meet; a call is a contact as well."""

    IN_PERSON = "in_person", pgettext_lazy("meeting", "In person")
    VIDEO = "video", pgettext_lazy("meeting", "By video")
    CALL = "call", pgettext_lazy("meeting", "By telephone")
    LETTER = "letter", pgettext_lazy("meeting", "By letter or chat")


class Level(models.IntegerChoices):
    """How well somebody masters a competence."""

    NONE = 0, pgettext_lazy("level", "not yet")
    KNOWS = 1, pgettext_lazy("level", "knows of it")
    WITH_HELP = 2, pgettext_lazy("level", "does it with help")
    ALONE = 3, pgettext_lazy("level", "does it alone")
    TEACHES = 4, pgettext_lazy("level", "teaches others")


class MatchScope(models.TextChoices):
    """For whom mentors are looked for at once."""

    WISHES = "wishes", pgettext_lazy("matching", "those who asked for a mentor")
    EVERYBODY = "everybody", pgettext_lazy("matching", "all learners who have no mentor")


class MatchState(models.TextChoices):
    """Where the work of the optimiser is."""

    WAITING = "waiting", pgettext_lazy("matching", "Waits for its turn")
    READING = "reading", pgettext_lazy("matching", "Reads the people of the network")
    COMPARING = "comparing", pgettext_lazy("matching", "Compares everybody with everybody")
    CHOOSING = "choosing", pgettext_lazy("matching", "Looks for the best of all")
    WRITING = "writing", pgettext_lazy("matching", "Writes down the reasons")
    DONE = "done", pgettext_lazy("matching", "Ready to be looked at")
    FAILED = "failed", pgettext_lazy("matching", "Stopped before its end")


class Decision(models.TextChoices):
    """What the methodist says of a suggested pair."""

    OPEN = "open", pgettext_lazy("suggested pair", "Not decided")
    APPROVED = "approved", pgettext_lazy("suggested pair", "Approved")
    CHANGED = "changed", pgettext_lazy("suggested pair", "Approved with another mentor")
    DROPPED = "dropped", pgettext_lazy("suggested pair", "Dropped")
