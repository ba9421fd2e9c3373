"""Expected refusals of production: what happened, what was kept, what to do."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.studio.enums import CardState


class CardNeedsTitle(Refusal):
    """A card is called by its title."""

    message = _("Give the card a title: what will the film be called? Nothing was changed.")


class CardIsPublished(Refusal):
    """It has become a lesson."""

    message = _("The card has become a lesson, so it stays as it is. Nothing was changed: change the lesson itself.")


class PublishedByItself(Refusal):
    """The last state is reached by publishing alone."""

    message = _("A card comes there by being published. Nothing was moved: open the card and publish it.")


class ColumnFull(Refusal):
    """As many cards as the school works on at once are in a state already; `cards` are those."""

    def __init__(self, state: CardState, limit: int, cards: Sequence[str]) -> None:
        told = {"state": state.label, "limit": limit, "cards": "; ".join(cards)}
        super().__init__(
            gettext(
                "No more than %(limit)d at once in “%(state)s”, and these are there: %(cards)s. Nothing was moved: let one of them go on first."
            )
            % told
        )
        self.state = state


class NotDone(Refusal):
    """Something that a lesson needs is missing; `missing` says what, a line each."""

    def __init__(self, missing: Sequence[str]) -> None:
        told = {"missing": "; ".join(missing)}
        super().__init__(gettext("It was not published, and nothing was changed. Still missing: %(missing)s.") % told)
        self.missing = tuple(missing)


class WordsChanged(Refusal):
    """The words are not those that the person has read."""

    message = _(
        "The subtitles were changed since you opened the page, so nothing was noted. Look at them once more, then say that they are right."
    )


class StepEmpty(Refusal):
    """A line of a checklist says nothing."""

    message = _("Write what is to be done. Nothing was added.")


class TooManySteps(Refusal):
    """More than anybody ticks off."""

    message = _("A checklist has 60 lines at most. Nothing was added: remove what is done.")


class CommentEmpty(Refusal):
    """A comment says nothing."""

    message = _("Write what you want to say. Nothing was sent.")


class TooManyFiles(Refusal):
    """More files, or larger ones, than a card takes."""

    message = _("A card takes 40 files and 300 MB at most. The file was not kept: remove those that are not needed.")
