"""What the way to a public answer refuses, in sentences for people."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class NotAnswered(Refusal):
    """Nobody has answered the consultation."""

    message = _(
        "This question has no answer yet. A public answer is made of a question and a recommendation that was sent."
    )


class IsPublic(Refusal):
    """What is public is not changed in place."""

    message = _(
        "This answer is public, and nothing was changed. Take it off the public pages, change it, and publish it again."
    )


class SavedMeanwhile(Refusal):
    """Somebody else saved the same answer in between."""

    message = _(
        "Somebody else has saved this answer meanwhile. What you typed is still here: compare it with theirs, and save once more"
        " to replace it."
    )


class AnswerEmpty(Refusal):
    """There is no title, question or answer."""

    message = _("A public answer has a title, a question and an answer. Fill in all three, then publish it.")


class ConsentMissing(Refusal):
    """Somebody can be recognised, and she has not consented to these very words."""

    message = _(
        "The asker has not consented to these words, so they did not become public. Ask her, or write so that nobody can be"
        " recognised."
    )


class NobodyToAsk(Refusal):
    """The asker has gone."""

    message = _(
        "The person who asked is not here any more, so nobody can consent. Write so that nobody can be recognised."
    )


class WordsChanged(Refusal):
    """What was shown is not what would become public now."""

    message = _("The words have changed since this page was opened. Read them once more, then decide.")
