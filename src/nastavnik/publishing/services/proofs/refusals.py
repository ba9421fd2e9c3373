"""Expected refusals of proofs: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class NothingToRead(Refusal):
    """The article is empty."""

    message = _("The article has no text yet, so its author would have nothing to read. Write it first.")


class ProofOver(Refusal):
    """The link works no more."""

    message = _(
        "This link works no more: the editor has sent a newer text, or it is too old. Ask the editor for a new link."
    )


class ProofRemarkEmpty(Refusal):
    """Nothing was said."""

    message = _("The remark is empty. Write what is to be changed.")


class TooManyProofRemarks(Refusal):
    """More was said than anybody reads."""

    message = _("There are as many remarks as the editor can read. Put the rest into the words in all, below the text.")


class WordsNotInProof(Refusal):
    """The quoted words do not stand in the text."""

    message = _(
        "These words do not stand in the text. Copy them from it as they are, or leave the words empty: then the remark is of the"
        " whole text."
    )


class ProofWithoutConsent(Refusal):
    """She approves the text and does not let it be printed."""

    message = _(
        "You approve the text; tick also that you let it be printed. If you do not, choose that it is not to be printed so, and say"
        " why."
    )


class ProofWithoutWords(Refusal):
    """Nobody would know what to change."""

    message = _("Say in some words what is to be changed, here or in a remark on the text.")
