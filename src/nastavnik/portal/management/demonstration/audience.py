"""Who watched the year of the demonstration outside: its channels, where lessons stand there, the ledger with a correction in it."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from nastavnik.audience.enums import Metric, PlaceKind
from nastavnik.audience.models import CountedChannel, ViewCount
from nastavnik.audience.selectors.channels.presets import PRESETS
from nastavnik.audience.services import channels, counts
from nastavnik.people.models import User
from nastavnik.portal.management.demonstration.content import Table, read
from nastavnik.programme.models import Lesson, School

DAY = timedelta(days=1)
CORRECTED_AFTER = 3 * DAY
# a number of a day holds from its end on
EVENING = time(23, 59, 59)


@dataclass(slots=True)
class Audience:
    """Makes it all; `now` is the moment from which days are counted."""

    school: School
    methodist: User
    now: datetime
    content: Table
    lessons: dict[str, Lesson] = field(default_factory=dict)

    def make(self) -> None:
        """Make what stands in the table."""
        self.lessons = {lesson.slug: lesson for lesson in Lesson.objects.filter(school=self.school)}
        channels.ensure_channels(school_id=self.school.pk)
        culture, vk = self.channel(self.content["culture"]), self.channel(self.content["vk"])
        for number, row in enumerate(self.content["counts"], start=1):
            lesson = self.lessons[row["lesson"]]
            assert lesson.starts_at is not None
            self.live_views(culture, lesson, row, number)
            if "early" in row:
                at = self.evening(lesson.starts_at + self.content["early_after"] * DAY)
                self.write(vk, Metric.TOTAL_VIEWS, {lesson: row["early"]}, at)
        told = {self.lessons[row["lesson"]]: row["vk"] for row in self.content["counts"]}
        self.write(vk, Metric.TOTAL_VIEWS, told, self.evening(self.now - self.content["vk_before"] * DAY))

    def live_views(self, channel: CountedChannel, lesson: Lesson, row: Table, number: int) -> None:
        """Write down who watched live, and mend a slip."""
        assert lesson.starts_at is not None
        at = self.evening(lesson.starts_at + DAY)
        made = self.write(channel, Metric.LIVE_VIEWS, {lesson: row.get("culture_slip", row["culture"])}, at)
        if "culture_slip" in row:
            url = self.content["culture"]["page"] + str(number)
            right = counts.Correction(row["culture"], row["culture_note"], evidence_url=url)
            counts.correct_count(actor=self.methodist, count_id=made[0].pk, correction=right, now=at + CORRECTED_AFTER)

    def channel(self, told: Table) -> CountedChannel:
        """Make a channel, and say where the lessons stand there."""
        kind = PlaceKind(told["kind"])
        facts = channels.ChannelFacts(told["title"], PRESETS[kind].metrics)
        made = channels.add_channel(
            actor=self.methodist, school_id=self.school.pk, kind=kind, facts=facts, now=self.school.created_at
        )
        urls = {
            self.lessons[row["lesson"]].pk: f"{told['page']}{number}"
            for number, row in enumerate(self.content["counts"], start=1)
        }
        channels.place_lessons(actor=self.methodist, channel_token=made.token, urls=urls, now=self.now)
        return made

    def write(self, channel: CountedChannel, metric: Metric, told: dict[Lesson, int], at: datetime) -> list[ViewCount]:
        """Write numbers down as of an evening, each with the page where it stood."""
        places = [row["lesson"] for row in self.content["counts"]]
        page = self.content["culture" if channel.kind == PlaceKind.CULTURE else "vk"]["page"]
        rows = [
            counts.CountRow(
                channel.pk, lesson.pk, metric, value, at, evidence_url=f"{page}{places.index(lesson.slug) + 1}"
            )
            for lesson, value in told.items()
        ]
        return counts.record_counts(actor=self.methodist, school=self.school, rows=rows, now=at)

    def evening(self, moment: datetime) -> datetime:
        """Return the end of a day by the school's clock."""
        return datetime.combine(moment.astimezone(self.school.zone), EVENING, self.school.zone)


def add_audience(school: School, methodist: User, now: datetime) -> None:
    """Make the channels and the ledger of the demonstration."""
    Audience(school, methodist, now, read("audience")).make()
