"""Expected refusals of topics: what happened, what was kept, what to do."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.studio.models import Topic


class TopicMoved(Refusal):
    """From where the topic is one cannot do that."""

    message = _("Somebody has moved the topic meanwhile. Nothing was changed: look at it anew.")


class TopicEmpty(Refusal):
    """Nothing can be read in it."""

    message = _("Say in a few words what the lesson should be about.")


class TopicIsAlike(Refusal):
    """There are topics like this one already; `topics` are they, the likest first."""

    message = _("There is such a topic already: vote for it. If yours is another one, propose it all the same.")

    def __init__(self, topics: Sequence[Topic]) -> None:
        super().__init__()
        self.topics = topics


class TooManyTopics(Refusal):
    """One person proposes more than people do."""

    message = _("You have proposed many topics today. Nothing is lost: propose this one tomorrow, or vote for others.")


class TooManyVotes(Refusal):
    """More votes than people give in a minute."""

    message = _("That were many votes at once. Wait a minute, then go on: those that you gave are counted.")


class TopicNotOpen(Refusal):
    """It is not voted for, or not any more."""

    message = _("This topic is not voted for just now. What was voted is kept.")


class TopicWrittenElsewhere(Refusal):
    """Somebody changed its words meanwhile."""

    message = _(
        "Somebody has changed the topic while you were writing. Your words are still here: compare and save anew."
    )


class ReasonMissing(Refusal):
    """Whoever asked for it is told why it is set aside."""

    message = _("Say in a sentence why the topic is set aside: it is told to those who asked for it.")


class NothingToMerge(Refusal):
    """A topic does not go into itself."""

    message = _("Choose two different topics: one goes into the other.")


class TopicCannotGo(Refusal):
    """What is in production or made stays; others go into it."""

    message = _(
        "What is being made, was made or is merged already cannot go into another topic. Merge the other way round."
    )


class TopicTakesNothing(Refusal):
    """Nothing goes into what was made, merged or set aside."""

    message = _("Topics can go into one that is open or being made. Bring it back first, or choose another.")
