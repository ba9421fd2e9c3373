"""Words of the films: states and their moves, who may watch, the steps of processing, and why a film was refused."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class VideoState(models.TextChoices):
    """Where a film is on its way from the upload to the ladder. Whether it plays is told by its build, not by this."""

    QUEUED = "queued", _("Waiting")
    CHECKING = "checking", _("Being checked")
    PREPARING = "preparing", _("Being prepared")
    PLAYABLE = "playable", _("Plays, more qualities are being made")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Failed")
    RECORDING = "recording", _("On air")


# A new source file or a retry puts a film back to QUEUED from wherever it is; a processing that was broken off begins with
# CHECKING again, or with PLAYABLE when its first quality is shown already. A broadcast on air is RECORDING; when it ends it is
# PLAYABLE with the same files, until its source has been put together and processed as any other.
MOVES: dict[VideoState, frozenset[VideoState]] = {
    VideoState.QUEUED: frozenset({VideoState.CHECKING, VideoState.PLAYABLE, VideoState.FAILED}),
    VideoState.CHECKING: frozenset({VideoState.PREPARING, VideoState.REFUSED, VideoState.FAILED, VideoState.QUEUED}),
    VideoState.PREPARING: frozenset({VideoState.PLAYABLE, VideoState.CHECKING, VideoState.FAILED, VideoState.QUEUED}),
    VideoState.PLAYABLE: frozenset({VideoState.READY, VideoState.FAILED, VideoState.QUEUED}),
    VideoState.READY: frozenset({VideoState.QUEUED}),
    VideoState.REFUSED: frozenset({VideoState.QUEUED}),
    VideoState.FAILED: frozenset({VideoState.QUEUED}),
    VideoState.RECORDING: frozenset({VideoState.PLAYABLE}),
}

# While a film is in one of these, a task must be queued or running for it; the sweep looks after that.
STATES_IN_WORK = (VideoState.QUEUED, VideoState.CHECKING, VideoState.PREPARING, VideoState.PLAYABLE)
STATES_TO_RETRY = (VideoState.FAILED, VideoState.REFUSED)


class Access(models.TextChoices):
    """Who may watch."""

    OPEN = "open", _("Everybody")
    ENROLLED = "enrolled", _("Only those enrolled in the programme")
    LINK = "link", _("Whoever has the link")


class StepName(models.TextChoices):
    """The steps of processing; a retry begins with the first that is not done."""

    CHECK = "check", _("Checking the file")
    LOUDNESS = "loudness", _("Measuring the loudness")
    FIRST = "first", _("Making the first quality")
    POSTER = "poster", _("Choosing the poster")
    LADDER = "ladder", _("Making the other qualities")
    STRIP = "strip", _("Making the preview strip")


class RenditionKind(models.TextChoices):
    """What a rendition carries; picture and sound lie in files of their own."""

    PICTURE = "picture", _("Picture")
    SOUND = "sound", _("Sound")


class ChapterKind(models.TextChoices):
    """Where a chapter came from; those of one kind are replaced together."""

    QUESTION = "question", _("A question answered on air")
    SLIDE = "slide", _("Proposed from the slides and pauses")
    HAND = "hand", _("Written by a person")


class DeckState(models.TextChoices):
    """Where looking for the slides of a film is."""

    WAITING = "waiting", _("Waiting")
    FINDING = "finding", _("Being looked for")
    FOUND = "found", _("Found")
    FAILED = "failed", _("Failed")


class DeckFileKind(models.TextChoices):
    """What the file of a talk is."""

    PDF = "pdf", "PDF"
    PPTX = "pptx", "PPTX"


class SlideOrigin(models.TextChoices):
    """Who says that a slide begins there."""

    FOUND = "found", _("Found in the film")
    HAND = "hand", _("Added by a person")


class TranscriptOrigin(models.TextChoices):
    """Where the words of a film came from."""

    FILE = "file", _("A file with subtitles")
    TEXT = "text", _("A text without times")
    RECOGNISED = "recognised", _("Recognised by a program")


class TranscriptState(models.TextChoices):
    """Whether the words are there."""

    WAITING = "waiting", _("Waiting")
    RECOGNISING = "recognising", _("Being recognised")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Recognition failed")


class TakeawayState(models.TextChoices):
    """Whether a film's file to take away is there."""

    WAITING = "waiting", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class TakeawayProblem(models.TextChoices):
    """Why a film's file to take away was not made; what to do is in `TAKEAWAY_TEXTS`."""

    DISK = "disk", _("No room on the disk")
    FORMAT = "format", _("Not for MP4")
    LOST = "lost", _("Broken off")


TAKEAWAY_TEXTS: dict[TakeawayProblem, Promise] = {
    TakeawayProblem.DISK: _(
        "The server’s disk had no room for the file. Tell the operator; it can be made once there is room."
    ),
    TakeawayProblem.FORMAT: _(
        "The film’s file is recorded in a way that MP4 does not take. The original is kept as it was brought."
    ),
    TakeawayProblem.LOST: _("The making of the file was broken off three times. Try once more later."),
}


class WarningCode(models.TextChoices):
    """What the methodist should know of a film that plays all the same."""

    CUT_SHORT = "cut_short", _("The end of the file is missing.")
    NO_SOUND = "no_sound", _("The film has no sound.")
    NO_PICTURE = "no_picture", _("The file has sound only.")


WARNING_TEXTS: dict[WarningCode, Promise] = {
    WarningCode.CUT_SHORT: _(
        "The file was cut short: what had arrived is shown. If the end matters, upload the whole file once more."
    ),
    WarningCode.NO_SOUND: _("The file has no sound. If there should be sound, upload the file once more with it."),
    WarningCode.NO_PICTURE: _("The file has sound but no picture; instead of a picture a cover is shown."),
}


class RefusalCode(models.TextChoices):
    """Why a source file was refused."""

    EMPTY = "empty", _("Empty file")
    NOT_A_FILM = "not_a_film", _("Not a film")
    INDEX_MISSING = "index_missing", _("The index is missing")
    NOTHING_INSIDE = "nothing_inside", _("Neither picture nor sound")
    UNREADABLE = "unreadable", _("Cannot be read")
    UNKNOWN_CODEC = "unknown_codec", _("Unknown way of recording")
    TOO_LONG = "too_long", _("Too long")
    TOO_LARGE_PICTURE = "too_large_picture", _("Too large a picture")
    TOO_MANY_TRACKS = "too_many_tracks", _("Too many tracks")
    TOO_HARD = "too_hard", _("Could not be examined in time")


REFUSAL_TEXTS: dict[RefusalCode, Promise] = {
    RefusalCode.EMPTY: _(
        "The file is empty: not a single byte is in it. Check the file on your computer and upload it once more."
    ),
    RefusalCode.NOT_A_FILM: _(
        "This is not a film, whatever its name says. Upload a video (MP4, MOV, MKV, WebM, AVI, MPEG) "
        "or a sound recording (MP3, M4A, WAV, OGG)."
    ),
    RefusalCode.INDEX_MISSING: _(
        "The file is cut short and its index is missing, so nothing in it can be played. Copy the file from the camera "
        "or the disk once more and upload it anew; if the recording itself broke off, a repair program may help."
    ),
    RefusalCode.NOTHING_INSIDE: _(
        "There is neither picture nor sound in the file. Check whether it is the right one and upload another."
    ),
    RefusalCode.UNREADABLE: _(
        "The film is damaged: its pictures or its sound cannot be read. Play it on your computer; if it does not play "
        "there either, look for another copy."
    ),
    RefusalCode.UNKNOWN_CODEC: _(
        "The film is recorded in a way we do not read. Save it as MP4 (H.264 with AAC) in a video editor "
        "and upload that file."
    ),
    RefusalCode.TOO_LONG: _("The film is longer than 12 hours. Cut it into parts and upload them as separate films."),
    RefusalCode.TOO_LARGE_PICTURE: _(
        "The picture is larger than 4096 points. Save the film in 4K or smaller (1920×1080 is best) and upload that file."
    ),
    RefusalCode.TOO_MANY_TRACKS: _(
        "There are more than 16 tracks in the file. Leave one picture and one sound track and upload it once more."
    ),
    RefusalCode.TOO_HARD: _(
        "The file could not be examined in reasonable time: it is probably damaged. Save it anew as MP4 "
        "and upload that file."
    ),
}
