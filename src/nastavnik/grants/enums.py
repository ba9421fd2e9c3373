"""Words of applications to funds."""

from django.db import models
from django.utils.translation import pgettext_lazy


class GrantState(models.TextChoices):
    """How far an application to a fund is; from submission on it is the fund's."""

    DRAFT = "draft", pgettext_lazy("application to a fund", "Being written")
    CHECKED = "checked", pgettext_lazy("application to a fund", "Checked")
    SUBMITTED = "submitted", pgettext_lazy("application to a fund", "Submitted")
    ADMITTED = "admitted", pgettext_lazy("application to a fund", "Admitted by the fund")
    WON = "won", pgettext_lazy("application to a fund", "Won")
    REFUSED = "refused", pgettext_lazy("application to a fund", "Refused")


# Those who write it may change it. What was submitted is what the fund has.
OPEN_STATES = frozenset({GrantState.DRAFT, GrantState.CHECKED})
# Where an application may go from where it is; a step back mends a slip of the hand.
NEXT_STATES: dict[GrantState, tuple[GrantState, ...]] = {
    GrantState.DRAFT: (GrantState.CHECKED, GrantState.SUBMITTED),
    GrantState.CHECKED: (GrantState.SUBMITTED, GrantState.DRAFT),
    GrantState.SUBMITTED: (GrantState.ADMITTED, GrantState.REFUSED, GrantState.CHECKED),
    GrantState.ADMITTED: (GrantState.WON, GrantState.REFUSED, GrantState.SUBMITTED),
    GrantState.WON: (GrantState.ADMITTED,),
    GrantState.REFUSED: (GrantState.ADMITTED, GrantState.SUBMITTED),
}


class MemberRole(models.TextChoices):
    """What somebody does in a project."""

    AUTHOR = "author", pgettext_lazy("member of a project", "Author")
    MENTOR = "mentor", pgettext_lazy("member of a project", "Mentor")


class ProofKind(models.TextChoices):
    """What proves a claim."""

    STATISTICS = "statistics", pgettext_lazy("proof", "Statistics")
    POLL = "poll", pgettext_lazy("proof", "A poll")
    LETTER = "letter", pgettext_lazy("proof", "A letter")
    PRESS = "press", pgettext_lazy("proof", "The press")
    EXPERT = "expert", pgettext_lazy("proof", "An expert’s opinion")
    OTHER = "other", pgettext_lazy("proof", "Something else")


class MilestoneKind(models.TextChoices):
    """Why a version of a whole application was kept."""

    NAMED = "named", pgettext_lazy("version", "kept by hand")
    PROMOTED = "promoted", pgettext_lazy("version", "as it came from the contest")
    CHECKED = "checked", pgettext_lazy("version", "when it was marked as checked")
    SUBMITTED = "submitted", pgettext_lazy("version", "as it was submitted")
    REVIEWED = "reviewed", pgettext_lazy("version", "as it was reviewed")
    REPLACED = "replaced", pgettext_lazy("version", "before another version took its place")
