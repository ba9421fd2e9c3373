"""Words of topics and of production."""

from django.db import models
from django.utils.translation import pgettext_lazy


class TopicState(models.TextChoices):
    """Where a topic is. What has written itself is seen by the desk alone until a methodist has read it."""

    SUGGESTED = "suggested", pgettext_lazy("topic", "Has written itself")
    OPEN = "open", pgettext_lazy("topic", "Open for votes")
    TAKEN = "taken", pgettext_lazy("topic", "Being made")
    DONE = "done", pgettext_lazy("topic", "Made")
    MERGED = "merged", pgettext_lazy("topic", "Merged with another")
    DECLINED = "declined", pgettext_lazy("topic", "Set aside")


# What everybody of the school may read.
SHOWN_STATES = (TopicState.OPEN, TopicState.TAKEN, TopicState.DONE)
# What takes votes, new evidence, and other topics into itself.
LIVING_STATES = (TopicState.SUGGESTED, TopicState.OPEN, TopicState.TAKEN)


class EvidenceKind(models.TextChoices):
    """Where it shows that a topic is wanted."""

    PROPOSAL = "proposal", pgettext_lazy("evidence", "Somebody proposes it")
    SEARCH = "search", pgettext_lazy("evidence", "Looked for and not found")
    UNANSWERED = "unanswered", pgettext_lazy("evidence", "A question without an answer")
    REPEATED = "repeated", pgettext_lazy("evidence", "Asked again and again")
    MINUTE = "minute", pgettext_lazy("evidence", "A minute that was not understood")
    WISH = "wish", pgettext_lazy("evidence", "A wish of a survey")


class Voice(models.TextChoices):
    """Whose voice a vote is."""

    PERSON = "person", pgettext_lazy("voice", "One voice for each person")
    LIBRARY = "library", pgettext_lazy("voice", "One voice for each branch")


class CardState(models.TextChoices):
    """How far the making of a film is. In this order; the last is left by nothing."""

    IDEA = "idea", pgettext_lazy("production", "Idea")
    BRIEF = "brief", pgettext_lazy("production", "Brief")
    SCRIPT = "script", pgettext_lazy("production", "Script")
    SHOOT = "shoot", pgettext_lazy("production", "Shooting")
    EDIT = "edit", pgettext_lazy("production", "Editing")
    SUBTITLES = "subtitles", pgettext_lazy("production", "Subtitles")
    PUBLISHED = "published", pgettext_lazy("production", "Published")


# The columns of the board; what is published has left it.
BOARD_STATES = tuple(state for state in CardState if state is not CardState.PUBLISHED)
# Where a limit on the work in progress makes sense.
LIMITED_STATES = tuple(state for state in BOARD_STATES if state is not CardState.IDEA)


class ShotSize(models.TextChoices):
    """How much of somebody or something is in the picture."""

    WIDE = "wide", pgettext_lazy("shot", "Wide")
    FULL = "full", pgettext_lazy("shot", "Full")
    MEDIUM = "medium", pgettext_lazy("shot", "Medium")
    CLOSE = "close", pgettext_lazy("shot", "Close")
    DETAIL = "detail", pgettext_lazy("shot", "Detail")
    SCREEN = "screen", pgettext_lazy("shot", "Screen")


class PrompterDeed(models.TextChoices):
    """What the phone of a helper may ask of a teleprompter."""

    TOGGLE = "toggle", pgettext_lazy("prompter", "Start or stop")
    FASTER = "faster", pgettext_lazy("prompter", "Faster")
    SLOWER = "slower", pgettext_lazy("prompter", "Slower")
    BACK = "back", pgettext_lazy("prompter", "A paragraph back")
    ON = "on", pgettext_lazy("prompter", "A paragraph on")
    HOME = "home", pgettext_lazy("prompter", "From the beginning")
