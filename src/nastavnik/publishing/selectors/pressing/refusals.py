"""Expected refusals of what was pressed."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class ToBePressedAnew(Refusal):
    """Something in all files of the form may not be shown any more."""

    message = _(
        "This file of the book is not handed out just now: something that stands in it has changed or was taken out, so it is to be pressed"
        " anew. What may be read stands on the page of the book; come back for the file in some days."
    )
