"""What asking refuses, in sentences for people."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.mentoring.models import Consultation


class WrittenElsewhere(Refusal):
    """The draft was changed in another window after this one was opened; `current` is the draft as it is."""

    message = _(
        "You have written on in another window meanwhile. Nothing is lost: both texts are below. "
        "Keep what you need and save once more."
    )

    def __init__(self, current: Consultation) -> None:
        super().__init__()
        self.current = current


class NoDraftAnyMore(Refusal):
    """The draft was sent or thrown away in another window."""

    message = _(
        "This question was sent or put away in another window meanwhile, so it was not changed. "
        "The text stays on this page: copy it if you need it."
    )


class QuestionEmpty(Refusal):
    """Nothing was asked yet."""

    message = _("Say in a few words what you want to know. The draft is kept.")


class TooManyDrafts(Refusal):
    """She has begun more questions than a person can be writing."""

    message = _(
        "There are too many drafts already, those among them that you have just thrown away. Send one of them, or begin a new "
        "question in a day or two; the text stays on this page."
    )


class TooManyOpen(Refusal):
    """She waits for more answers than mentors can give to one person."""

    message = _("Many of your questions wait for an answer already. The draft is kept: send it once some are answered.")


class TooManyOpenToReturn(TooManyOpen):
    """The same, of a question that was taken back and is asked again."""

    message = _(
        "Many of your questions wait for an answer already. This one stays taken back: ask it again once some are answered."
    )


class AnsweredAlready(Refusal):
    """A mentor has answered while she wanted to take the question back."""

    message = _("The question was answered meanwhile, so it cannot be taken back. Look at the answer.")


class RemarkEmpty(Refusal):
    """There is nothing to be sent."""

    message = _("Write something first. Nothing was sent.")


class TooManyRemarks(Refusal):
    """There are more remarks in a consultation than anybody reads."""

    message = _("This conversation has become too long. Ask a new question; the text stays on this page.")


class NoAnswerYet(Refusal):
    """What should have helped is not there."""

    message = _("There is no answer yet, so nothing was noted.")


class NothingShown(Refusal):
    """What should have answered the question was never shown to her."""

    message = _("This could not be noted. Load the page anew, and press once more; the draft is kept.")


class FileTooLarge(Refusal):
    """An attachment is larger than mentors with a thin link can open."""

    message = _("The file is too large: at most 10 MB. It was not attached; the text is kept.")


class PictureTooLarge(FileTooLarge):
    """A picture has more points than can be read without harm to others."""

    message = _(
        "The picture has too many points. Save it smaller, or as a photo (JPEG). It was not attached; the text is kept."
    )


class TooMuchToday(Refusal):
    """Somebody has attached more within a day than anybody needs to ask something."""

    message = _(
        "Your files of the last day take almost 100 MB, and this one does not fit any more. It was not attached; "
        "the text is kept. Take a file off, or attach it tomorrow."
    )


class FileNotKnown(Refusal):
    """An attachment is of no kind that we know."""

    message = _(
        "This file is not one of those that can be attached: PDF, Word, Excel, PowerPoint, OpenDocument, text, "
        "JPEG or PNG pictures. It was not attached; the text is kept."
    )


class TooManyFiles(Refusal):
    """There are more attachments than fit."""

    message = _("At most five files can be attached. The others were left out; the text is kept.")
