"""Why a question does not go to a mentor, or a rule of routing is not changed."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class NothingToAnswer(Refusal):
    """The question waits for nobody's answer."""

    message = _("The question is answered, closed or taken back meanwhile: there is nobody to give it to.")


class NotAMentor(Refusal):
    """Who is to get the question does not answer questions here."""

    message = _("This person is no mentor of the school: choose another one.")


class HasItAlready(Refusal):
    """Who is to get the question has it."""

    message = _("This mentor has the question already.")


class AskedByHerself(Refusal):
    """Who is to get the question asked it."""

    message = _("Nobody answers her own question: choose another mentor.")


class RulesChangedMeanwhile(Refusal):
    """Somebody else has saved the same page."""

    message = _("Somebody else has changed this meanwhile. Open the page again and look before you save.")


class ThemeTaken(Refusal):
    """Two themes cannot have one title."""

    message = _("There is a theme of this title already.")


class TooManyThemes(Refusal):
    """Nobody finds her way among so many."""

    message = _("There are as many themes as there can be: retire those that nobody asks about.")


class TooManyDays(Refusal):
    """A calendar of its own is not kept here."""

    message = _("There are as many days of the school's own as there can be: remove those that are over.")
