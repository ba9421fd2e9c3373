"""How the own page counts, in words: printed under every number."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RULES: Final[dict[str, Promise]] = {
    "views": _(
        "A view: a player that played for 10 seconds, or half of a film that is shorter than 20. A page that was opened and not played "
        "is none. Who opens the page anew and plays is another view."
    ),
    "live_views": _("Views of the broadcast while it was on air."),
    "recording_views": _("Views of the recording, also by those who had watched the broadcast."),
    "unique": _(
        "Somebody who is signed in counts once for each film, however often she comes back. A guest counts once a day: the next day nobody "
        "can know her again, so over a period guests are rather too many than too few. Many people before one screen are one."
    ),
    "seconds": _("Time that was really played in views, repeats too; seeking adds nothing."),
    "embedded": _("Of the views: in a player on another site."),
    "staff": _("Views by people who see the school’s desk. They are in no other number."),
    "bots": _("Views by programs, by what they say of themselves. They are in no other number."),
    "peak": _(
        "The most players of guests and people in one minute of the broadcast; staff and machines are not in it."
    ),
    "average": _(
        "Players in a minute, on average over all minutes of the broadcast; staff and machines are not in it."
    ),
}
