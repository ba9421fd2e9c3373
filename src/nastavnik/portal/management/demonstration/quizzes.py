"""The self-checks of the demonstration, about what is said in its films."""

from datetime import datetime

from nastavnik.learning.services import quizzes as services
from nastavnik.learning.services.quizzes import Choice, Item, Sheet
from nastavnik.people.models import User
from nastavnik.portal.management.demonstration.content import Table, read
from nastavnik.programme.models import Lesson, School


def add_quizzes(school: School, methodist: User, now: datetime) -> None:
    """Make the self-checks and publish them."""
    for table in read("quizzes")["quizzes"]:
        lesson = Lesson.objects.get(school=school, slug=table["lesson"])
        quiz = services.make_of_sheet(actor=methodist, lesson_id=lesson.pk, sheet=sheet_of(table), now=now)
        services.publish_quiz(actor=methodist, quiz_id=quiz.pk, now=now)


def sheet_of(table: Table) -> Sheet:
    """Return a self-check as its table has it."""
    return Sheet(
        title=table["title"],
        intro=table["intro"].strip(),
        pass_percent=table["pass_percent"],
        items=tuple(item_of(row) for row in table["questions"]),
    )


def item_of(row: Table) -> Item:
    """Return a question as its table has it."""
    begin, end = row["moment"]
    return Item(
        kind=row["kind"],
        text=row["text"],
        choices=tuple(choice_of(option) for option in row.get("options", [])),
        points=row.get("points", 1),
        explanation=row.get("explanation", ""),
        moment_seconds=begin,
        moment_end_seconds=end,
        at_second=row.get("stop"),
    )


def choice_of(option: Table) -> Choice:
    """Return an answer as its table has it."""
    return Choice(
        text=option.get("text", ""),
        match=option.get("match", ""),
        is_right=option.get("right", False),
        feedback=option.get("feedback", ""),
    )
