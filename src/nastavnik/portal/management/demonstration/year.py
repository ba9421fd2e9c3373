"""The year of the demonstration school: programme, cycles, lessons with their handouts and films, enrolments.

Everything happens on the day on which it would have happened, counted back from the present, so that the journal reads
like the journal of a real year.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files import File
from django.core.files.base import ContentFile

from nastavnik.people.models import Organisation, User
from nastavnik.portal.management.demonstration.content import FILMS, Table
from nastavnik.portal.management.demonstration.learning import Branches
from nastavnik.programme import services as programme_services
from nastavnik.programme.enums import LessonKind
from nastavnik.programme.models import Cycle, Lesson, Programme, School
from nastavnik.video import services as video_services
from nastavnik.video.services.slides import give_talk

PLANNED_BEFORE = timedelta(days=30)
ANNOUNCED_BEFORE = timedelta(days=14)
ENDS_AFTER = timedelta(days=14)
UPLOADED_AFTER = timedelta(hours=2)
SATURDAY, WEEK_DAYS = 5, 7


@dataclass(slots=True)
class Year:
    """Makes one programme from its table; `now` is the moment from which the days of the lessons are counted."""

    school: School
    methodist: User
    partners: dict[str, Organisation]
    content: Table
    now: datetime
    # who comes to its lessons; nobody while they are only planned
    branches: Branches | None = None
    speakers: dict[str, int] = field(default_factory=dict)

    def make(self, first: list[User], others: list[User]) -> Programme:
        """Make the year. `first` enrol before the lessons to come are announced, so that they are told of them."""
        programme = self.add_programme()
        self.add_speakers()
        lessons = [(row, self.plan_lesson(row, cycle)) for cycle, rows in self.add_cycles(programme) for row in rows]
        past = [(row, lesson) for row, lesson in lessons if row["day"] < 0]
        for number, (row, lesson) in enumerate(past):
            self.hold_lesson(row, lesson, number)
        self.enrol(programme, first)
        for _row, lesson in lessons[len(past) :]:
            self.announce(lesson)
        self.enrol(programme, others)
        return programme

    def starts_at(self, row: Table) -> datetime:
        """Return when a lesson begins: on its day, or on the Monday after it, at its hour by the school's clock."""
        local = (self.now + timedelta(days=row["day"])).astimezone(self.school.zone)
        to_monday = WEEK_DAYS - local.weekday() if local.weekday() >= SATURDAY else 0
        return (local + timedelta(days=to_monday)).replace(hour=row["hour"], minute=0, second=0, microsecond=0)

    @property
    def made_at(self) -> datetime:
        """Return when the year was planned."""
        return self.starts_at(self.content["cycles"][0]["lessons"][0]) - PLANNED_BEFORE

    def add_programme(self) -> Programme:
        """Make the programme and show it to everybody."""
        lessons = [row for cycle in self.content["cycles"] for row in cycle["lessons"]]
        programme = programme_services.create_programme(
            actor=self.methodist,
            school_id=self.school.pk,
            title=self.content["title"],
            description=self.content["description"].strip(),
            starts_on=self.starts_at(lessons[0]).date(),
            ends_on=(self.starts_at(lessons[-1]) + ENDS_AFTER).date(),
            now=self.made_at,
        )
        return programme_services.publish_programme(actor=self.methodist, programme_id=programme.pk, now=self.made_at)

    def add_speakers(self) -> None:
        """Make the speakers, called by their posts."""
        for key, row in self.content["speakers"].items():
            speaker = programme_services.add_speaker(
                actor=self.methodist,
                school_id=self.school.pk,
                name=row["name"],
                position=row["position"],
                organisation=self.partners.get(row.get("organisation", "")),
                now=self.made_at,
            )
            self.speakers[key] = speaker.pk

    def add_cycles(self, programme: Programme) -> list[tuple[Cycle, list[Table]]]:
        """Make the cycles; return each with the rows of its lessons."""
        return [
            (
                programme_services.add_cycle(
                    actor=self.methodist,
                    programme_id=programme.pk,
                    title=row["title"],
                    description=row["description"],
                    now=self.made_at,
                ),
                row["lessons"],
            )
            for row in self.content["cycles"]
        ]

    def plan_lesson(self, row: Table, cycle: Cycle) -> Lesson:
        """Make the draft of a lesson with its speakers, partners and handouts."""
        lesson = programme_services.add_lesson(
            actor=self.methodist,
            cycle_id=cycle.pk,
            title=row["title"],
            slug=row["slug"],
            summary=row["summary"],
            description=row["description"].strip(),
            kind=LessonKind(row["kind"]),
            starts_at=self.starts_at(row),
            duration_minutes=row["minutes"],
            now=self.made_at,
        )
        self.add_people(row, lesson)
        for handout in row.get("handouts", []):
            programme_services.add_handout(
                actor=self.methodist,
                lesson_id=lesson.pk,
                title=handout["title"],
                file=ContentFile(handout["text"].strip().encode() + b"\n", name=handout["name"]),
                now=self.made_at,
            )
        return lesson

    def add_people(self, row: Table, lesson: Lesson) -> None:
        """Say who holds a lesson, and with which partners it is made."""
        chosen = [self.speakers[key] for key in row["speakers"]]
        programme_services.set_speakers(actor=self.methodist, lesson_id=lesson.pk, speaker_ids=chosen, now=self.made_at)
        if "partners" in row:
            partners = [self.partners[key].pk for key in row["partners"]]
            programme_services.set_partners(
                actor=self.methodist, lesson_id=lesson.pk, organisation_ids=partners, now=self.made_at
            )

    def announce(self, lesson: Lesson) -> None:
        """Announce a lesson two weeks before it begins, or today if that day is still to come."""
        assert lesson.starts_at is not None
        announced_at = min(self.now, lesson.starts_at - ANNOUNCED_BEFORE)
        programme_services.announce_lesson(actor=self.methodist, lesson_id=lesson.pk, now=announced_at)

    def hold_lesson(self, row: Table, lesson: Lesson, number: int) -> None:
        """Announce a lesson of the past, the `number`-th of the year, and hold it.

        Its film, if there is one, goes to the workers with its words and slides.
        """
        assert lesson.ends_at is not None
        self.announce(lesson)
        if self.branches is not None:
            self.branches.gather(lesson, number)
        held = programme_services.hold_lesson(actor=self.methodist, lesson_id=lesson.pk, now=lesson.ends_at)
        if self.branches is not None:
            self.branches.look_back(held)
        if "film" in row:
            self.add_film(row, held)

    def add_film(self, row: Table, lesson: Lesson) -> None:
        """Bring the film of a lesson, what is said in it, and the file of the talk."""
        assert lesson.ends_at is not None
        at = lesson.ends_at + UPLOADED_AFTER
        film = video_services.accept_file(
            actor=self.methodist, path=FILMS / row["film"], lesson=lesson, title=row["title"], now=at
        )
        words, talk = FILMS / row["words"], FILMS / row["talk"]
        video_services.import_subtitles(
            actor=self.methodist,
            video_id=film.pk,
            language="ru",
            name=words.name,
            content=words.read_bytes(),
            now=at,
        )
        with talk.open("rb") as file:
            give_talk(actor=self.methodist, video_id=film.pk, file=File(file), name=talk.name, now=at)

    def enrol(self, programme: Programme, people: list[User]) -> None:
        """Give places to people, a month before the first lesson."""
        for user in people:
            programme_services.enrol(actor=self.methodist, programme_id=programme.pk, user=user, now=self.made_at)
