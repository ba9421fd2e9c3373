"""What a page says that it plays, said shortly."""

from itertools import count

from nastavnik.audience.enums import ViewerKind
from nastavnik.audience.services.viewing.counting import Report, take_reports
from nastavnik.audience.services.viewing.passes import FIRST_DAY, Pass

KEYS = count(1)
AN_HOUR = 3600


def pass_of(film, now, *, viewer=1, kind=ViewerKind.PERSON, is_live=False, is_embedded=0, length=1000, ago=AN_HOUR):
    """Return a pass that was given an hour before `now`."""
    issued, day = int(now.timestamp()) - ago, (now.date() - FIRST_DAY).days
    since = issued - 60 if is_live else 0
    of_film = 0 if is_live else length
    return Pass(next(KEYS), film.school_id, film.pk, int(kind), viewer, of_film, issued, since, is_embedded, day)


def told(allowed, *pieces, number=1, now):
    """Let a report be counted, and return the answer."""
    return take_reports([Report(allowed, number, list(pieces))], now=now)[0]


def view(film, now, *pieces, **words):
    """Let a view be counted, from its pass on."""
    allowed = pass_of(film, now, **words)
    told(allowed, *(pieces or [(0, 20)]), now=now)
    return allowed
