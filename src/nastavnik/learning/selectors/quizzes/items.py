"""Self-checks apart from their rows: to be compared, changed in a form, or written out."""

from collections.abc import Iterable

from nastavnik.learning.exchange.questions import Choice, Image, Item, Sheet
from nastavnik.learning.models import Option, Question, Quiz


def item_of(question: Question, options: Iterable[Option], *, has_content: bool = False) -> Item:
    """Return what a question says. `has_content`: with its picture, which is read from the storage."""
    return Item(
        kind=question.kind,
        text=question.text,
        choices=tuple(
            Choice(one.text, one.match, one.is_right, one.tolerance, one.feedback)
            for one in sorted(options, key=lambda one: one.position)
        ),
        points=question.points,
        explanation=question.explanation,
        moment_seconds=question.moment_seconds,
        moment_end_seconds=question.moment_end_seconds,
        at_second=question.at_second,
        image=image_of(question, has_content=has_content),
    )


def image_of(question: Question, *, has_content: bool) -> Image | None:
    """Return the picture of a question; without its content unless that is asked for."""
    if not question.picture:
        return None
    name = str(question.picture.name).rpartition("/")[2]
    if not has_content:
        return Image(b"", "", question.picture_alt)
    with question.picture.open("rb") as file:
        return Image(file.read(), name, question.picture_alt)


def sheet_of(quiz: Quiz) -> Sheet:
    """Return a whole self-check as it is asked now, with its pictures; two queries."""
    questions = Question.objects.filter(quiz=quiz, replaced_at=None, removed_at=None)
    rows = questions.order_by("position", "pk").prefetch_related("options")
    return Sheet(
        title=quiz.title,
        intro=quiz.intro,
        pass_percent=quiz.pass_percent,
        attempts_allowed=quiz.attempts_allowed,
        is_shuffled=quiz.is_shuffled,
        are_options_shuffled=quiz.are_options_shuffled,
        items=tuple(item_of(one, one.options.all(), has_content=True) for one in rows),
    )
