"""Expected refusals around the shooting: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal

# --- people who are shown ------------------------------------------------------------------------------------------------


class AlreadyShown(Refusal):
    """Somebody of this name stands there."""

    message = _(
        "Somebody of this name stands in the list already. If there are two of them, tell them apart by the patronymic."
    )


class TooManyShown(Refusal):
    """The list is longer than one for people."""

    message = _(
        "The list is full: it holds 200 people. Of a hall of guests nobody is asked one by one; film it from behind."
    )


class NoMailOfShown(Refusal):
    """There is nowhere to send the link."""

    message = _("There is no mail of hers here. Write it in, or take the link and pass it on in another way.")


class AgreedAlready(Refusal):
    """She has agreed to just this."""

    message = _("She has agreed to this very text already, so nothing was sent. Her consent holds.")


class AnsweredAlready(Refusal):
    """What she has answered is about the name that stands there."""

    message = _(
        "She has answered already, and her answer is kept under this name. Add her once more under another one."
    )


class ConsentOver(Refusal):
    """The link takes no answer any more."""

    message = _("The term to answer by this link is over, so nothing was kept. Ask who sent it for a new one.")


class ConsentGiven(Refusal):
    """There is nothing to answer."""

    message = _("You have agreed already. If you do not want to be shown any more, withdraw the consent below.")


class NothingToWithdraw(Refusal):
    """No consent is in force."""

    message = _("There is no consent of yours in force here, so there is nothing to withdraw.")


class NameNotAsWritten(Refusal):
    """Another name was typed than stands in the document."""

    message = _(
        "The name that you have typed is not the one in the document. Type it as it stands there; if it is wrong there, ask who sent"
        " the link to put it right."
    )


# --- script ---------------------------------------------------------------------------------------------------------------


class FilmIsOut(Refusal):
    """It has become a lesson."""

    message = _("The film has become a lesson, so its script and its shots stay as they are. Nothing was changed.")


# --- shots ----------------------------------------------------------------------------------------------------------------


class TooManyShots(Refusal):
    """The list is longer than one for people."""

    message = _("The list is full: it holds 300 shots. Join short ones, or make two films of it.")


class ShotChanged(Refusal):
    """Two have written at the same shot."""

    message = _(
        "Somebody else has changed this shot while you were writing. Nothing was saved; what you have typed stands below. Compare it"
        " with the list and save once more."
    )


class NoScript(Refusal):
    """There is nothing to propose shots from."""

    message = _("The script is empty, so no shots can be proposed. Write it first, or add shots by hand.")


class NothingToPropose(Refusal):
    """All of it stands there."""

    message = _("Every paragraph of the script has its shot already. Nothing was added.")


class NoPictureOfShot(Refusal):
    """The file is none that we take."""

    message = _("The picture cannot be read. It must be JPEG, PNG or WebP, up to 12 MB. The shot stays as it was.")
