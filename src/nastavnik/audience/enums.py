"""Words of channels, counts and reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlaceKind(models.TextChoices):
    """Where people watch."""

    OWN = "own", _("The school’s own page")
    CULTURE = "culture", "Культура.РФ"
    VK = "vk", "VK Видео"
    RUTUBE = "rutube", "Rutube"
    OK = "ok", "Одноклассники"
    OTHER = "other", _("Another place")


class Metric(models.TextChoices):
    """What a number counts. Unlike metrics are never added up."""

    LIVE_VIEWS = "live_views", _("live views")
    TOTAL_VIEWS = "total_views", _("views in all")
    UNIQUE_VIEWERS = "unique", _("unique viewers")
    PEAK = "peak", _("most at once")


class CountMethod(models.TextChoices):
    """How a number came into the ledger."""

    HAND = "hand", _("by hand")
    PASTE = "paste", _("pasted from a table")
    CSV = "csv", _("from a CSV file")
    OWN = "own", _("counted by the school itself")
    RUTUBE = "rutube", _("public page of Rutube")
    VK_WALL = "vk_wall", _("VK, service key")
    VK_VIDEO = "vk_video", _("VK, a person’s key")
    CULTURE = "culture", _("export of PRO.Культура.РФ")


class PullState(models.TextChoices):
    """How the last call of a connector ended."""

    NEVER = "never", _("not asked yet")
    WELL = "well", pgettext_lazy("connector", "works")
    EMPTY = "empty", _("answered, but told no numbers")
    SILENT = "silent", _("does not answer")
    PACED = "paced", _("asked too often, waits")
    REFUSED = "refused", _("does not let us in: see to the key")
    BROKEN = "broken", _("answered what we do not understand")


class PlacementState(models.TextChoices):
    """What a connector found at the address of a lesson."""

    THERE = "there", pgettext_lazy("lesson at a channel", "is there")
    WAITING = "waiting", _("not published yet")
    MISSING = "missing", _("not found there")
    HIDDEN = "hidden", _("there, but tells no number")


class ViewerKind(models.IntegerChoices):
    """Who watched: the school's own people and machines stand apart."""

    GUEST = 0, _("guests")
    PERSON = 1, _("people who are signed in")
    STAFF = 2, _("staff of the school")
    BOT = 3, _("machines")


class Every(models.TextChoices):
    """How often a report is sent."""

    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    YEAR = "year", _("every year")
