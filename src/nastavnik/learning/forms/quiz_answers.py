"""What the form of an attempt says: which answers were changed on this page, read into what is kept.

Each question stands in the form with a mark of the answer that the page was made with. What is unlike that mark was
changed here and is kept; what is like it is left alone, so that an old page on another device never takes back what was
answered since.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.http import QueryDict

from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.models import Option, Question
from nastavnik.learning.models.quizzes import LONGEST_ANSWER
from nastavnik.learning.selectors.quizzes.answers import Given, asked_of, field_of, mark_of, matches_of

LONGEST_SEED = 10

Asked = tuple[Question, Sequence[Option]]


def read_changes(seed: int, asked: Iterable[Asked], posted: QueryDict) -> Mapping[int, Given]:
    """Return the answers that this page of the attempt with `seed` changed, by the numbers of their questions; None where one was taken back."""
    changes: dict[int, Given] = {}
    for question, options in asked:
        mark = posted.get(f"{field_of(question.pk)}-mark")
        given = read_given(seed, question, options, posted)
        if mark is not None and mark_of(given) != mark:
            changes[question.pk] = given
    return changes


def read_given(seed: int, question: Question, options: Sequence[Option], posted: QueryDict) -> Given:
    """Return the answer to a question as the form has it; None for none, and for what no page of ours sends."""
    name = field_of(question.pk)
    if question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        return _read_chosen(question.kind, options, posted.getlist(name))
    if question.kind == QuestionKind.ORDER:
        return _read_places(options, posted, name, range(1, len(asked_of(options)) + 1))
    if question.kind == QuestionKind.MATCH:
        return _read_places(options, posted, name, [one.pk for one in matches_of(seed, options)])
    text = posted.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()[:LONGEST_ANSWER]
    return text or None


def _read_chosen(kind: str, options: Sequence[Option], values: Sequence[str]) -> Given:
    chosen = sorted(option.pk for option in options if str(option.pk) in values)
    return (chosen[:1] if kind == QuestionKind.SINGLE else chosen) or None


def _read_places(options: Sequence[Option], posted: QueryDict, name: str, values: Sequence[int]) -> Given:
    """Return what was chosen for each option: the form counts from 1, `values` are what is kept."""
    known = {str(place): value for place, value in enumerate(values, start=1)}
    places = {str(option.pk): known.get(posted.get(f"{name}-{option.pk}", "")) for option in asked_of(options)}
    return {key: value for key, value in places.items() if value is not None} or None


def read_seed(posted: QueryDict) -> int:
    """Return the seed with which the form of a question was made."""
    text = posted.get("seed", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_SEED else 0
