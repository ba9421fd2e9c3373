"""Expected refusals of collections: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class CollectionChanged(Refusal):
    """Somebody else has saved the form since it was opened."""

    message = _(
        "Somebody else has changed the collection since you opened this page. What you typed stands below; look at the page of the"
        " collection in another window and save once more."
    )


class AddressTaken(Refusal):
    """Another collection has the address."""

    message = _("Another collection of the school has this address. Choose another one.")


class PartGone(Refusal):
    """The part was removed meanwhile."""

    message = _("There is no such part any more. Reload the page.")


class TooManyArticles(Refusal):
    """A book has an end."""

    message = _("The collection holds as many articles as it can. Begin another collection for the next ones.")


class NotPressed(Refusal):
    """Nothing of the collection can be read yet."""

    message = _("The collection is not pressed yet, so there is nothing to read. Press it first, then publish it.")


class RightsOpen(Refusal):
    """Somebody has not agreed to be printed, or the terms are not settled."""

    message = _(
        "Not every article may be printed yet: an author has not agreed, or the terms are not settled. The list of the articles says which."
    )
