"""What answering refuses, in sentences for people."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class WrittenElsewhere(Refusal):
    """The same mentor has gone on writing in another window; `text` is what stands there."""

    message = _(
        "You have gone on writing this answer in another window or on another device. Nothing was overwritten: both texts"
        " are on this page. Put them together, and save once more."
    )


class AnsweredMeanwhile(Refusal):
    """Another mentor has sent a recommendation that this one has not seen."""

    message = _(
        "While you were writing another mentor has answered. Your text is kept. Read the other answer on this page, and send"
        " yours if it adds something."
    )


class AddedMeanwhile(Refusal):
    """The asker has said something that the mentor has not seen."""

    message = _(
        "While you were writing the asker has added something. Your text is kept. Read on this page what she has added, change"
        " your answer if you need to, and send it."
    )


class NothingToSend(Refusal):
    """Neither a text nor a moment."""

    message = _("There is nothing in the recommendation yet. Write what you advise, or add a moment of a film.")


class NothingToAsk(Refusal):
    """A question back without words."""

    message = _("Write what you want to ask.")


class NotOpen(Refusal):
    """The consultation is closed or taken back."""

    message = _("This question is closed, so nothing was sent. Your text is kept.")


class TooManyMoments(Refusal):
    """More than anybody looks through."""

    message = _("There are 20 moments in this recommendation, and more do not fit. Take out one that says less.")


class TooManyHandouts(Refusal):
    """More than anybody opens."""

    message = _("There are 20 handouts in this recommendation, and more do not fit.")
