"""How the films of the demonstration were played on its own page: told as players tell it, all in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count, cycle

from nastavnik.audience.enums import ViewerKind
from nastavnik.audience.services.viewing.counting import Answer, Report, take_reports
from nastavnik.audience.services.viewing.opening import viewer_of
from nastavnik.audience.services.viewing.passes import FIRST_DAY, Pass
from nastavnik.people.models import User
from nastavnik.portal.management.demonstration.content import Table, read
from nastavnik.programme.models import School
from nastavnik.video.models import Video

KINDS = {kind.name.lower(): kind for kind in ViewerKind}


@dataclass(slots=True)
class Players:
    """Makes what players of the demonstration reported until `now`."""

    school: School
    methodist: User
    staff: Sequence[User]
    now: datetime
    content: Table

    def make(self) -> None:
        """Count everything that stands in the table."""
        slugs = [told["lesson"] for told in self.content["films"]]
        films = Video.objects.filter(lesson__school=self.school, lesson__slug__in=slugs).select_related("lesson")
        by_lesson = {film.lesson.slug: film for film in films if film.lesson}
        keys = count(1)
        reports = [
            report for told in self.content["films"] for report in self.of_film(by_lesson[told["lesson"]], told, keys)
        ]
        assert set(take_reports(reports, now=self.now)) == {Answer.TAKEN}

    def of_film(self, film: Video, told: Table, keys: Iterator[int]) -> Iterator[Report]:
        """Return the reports of one film; ways take turns, so that all of them come on all days."""
        days, hours, kinds = (cycle(self.content[name]) for name in ("days", "hours", "kinds"))
        assert film.lesson is not None
        assert film.lesson.ends_at is not None
        held_on = film.lesson.ends_at.astimezone(self.school.zone).date()
        for pieces in in_turns(told["ways"]):
            key, kind = next(keys), KINDS[next(kinds)]
            at = self.moment(held_on + timedelta(days=1 + next(days)), next(hours))
            one = Pass(
                key=key,
                school_id=self.school.pk,
                video_id=film.pk,
                kind=kind,
                viewer=self.viewer(kind, key),
                length=told["seconds"],
                issued_at=int(at.timestamp()),
                on_air_since=0,
                is_embedded=int(key % self.content["embedded"] == 0 and kind == ViewerKind.GUEST),
                day_number=(at.astimezone(self.school.zone).date() - FIRST_DAY).days,
            )
            yield Report(one, 1, [(begin, end) for begin, end in pieces])

    def moment(self, day: date, hour: int) -> datetime:
        """Return a moment by the school's clock; what would be still to come was yesterday."""
        yesterday = self.now.astimezone(self.school.zone).date() - timedelta(days=1)
        return datetime.combine(min(day, yesterday), time(hour), self.school.zone)

    def viewer(self, kind: ViewerKind, key: int) -> int:
        """Return the number of a viewer: people come more than once, each guest is another."""
        if kind == ViewerKind.STAFF:
            return viewer_of(self.methodist.pk)
        return viewer_of(self.staff[key % len(self.staff)].pk) if kind == ViewerKind.PERSON else key


def in_turns(ways: Sequence[Table]) -> Iterator[list[list[int]]]:
    """Yield the pieces of each way so often as it was played, the ways mixed evenly."""
    played = [((place + 0.5) / way["many"], number) for number, way in enumerate(ways) for place in range(way["many"])]
    for _share, number in sorted(played):
        yield ways[number]["pieces"]


def add_viewings(school: School, methodist: User, staff: Sequence[User], now: datetime) -> None:
    """Make the viewings of the demonstration's films."""
    Players(school, methodist, staff, now, read("viewings")).make()
