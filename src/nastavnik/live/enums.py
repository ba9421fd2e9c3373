"""Words of live broadcasts: states and their moves, senders, channels, relays, and what the desk's log says."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class BroadcastState(models.TextChoices):
    """Where a broadcast is. A signal may arrive before it is on air: then only the desk sees it."""

    PLANNED = "planned", _("Not on air yet")
    LIVE = "live", _("On air")
    ENDED = "ended", _("Over")


MOVES: dict[BroadcastState, frozenset[BroadcastState]] = {
    BroadcastState.PLANNED: frozenset({BroadcastState.LIVE}),
    BroadcastState.LIVE: frozenset({BroadcastState.ENDED}),
    BroadcastState.ENDED: frozenset(),
}


class EndReason(models.TextChoices):
    """Why a broadcast ended."""

    DESK = "desk", _("Ended at the desk")
    ABANDONED = "abandoned", _("Nothing was sent for too long")
    TOO_LONG = "too_long", _("The longest time was reached")
    NO_ROOM = "no_room", _("The disk was full")


class SenderKind(models.TextChoices):
    """How a picture comes in."""

    BROWSER = "browser", _("From the browser")
    RTMP = "rtmp", _("From OBS or a hardware encoder")


class SenderState(models.TextChoices):
    """What a sender's signal is used for."""

    WAITING = "waiting", _("Ready to take over")
    ON_AIR = "on_air", _("Shown")
    LOST = "lost", _("Connection lost, waiting for it to come back")
    GONE = "gone", _("Gone")


class ChannelKind(models.TextChoices):
    """Where people watch besides the school's own page."""

    VK = "vk", "VK Видео"
    RUTUBE = "rutube", "Rutube"
    CULTURE = "culture", "Культура.РФ"
    OTHER = "other", _("Another place")


class RelayState(models.TextChoices):
    """The light of a relay."""

    OFF = "off", _("Off")
    READY = "ready", _("Will start with the broadcast")
    CONNECTING = "connecting", _("Connecting")
    ON = "on", _("On")
    RETRYING = "retrying", _("Trying again")
    REFUSED = "refused", _("Refused")
    OVER = "over", _("Over")


class NoteCode(models.TextChoices):
    """What the log of the desk tells; the sentences stand in `NOTE_TEXTS`."""

    SENDER_CAME = "sender_came", _("A sender connected")
    SENDER_LOST = "sender_lost", _("A sender was lost")
    SENDER_GONE = "sender_gone", _("A sender left")
    TAKEN_OVER = "taken_over", _("Another sender took over")
    WRONG_KEY = "wrong_key", _("Wrong key")
    KEY_REVOKED = "key_revoked", _("Withdrawn key")
    SECOND_PUBLISHER = "second", _("Key in use")
    WRONG_CODEC = "wrong_codec", _("Unusable codec")
    RARE_KEY_FRAMES = "rare_keys", _("Key frames too rare")
    NOT_YET = "not_yet", _("Over or not planned")
    WENT_LIVE = "went_live", _("The broadcast began")
    ENDED = "ended", _("The broadcast ended")
    PACKAGER_DIED = "packager", _("Packaging was restarted")
    NODE_TOOK_OVER = "node", _("Another node took over")
    LOWER_STOPPED = "lower_stopped", _("The lower quality was stopped")
    RELAY_ON = "relay_on", _("A relay is on")
    RELAY_RETRYING = "relay_retry", _("A relay tries again")
    RELAY_REFUSED = "relay_refused", _("A relay was refused")
    LITTLE_DISK = "little_disk", _("The disk is nearly full")
    RECORDING_READY = "recording", _("The recording can be watched")
    FILE_ALIGNED = "aligned", _("A file replaced the recording")
    FILE_NOT_ALIKE = "not_alike", _("Another film replaced the recording")


# With the details of the note put into them.
NOTE_TEXTS: dict[NoteCode, Promise] = {
    NoteCode.SENDER_CAME: _("“%(label)s” connected (%(kind)s)."),
    NoteCode.SENDER_LOST: _(
        "The connection of “%(label)s” broke. The broadcast goes on when it comes back; viewers wait."
    ),
    NoteCode.SENDER_GONE: _("“%(label)s” stopped sending."),
    NoteCode.TAKEN_OVER: _("“%(label)s” is shown now."),
    NoteCode.WRONG_KEY: _("A program from %(peer)s came with a wrong stream key and was refused. Copy the key anew."),
    NoteCode.KEY_REVOKED: _("A program from %(peer)s came with a key that was withdrawn. Give it a new one."),
    NoteCode.SECOND_PUBLISHER: _(
        "A second program from %(peer)s came with the key “%(label)s”, which is in use. Make a key of its own for it."
    ),
    NoteCode.WRONG_CODEC: _(
        "“%(label)s” sends %(codec)s, which browsers cannot play. In OBS choose the encoder x264 (H.264) and AAC sound."
    ),
    NoteCode.RARE_KEY_FRAMES: _(
        "Key frames come every %(seconds)s s, so viewers are that much behind. In OBS set the key frame interval to 2 s."
    ),
    NoteCode.NOT_YET: _("“%(label)s” came to a broadcast that is over, and was refused."),
    NoteCode.WENT_LIVE: _("The broadcast is on air."),
    NoteCode.ENDED: _("The broadcast is over: %(why)s."),
    NoteCode.PACKAGER_DIED: _("The packaging program stopped and was started again; nothing that was sent is lost."),
    NoteCode.NODE_TOOK_OVER: _("The node %(node)s takes the broadcast in from now on."),
    NoteCode.LOWER_STOPPED: _("This machine is too slow for a second quality: only the sender's own is shown."),
    NoteCode.RELAY_ON: _("%(channel)s shows the broadcast."),
    NoteCode.RELAY_RETRYING: _("%(channel)s does not answer (%(why)s). The next try comes by itself."),
    NoteCode.RELAY_REFUSED: _("%(channel)s refused the broadcast: %(why)s. Check its address and key."),
    NoteCode.LITTLE_DISK: _("Only %(gigabytes)s GB are left on the disk. Make room, or the broadcast will end."),
    NoteCode.RECORDING_READY: _("The recording can be watched at the lesson's address."),
    NoteCode.FILE_ALIGNED: _(
        "The new file was compared with the recording by its sound: questions and messages moved with it (by %(seconds)s s)."
    ),
    NoteCode.FILE_NOT_ALIKE: _(
        "The new file does not sound like the recording, so questions and messages stay at their seconds. Check whether it is "
        "the right file."
    ),
}


# --- the room --------------------------------------------------------------------------------------------------------


class QuestionState(models.TextChoices):
    """Where a question to the speaker is."""

    WAITING = "waiting", _("Waiting for approval")
    OPEN = "open", _("Open")
    ANSWERING = "answering", _("Being answered now")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Declined")


QUESTION_MOVES: dict[QuestionState, frozenset[QuestionState]] = {
    QuestionState.WAITING: frozenset({QuestionState.OPEN, QuestionState.ANSWERING, QuestionState.DECLINED}),
    QuestionState.OPEN: frozenset({QuestionState.ANSWERING, QuestionState.ANSWERED, QuestionState.DECLINED}),
    QuestionState.ANSWERING: frozenset({QuestionState.ANSWERED, QuestionState.OPEN}),
    QuestionState.ANSWERED: frozenset({QuestionState.ANSWERING, QuestionState.OPEN}),
    QuestionState.DECLINED: frozenset({QuestionState.OPEN}),
}
# What everybody in the room sees; the others are for those who lead it.
PUBLIC_QUESTIONS = frozenset({QuestionState.OPEN, QuestionState.ANSWERING, QuestionState.ANSWERED})


class PollKind(models.TextChoices):
    """How a poll is answered."""

    SINGLE = "single", _("One answer")
    SEVERAL = "several", _("Several answers")
    SCALE = "scale", _("A scale from 1 to 5")


class PollState(models.TextChoices):
    """Where a poll is. One that was closed by mistake can be opened again."""

    PREPARED = "prepared", _("Prepared")
    OPEN = "open", _("Being asked")
    CLOSED = "closed", _("Closed")


POLL_MOVES: dict[PollState, frozenset[PollState]] = {
    PollState.PREPARED: frozenset({PollState.OPEN}),
    PollState.OPEN: frozenset({PollState.CLOSED}),
    PollState.CLOSED: frozenset({PollState.OPEN}),
}


class ReactionKind(models.TextChoices):
    """What can be said by one quiet press; only how many said it is kept."""

    THANKS = "thanks", _("Thank you")
    APPLAUSE = "applause", _("Applause")
    SUPPORT = "support", _("I support this")
    LOST = "lost", _("Too fast")


class RoomEventKind(models.TextChoices):
    """What happened in a room; the payload of each is written by `selectors.room.items`."""

    SAID = "said", "said"
    UNSAID = "unsaid", "unsaid"
    QUESTION = "question", "question"
    QUESTION_GONE = "question_gone", "question gone"
    POLL = "poll", "poll"
    POLL_GONE = "poll_gone", "poll gone"
    HAND = "hand", "hand"
    MEMBER = "member", "member"
    ROOM = "room", "room"


class Audience(models.TextChoices):
    """Who hears of an event of the room."""

    EVERYBODY = "all", "everybody"
    VIEWERS = "viewers", "everybody but those who lead"
    MODERATORS = "leaders", "those who lead the room"


class PortalState(models.TextChoices):
    """What a portal's export says of an event that was submitted to it."""

    UNKNOWN = "unknown", _("not checked yet")
    PUBLISHED = "published", _("published there")
    WAITING = "waiting", _("not published yet")
    MISSING = "missing", _("the portal knows no such event")
    REFUSED = "refused", _("the portal refused the key")
    SILENT = "silent", _("the portal did not answer")
