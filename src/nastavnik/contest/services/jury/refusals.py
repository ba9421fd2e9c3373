"""What the jury's work refuses, in sentences for people. Whatever was typed stays in its field."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class ResultsAreOut(Refusal):
    """The contest is released: its jury does nothing any more."""

    message = _("The results of this contest are public. Nothing of the jury's work is changed any more.")


class ReviewOver(Refusal):
    """The day until which the jury marks is past."""

    message = _(
        "The time of the expert review is over. What you have marked before is kept; if you need more time, ask the "
        "organisers of the contest."
    )


class JurorKnown(Refusal):
    """Somebody with this address or account is in the jury already."""

    message = _("This person is in the jury already. Nobody was added.")


class InvitationOver(Refusal):
    """The link was used, taken back, or is too old."""

    message = _(
        "This invitation no longer works: it was used, taken back or is too old. Ask the organisers for a new one."
    )


class SignInFirst(Refusal):
    """The address of the invitation has an account, which only its person opens."""

    message = _("You have an account already. Sign in with the e-mail of the invitation first, and open it again.")


class NoAddress(Refusal):
    """An account needs the e-mail that the invitation came to."""

    message = _("This invitation was not sent by mail, so it makes no account. Sign in first, or take part on paper.")


class AlreadyAccepted(Refusal):
    """A juror with an account needs no link."""

    message = _("This juror has come in with her account already. She needs no new link.")


class NotAccepted(Refusal):
    """Sheets go to those who agreed to judge."""

    message = _("This person has not agreed to judge yet, so nothing can be given to her.")


class NotToBeJudged(Refusal):
    """Only admitted applications are judged."""

    message = _("This application is not admitted, so nobody judges it.")


class IsRecused(Refusal):
    """A recused juror gets no sheet."""

    message = _("This juror does not judge this application: she is recused. Nothing was given.")


class WroteItHerself(Refusal):
    """An author does not judge her own application."""

    message = _("This juror is an author of the application. Nothing was given.")


class SheetInWork(Refusal):
    """A sheet in which something stands is not taken away."""

    message = _("There are marks or words in this sheet already, so it stays. If she shall not judge, note a recusal.")


class ReasonMissing(Refusal):
    """A recusal says why."""

    message = _("Say in a few words why. Nothing was changed.")


class NotYours(Refusal):
    """A recusal is taken back by who declared it."""

    message = _("A recusal is taken back by who declared it: the juror's own is hers alone.")


class NobodyToSpread(Refusal):
    """No juror, or no application, to spread."""

    message = _("There is nothing to spread: every application has its sheets, or nobody has agreed to judge yet.")


class SheetChangedMeanwhile(Refusal):
    """The sheet was saved on another device since the page was opened."""

    message = _(
        "This sheet was changed meanwhile, perhaps on another device. What you typed is still here: compare it, and save once "
        "more to replace what was saved there."
    )


class SheetIsFinished(Refusal):
    """A finished sheet is not written in."""

    message = _("This sheet is finished. Reopen it to change something; nothing was changed now.")


class SheetIsOpen(Refusal):
    """What is asked can be done with a finished sheet only."""

    message = _("Finish your own sheet first: until then nobody's marks are shown to you.")


class NotOnScale(Refusal):
    """A mark outside the scale of its criterion."""

    message = _("There is a mark outside the scale. Nothing was saved.")


class TooLong(Refusal):
    """More was typed than a field can hold."""

    message = _("One of the texts is longer than its field can hold. Nothing was saved: make it shorter.")


class MarksMissing(Refusal):
    """Some criterion has no mark."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(gettext("Everything is saved. Not marked yet: %(titles)s.") % {"titles": "; ".join(titles)})


class WhyMissing(Refusal):
    """An extreme mark has no word why."""

    def __init__(self, titles: Sequence[str]) -> None:
        told = gettext("Everything is saved. The lowest and the highest mark need a word why: %(titles)s.")
        super().__init__(told % {"titles": "; ".join(titles)})


class OthersWereSeen(Refusal):
    """Who has looked at the others' marks does not take her own back."""

    message = _(
        "You have looked at the marks of the others, so only the organisers can reopen this sheet. Ask them, and say why."
    )


class TypedByYourself(Refusal):
    """The second look is another person's."""

    message = _("You typed this sheet yourself. Another person compares it with the paper.")


class NotTyped(Refusal):
    """There is nothing to compare with the paper."""

    message = _("This sheet was not typed from paper, so there is nothing to compare.")


class HasAnAccount(Refusal):
    """A juror who works at her own desk has no paper to be typed."""

    message = _("This juror fills in the sheet herself and has begun it. Nothing was typed.")


class NobodyToRemind(Refusal):
    """No juror has an open sheet."""

    message = _(
        "There is nobody to remind: all sheets are finished, or who has open ones has no account and no e-mail."
    )


class RemindedToday(Refusal):
    """One reminder a day is enough."""

    message = _("Everybody with open sheets was reminded in the last hours. Wait until tomorrow.")


class NoFormYet(Refusal):
    """Sample applications need the form and criteria of the contest."""

    message = _("The contest has no form or no criteria yet. Set them up first: the samples are written in them.")
