"""Expected refusals of remarks, proofs, trial reviews and moments: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class RemarkEmpty(Refusal):
    """Nothing was said."""

    message = _("The remark is empty. Write what is to be changed, or what you ask.")


class TooManyRemarks(Refusal):
    """More was said than anybody reads."""

    message = _("There are too many remarks. Your text is kept; resolve or withdraw some of the others first.")


class WordsNotThere(Refusal):
    """The quoted words do not stand in the field."""

    message = _(
        "These words do not stand in the field now. Copy them from it as they are, or leave the words empty: then the remark is of the whole field."
    )


class RemarkAnswered(Refusal):
    """Somebody has answered; what an answer is to does not go."""

    message = _("Somebody has answered already, so the remark stays. Resolve it if nothing is to be done about it.")


class ClaimTooShort(Refusal):
    """Words were not given."""

    message = _("Say which words need a proof: copy them from the field.")


class TooManyClaims(Refusal):
    """More was claimed than anybody proves."""

    message = _("There are too many claims. Leave out some that need no proof; nothing else was changed.")


class TooManyProofs(Refusal):
    """The drawer is full."""

    message = _(
        "The drawer of proofs is full. What you typed is kept on this page; remove a proof that nothing rests on."
    )


class ProofWithoutTitle(Refusal):
    """It has no name."""

    message = _("Say what the proof is, so that experts know it from others.")


class ReviewChangedMeanwhile(Refusal):
    """The same reviewer has written in another window."""

    message = _(
        "The review was changed in another window. Nothing is lost: both are shown below. Bring them together and save."
    )


class ReviewIsFinished(Refusal):
    """It does not change any more."""

    message = _("The review is finished. Open it anew if you want to change it.")


class NotOnScale(Refusal):
    """There is no such mark."""

    message = _("There is no such mark on the scale of the fund. Choose one of those that are shown.")


class MarksMissing(Refusal):
    """Not every criterion is marked."""

    def __init__(self, titles: list[str]) -> None:
        told = {"criteria": ", ".join(titles)}
        super().__init__(_("All is saved. Before you finish, mark these criteria too: %(criteria)s.") % told)


class MomentWithoutLesson(Refusal):
    """The address is of no lesson."""

    message = _(
        "This is no address of a moment of a lesson of this school. Open the lesson at the moment, copy the address, and paste it here."
    )


class MomentWithoutWords(Refusal):
    """Nobody would know what it tells."""

    message = _("Say in some words what is told at this moment.")
