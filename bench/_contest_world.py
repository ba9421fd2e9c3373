"""A large contest in a database: applications with all their words, a jury that has judged everything, decisions."""

import random
from datetime import date, timedelta
from typing import Any

from bench._mentoring_world import BATCH, people
from nastavnik.contest.enums import ApplicationState, FieldKind, SheetState
from nastavnik.contest.models import (
    Application,
    Author,
    Award,
    Contest,
    Criterion,
    Decision,
    Direction,
    Juror,
    Mark,
    ScoreSheet,
    SectionText,
    Submission,
)
from nastavnik.contest.selectors.blueprints import blueprint
from nastavnik.contest.selectors.results.computed import computed_of
from nastavnik.contest.selectors.setup import Column, Field, Form, form_of
from nastavnik.contest.services import setup, snapshots
from nastavnik.core import clock
from nastavnik.core.text import search_key
from nastavnik.people.enums import LibraryKind, Role
from nastavnik.people.models import Library, User
from nastavnik.programme.models import School

CRITERIA, ROWS, MARKS_AT_ONCE = 10, 5, 5_000
SENTENCE = "Библиотека собирает семьи села за одним столом и читает с ними вслух каждую субботу. "
DAY = timedelta(days=1)


def make_contest(school: School, methodist: User) -> Contest:
    """Make a contest of the arrangement for a district, with ten criteria, open since forty days."""
    now = clock.now()
    words: dict[str, Any] = {"title": "Открытая библиотека", "announced_on": date(2026, 1, 12), "now": now}
    contest = setup.create_contest(actor=methodist, school_id=school.pk, blueprint=blueprint("district"), **words)
    known = list(Criterion.objects.filter(contest=contest))
    for position in range(len(known), CRITERIA):
        copy = known[position % len(known)]
        words = {"help": copy.help, "weight": copy.weight, "highest": copy.highest, "levels": copy.levels}
        title = f"Критерий {position + 1}"
        Criterion.objects.create(contest=contest, title=title, position=position + 1, **words)
    days = {"announced_at": -40, "intake_at": -35, "deadline_at": -20, "check_until": -15, "review_until": 5}
    moments: dict[str, Any] = {name: now + after * DAY for name, after in days.items()}
    moments |= {
        "defence_at": None,
        "minutes_at": None,
        "awarding_at": None,
        "late_until": None,
        "opened_at": now - 41 * DAY,
    }
    Contest.objects.filter(pk=contest.pk).update(**moments, sheets_each=3, feedback="marks")
    contest.refresh_from_db()
    return contest


def make_jury(contest: Contest, count: int) -> list[Juror]:
    """Make a jury that judges at its desks."""
    now = clock.now()
    users = people(contest.school, Role.LEARNER, count, "juror")
    rows = [
        Juror(
            contest=contest, user=user, name=user.full_name, invited_at=now, accepted_at=now, is_chair=user == users[0]
        )
        for user in users
    ]
    return Juror.objects.bulk_create(rows)


def value_of(field: Field) -> Any:
    """Return a value that fills most of a field."""
    if field.kind is FieldKind.ROWS:
        return [
            {"id": f"row{number}"} | {column.key: cell_of(column) for column in field.columns} for number in range(ROWS)
        ]
    if field.kind is FieldKind.CHOICES:
        return list(field.options)
    if field.kind is FieldKind.CHOICE:
        return field.options[0]
    return word_of(field.kind, field.most)


def cell_of(column: Column) -> str:
    """Return a value of a cell of a table."""
    if column.kind is FieldKind.CHOICE:
        return column.options[0] if column.options else "row1"
    return word_of(column.kind, column.most)


def word_of(kind: FieldKind, most: int) -> str:
    """Return a text, a number, a sum or a day."""
    plain = {FieldKind.NUMBER: "25", FieldKind.MONEY: "12500", FieldKind.DATE: "2026-03-01", FieldKind.FILES: ""}
    return plain.get(kind) or (SENTENCE * 40)[: max(most * 4 // 5, 30)]


def add_applications(contest: Contest, heads: list[User], first: int, count: int) -> list[Application]:
    """Add admitted applications, each of a library of its own, submitted with all its words."""
    now, form, dice = clock.now(), form_of(contest), random.Random(first)
    values = {field.key: value_of(field) for section in form.sections for field in section.fields}
    directions = list(Direction.objects.filter(contest=contest))
    libraries = Library.objects.bulk_create(
        [
            Library(
                organisation=contest.school.owner,
                name=f"Библиотека {number}",
                name_key=search_key(f"Библиотека {number}"),
                kind=LibraryKind.BRANCH,
                number=number,
            )
            for number in range(first, first + count)
        ]
    )
    made = Application.objects.bulk_create(
        [
            Application(
                contest=contest,
                direction=dice.choice(directions),
                library=library,
                title=f"Читаем всем селом {library.number}",
                title_key=search_key(f"Читаем всем селом {library.number}"),
                state=ApplicationState.ADMITTED,
                number=library.number,
                created_at=now,
                changed_at=now,
                submitted_at=now - 21 * DAY,
            )
            for library in libraries
        ],
        batch_size=BATCH,
    )
    Author.objects.bulk_create(
        [Author(application=one, user=dice.choice(heads), is_head=True, added_at=now) for one in made], batch_size=BATCH
    )
    add_texts(form, made, values)
    return made


def add_texts(form: Form, made: list[Application], values: dict[str, Any]) -> None:
    """Write the sections of applications, and what was submitted of them."""
    now = clock.now()
    for one in made:
        SectionText.objects.bulk_create(
            [
                SectionText(
                    application=one,
                    key=section.key,
                    values={field.key: values[field.key] for field in section.fields},
                    changed_at=now,
                )
                for section in form.sections
            ]
        )
        taken, sha256 = snapshots.take(one)
        Submission.objects.create(application=one, turn=1, taken=taken, sha256=sha256, submitted_at=now)


def add_sheets(contest: Contest, made: list[Application], jurors: list[Juror]) -> None:
    """Let everybody judge everything."""
    now, dice = clock.now(), random.Random(len(made))
    criteria = list(Criterion.objects.filter(contest=contest))
    merits = {one.pk: dice.uniform(0.5, 4.5) for one in made}
    rows = [
        ScoreSheet(
            juror=juror,
            application=one,
            state=SheetState.FINISHED,
            advice=SENTENCE * 4,
            notes=SENTENCE * 2,
            version=12,
            given_at=now,
            changed_at=now,
            finished_at=now,
        )
        for one in made
        for juror in jurors
    ]
    sheets = ScoreSheet.objects.bulk_create(rows, batch_size=BATCH)
    marks = (
        Mark(sheet=sheet, criterion=criterion, value=min(max(round(dice.gauss(merits[sheet.application_id], 1)), 0), 5))
        for sheet in sheets
        for criterion in criteria
    )
    Mark.objects.bulk_create(marks, batch_size=MARKS_AT_ONCE)


def decide(contest: Contest) -> None:
    """Let every application have its place, the first ones an award."""
    now = clock.now()
    awards = list(Award.objects.filter(contest=contest))
    ranked = computed_of(contest)
    rows = [
        Decision(
            application=ranked.applications[one.score.application],
            place=one.place,
            award=awards[number] if number < len(awards) else None,
            letter=SENTENCE * 20,
            decided_at=now,
        )
        for number, one in enumerate(ranked.places)
    ]
    Decision.objects.bulk_create(rows, batch_size=BATCH)
