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
