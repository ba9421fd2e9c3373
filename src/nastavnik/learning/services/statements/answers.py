"""Answers of self-checks in the words of `cmi.interaction`."""

from collections.abc import Mapping, Sequence
from typing import Any

from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.exchange.rules import read_number
from nastavnik.learning.models import Answer, Option
from nastavnik.learning.xapi import parts
from nastavnik.learning.xapi import statements as told

INTERACTIONS = {
    QuestionKind.SINGLE: "choice",
    QuestionKind.MULTIPLE: "choice",
    QuestionKind.ORDER: "sequencing",
    QuestionKind.MATCH: "matching",
    QuestionKind.SHORT: "fill-in",
    QuestionKind.NUMBER: "numeric",
    QuestionKind.OPEN: "long-fill-in",
}
NEXT, PAIR = "[,]", "[.]"
MOST_TEXT = 1000


def answer_words(answer: Answer, *, is_named: bool) -> told.Answer:
    """Return an answer as it is told; its question and that one's options are loaded.

    What somebody wrote in her own words may name her or others, so it is told only where people are told by name.
    """
    question = answer.question
    kind, options = QuestionKind(question.kind), sorted(question.options.all(), key=lambda one: one.position)
    return told.Answer(
        question=question.token,
        text=question.text[:MOST_TEXT],
        interaction=_interaction(kind, options),
        response=_response(kind, answer.given, is_named=is_named),
        share=answer.share or 0.0,
        points=question.points,
    )


def _interaction(kind: QuestionKind, options: Sequence[Option]) -> parts.Interaction:
    if kind in {QuestionKind.SHORT, QuestionKind.NUMBER, QuestionKind.OPEN}:
        # their options are the right answers
        return parts.Interaction(INTERACTIONS[kind])
    return parts.Interaction(
        INTERACTIONS[kind],
        choices=[parts.Option(_id(one.pk), one.text) for one in options if one.text],
        targets=[parts.Option(_id(one.pk), one.match) for one in options if one.match],
    )


def _response(kind: QuestionKind, given: Any, *, is_named: bool) -> str | None:
    if isinstance(given, list):
        return NEXT.join(_id(key) for key in given)
    if isinstance(given, Mapping):
        return _of_pairs(kind, given)
    text = str(given)
    if kind is QuestionKind.NUMBER:
        number = read_number(text)
        return None if number is None else f"{number:g}"
    return text[:MOST_TEXT] if is_named else None


def _of_pairs(kind: QuestionKind, given: Mapping[str, Any]) -> str:
    if kind is QuestionKind.ORDER:
        return NEXT.join(_id(key) for key, _place in sorted(given.items(), key=lambda pair: pair[1]))
    return NEXT.join(f"{_id(key)}{PAIR}{_id(match)}" for key, match in given.items())


def _id(key: object) -> str:
    return f"option-{key}"
