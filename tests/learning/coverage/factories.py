"""What somebody has played of a film."""

from datetime import UTC, datetime

import factory
from tests.people.factories import UserFactory
from tests.video.factories import VideoFactory

from nastavnik.learning.models import WatchCoverage
from nastavnik.learning.services.coverage import Report
from nastavnik.learning.watching.seconds import bits_of, packed, unpacked

MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
A_DAY = 86_400


class WatchCoverageFactory(factory.django.DjangoModelFactory):
    """`WatchCoverageFactory(pieces=[(0, 10)])`."""

    class Meta:
        model = WatchCoverage

    class Params:
        pieces = ()

    user = factory.SubFactory(UserFactory)
    video = factory.SubFactory(VideoFactory, ready=True, duration_seconds=1000.0)
    seconds = factory.LazyAttribute(lambda row: packed(bits_of(row.pieces, 2000)))
    watched_seconds = factory.LazyAttribute(lambda row: unpacked(row.seconds).bit_count())
    paid_until = MOMENT.timestamp()
    first_at = updated_at = MOMENT


def report(user, film, *pieces, now=None, counts_at=0, length=1000, since=None):
    """Return what a page reports that was opened a day before `now`, or at `since`."""
    begin = since if since is not None else (now or MOMENT).timestamp() - A_DAY
    return Report(user.pk, film.pk, bits_of(pieces, length), length, counts_at, begin)
