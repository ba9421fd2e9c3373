"""Words of the search: what a passage is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.search.text import order


class PassageKind(models.TextChoices):
    """What a passage is; `text.order` says which come first."""

    TITLE = order.TITLE, _("Lesson")
    CHAPTER = order.CHAPTER, _("Chapter")
    SLIDE = order.SLIDE, _("Slide")
    ANSWER = order.ANSWER, _("Answer")
    CUE = order.CUE, _("Said")
    ABOUT = order.ABOUT, _("About the lesson")
    HANDOUT = order.HANDOUT, _("Handout")
    PAGE = order.PAGE, _("In a handout")
