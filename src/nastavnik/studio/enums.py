"""Words of topics and production cards."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TopicState(models.TextChoices):
    """How a topic stands."""

    OPEN = "open", pgettext_lazy("topic", "open")
    TAKEN = "taken", pgettext_lazy("topic", "in production")
    DONE = "done", pgettext_lazy("topic", "filmed")
    DECLINED = "declined", pgettext_lazy("topic", "declined")
    MERGED = "merged", pgettext_lazy("topic", "put together with another")


class EvidenceKind(models.TextChoices):
    """Why a topic is wanted."""

    WORDS = "words", _("somebody’s proposal")
    SEARCH = "search", _("searches without a hit")
    QUESTION = "question", _("questions to mentors")
    LIVE_QUESTION = "live", _("questions of a broadcast that were not answered")
    MINUTE = "minute", _("minutes that were not understood")
    SURVEY = "survey", _("wishes from surveys")


class VotePolicy(models.TextChoices):
    """Who has a voice."""

    PERSON = "person", _("a voice for each person")
    LIBRARY = "library", _("a voice for each library")


class Stage(models.TextChoices):
    """Where a card stands."""

    IDEA = "idea", pgettext_lazy("stage", "Idea")
    BRIEF = "brief", pgettext_lazy("stage", "Brief")
    SCRIPT = "script", pgettext_lazy("stage", "Script")
    SHOOT = "shoot", pgettext_lazy("stage", "Shooting")
    EDIT = "edit", pgettext_lazy("stage", "Editing")
    SUBTITLES = "subtitles", pgettext_lazy("stage", "Subtitles")
    PUBLISHED = "published", pgettext_lazy("stage", "Published")
