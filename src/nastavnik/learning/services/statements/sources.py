"""Of which rows statements are made, and how. Each source finds rows of which nothing was told yet, the oldest first."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from nastavnik.learning.enums import CompletionWay
from nastavnik.learning.models import Answer, Attempt, Attendance, Completion, Statement, WatchCoverage
from nastavnik.learning.selectors.progress import coverage_in, rule_percents
from nastavnik.learning.services.statements.answers import answer_words
from nastavnik.learning.xapi import statements as told
from nastavnik.learning.xapi.parts import Person, Place, Words
from nastavnik.learning.xapi.words import Kind
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, School

M = TypeVar("M", bound=Model)

# Of each source so many rows at a time.
BATCH = 300
# Numbers of rows are given before they are written down: so many of the last ones are looked at again.
OVERLAP = 500
LESSON = "lesson__cycle__programme"


@dataclass(slots=True)
class Look:
    """How far one look at the rows of a school goes; what it found is written into `reached`.

    `after`: the number up to which the rows of each kind were seen. `since`: moments before it were seen too.
    """

    school: School
    is_named: bool
    begins_at: datetime
    after: dict[str, int]
    since: datetime
    now: datetime
    reached: dict[str, int] = field(default_factory=dict)
    is_cut: bool = False

    def new_rows(self, kind: Kind, rows: QuerySet[M]) -> list[M]:
        """Return the rows of a source that were made since the last look, as far as nothing of this kind was told of them."""
        after = self.after.get(kind, 0)
        found = self.untold(kind, rows.filter(pk__gt=after - OVERLAP))
        if found:
            self.reached[kind] = max(found[-1].pk, after)
        return found

    def untold(self, kind: Kind, rows: QuerySet[M]) -> list[M]:
        """Return the rows of people of whom nothing of this kind was told."""
        known = Statement.objects.filter(kind=kind, source_id=OuterRef("pk"))
        found = list(rows.filter(~Exists(known), user__erased_at=None).order_by("pk")[:BATCH])
        self.is_cut = self.is_cut or len(found) == BATCH
        return found

    def statement(self, kind: Kind, source: Model, user: User, body: Words) -> Statement:
        """Return the row of a statement."""
        return Statement(
            id=body["id"],
            school=self.school,
            user=user,
            kind=kind.value,
            source_id=source.pk,
            body=body,
            made_at=self.now,
        )

    def person(self, user: User) -> Person:
        """Return how a person is called: by her pseudonym, unless the school has said otherwise."""
        return Person(user.token, user.full_name, user.email) if self.is_named else Person(user.token)

    def place(self, lesson: Lesson) -> Place:
        """Return a lesson in its programme, which is joined."""
        programme = lesson.cycle.programme
        return Place(
            home=self.school.base_url,
            lesson_uid=lesson.uid,
            lesson_title=lesson.title,
            lesson_path=lesson.path,
            programme_token=programme.token,
            programme_title=programme.title,
        )


def begun_films(look: Look) -> Iterator[Statement]:
    """Tell of films that people began to watch."""
    rows = _coverages().filter(video__lesson__school=look.school, first_at__gte=look.begins_at, watched_seconds__gt=0)
    found = look.new_rows(Kind.INITIALIZED, rows)
    thresholds = rule_percents({row.video.lesson_id for row in found if row.video.lesson_id})
    for row in found:
        lesson = row.video.lesson
        assert lesson is not None  # it is of a lesson of the school
        watching = _watching(row, thresholds[lesson.pk])
        body = told.initialized(look.person(row.user), look.place(lesson), watching, row.first_at)
        yield look.statement(Kind.INITIALIZED, row, row.user, body)


def counted_lessons(look: Look) -> Iterator[Statement]:
    """Tell of lessons that count, and of the films by which they do."""
    rows = Completion.objects.filter(lesson__school=look.school, completed_at__gte=look.begins_at)
    found = look.new_rows(Kind.COUNTED, rows.select_related("user", LESSON))
    films = _films_of([row for row in found if row.way == CompletionWay.WATCHED])
    thresholds = rule_percents({row.lesson_id for row in found})
    for row in found:
        person, place = look.person(row.user), look.place(row.lesson)
        body = told.counted(person, place, percent=row.percent, hours=float(row.hours), at=row.completed_at)
        yield look.statement(Kind.COUNTED, row, row.user, body)
        for film in films[row.user_id, row.lesson_id]:
            watching = _watching(film, thresholds[row.lesson_id])
            if watching.percent >= watching.threshold:
                body = told.watched(person, place, watching, row.completed_at)
                yield look.statement(Kind.WATCHED, film, row.user, body)


def _films_of(rows: Sequence[Completion]) -> dict[tuple[int, int], list[WatchCoverage]]:
    """Return what the people of these rows have played of the films of these lessons."""
    films: dict[tuple[int, int], list[WatchCoverage]] = defaultdict(list)
    found = _coverages().filter(
        user__in={row.user_id for row in rows}, video__lesson__in={row.lesson_id for row in rows}
    )
    for film in found.order_by("pk"):
        films[film.user_id, film.video.lesson_id or 0].append(film)
    return films


def _coverages() -> QuerySet[WatchCoverage]:
    return WatchCoverage.objects.select_related("user", f"video__{LESSON}").filter(video__removed_at=None)


def _watching(row: WatchCoverage, threshold: int) -> told.Watching:
    coverage = coverage_in(row.seconds, row.video.duration_seconds)
    return told.Watching(
        film=row.video.token,
        length_seconds=coverage.length,
        watched_seconds=coverage.watched_seconds,
        percent=coverage.percent,
        pieces=coverage.pieces,
        threshold=threshold,
    )


def attended_lessons(look: Look) -> Iterator[Statement]:
    """Tell who was at lessons while they were held."""
    rows = Attendance.objects.filter(lesson__school=look.school, left_at__gte=look.begins_at)
    for row in look.new_rows(Kind.ATTENDED, rows.select_related("user", LESSON)):
        body = told.attended(look.person(row.user), look.place(row.lesson), row.seconds, row.left_at)
        yield look.statement(Kind.ATTENDED, row, row.user, body)


def begun_attempts(look: Look) -> Iterator[Statement]:
    """Tell of self-checks that people began."""
    rows = _attempts(look).filter(started_at__gte=look.begins_at)
    for row in look.new_rows(Kind.ATTEMPTED, rows):
        person, place = look.person(row.user), look.place(row.quiz.lesson)
        body = told.attempted(person, place, _attempt(row), row.started_at)
        yield look.statement(Kind.ATTEMPTED, row, row.user, body)


def finished_attempts(look: Look) -> Iterator[Statement]:
    """Tell how self-checks were answered and judged, once all answers have been read."""
    rows = _attempts(look).filter(finished_at__gte=max(look.begins_at, look.since), unread=0)
    # an attempt ends long after its row was made, so these are not found by their numbers
    found = look.untold(Kind.JUDGED, rows)
    answers = _answers_of(found)
    for row in found:
        person, place, attempt = look.person(row.user), look.place(row.quiz.lesson), _attempt(row)
        at = row.finished_at or look.now
        for answer in answers[row.pk]:
            words = answer_words(answer, is_named=look.is_named)
            body = told.answered(person, place, attempt, words, min(answer.saved_at, at))
            yield look.statement(Kind.ANSWERED, answer, row.user, body)
        yield look.statement(Kind.HANDED_IN, row, row.user, told.handed_in(person, place, attempt, at))
        yield look.statement(Kind.JUDGED, row, row.user, told.judged(person, place, attempt, at))


def _attempts(look: Look) -> QuerySet[Attempt]:
    attempts = Attempt.objects.select_related("user", f"quiz__{LESSON}")
    return attempts.filter(quiz__lesson__school=look.school)


def _attempt(row: Attempt) -> told.Attempt:
    seconds = (row.finished_at - row.started_at).total_seconds() if row.finished_at else 0
    return told.Attempt(
        quiz=row.quiz.token,
        title=row.quiz.title,
        number=row.number,
        points=row.points,
        most_points=row.most_points,
        percent=row.percent,
        seconds=seconds,
        is_passed=row.passed_at is not None,
    )


def _answers_of(attempts: Sequence[Attempt]) -> dict[int, list[Answer]]:
    """Return the answers that were given and judged, by their attempts."""
    found: dict[int, list[Answer]] = defaultdict(list)
    answers = Answer.objects.filter(attempt__in=attempts).exclude(given=None).exclude(share=None)
    for answer in answers.select_related("question").prefetch_related("question__options").order_by("pk"):
        found[answer.attempt_id].append(answer)
    return found


SOURCES: tuple[Callable[[Look], Iterator[Statement]], ...] = (
    begun_films,
    counted_lessons,
    attended_lessons,
    begun_attempts,
    finished_attempts,
)
