"""Expected refusals of applications: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class LibraryHasEnough(Refusal):
    """The regulation allows a library no more applications."""

    message = _(
        "Your library has as many applications as the regulation allows. Nothing was changed: open one of them, or withdraw it."
    )


class NotComplete(Refusal):
    """Something is missing."""

    message = _("The application was not submitted yet, and all of it is kept. See what is still missing.")


class FormIsFuller(Refusal):
    """More was typed than a section can hold."""

    message = _("That is more than this section can hold. The rest is kept; make the last text shorter.")


class SectionGone(Refusal):
    """The form has no such section."""

    message = _("The form has changed. Open the application anew; what was saved is kept.")


class FileTooLarge(Refusal):
    """A file is larger than the school takes."""

    message = _("The file is larger than 10 MB. Make it smaller and add it again; everything else is kept.")


class FileNotKnown(Refusal):
    """A file is none that is taken."""

    message = _(
        "Such a file is not taken. Send PDF, Word, Excel, PowerPoint, OpenDocument, a JPEG or PNG picture, or plain text; "
        "its name must end as its kind does."
    )


class TooManyFiles(Refusal):
    """The field, or the application, holds no more files."""

    message = _("No more files can be added here. Remove one first.")


class AuthorNotFound(Refusal):
    """Nobody of the school has this address."""

    message = _("Nobody of the school has this e-mail. Ask the methodist to invite the person, then add her here.")


class TooManyAuthors(Refusal):
    """An application is written by no more people."""

    message = _("An application can have fifteen authors at most. Nothing was changed.")


class LastAuthor(Refusal):
    """Nobody would be left to write it."""

    message = _("She is the only author. Nothing was changed: add another author first, or remove the draft.")


class WithdrawalOver(Refusal):
    """After the deadline an application is the contest's."""

    message = _(
        "The time for applications is over, so this one can no longer be withdrawn here. Ask the organisers of the contest."
    )


class JuryHasBegun(Refusal):
    """What the jury marks stays as it was read."""

    message = _(
        "The jury has begun to judge this application, so it can no longer be withdrawn here. Ask the organisers of the contest."
    )


class NotSubmitted(Refusal):
    """It is not where this is done."""

    message = _("This application is in another state by now. Nothing was changed; here it is as it stands.")


class AlreadyJudged(Refusal):
    """The jury has it."""

    message = _(
        "The jury has score sheets of this application already, so it stays admitted. Take the sheets back first."
    )


class UntilIsPast(Refusal):
    """A return needs a day ahead."""

    message = _("Choose a moment in the future until which the application may be corrected.")


class CameLater(Refusal):
    """A paper cannot come tomorrow."""

    message = _("The paper cannot have come later than now. Correct the moment.")
