"""The statements that the school makes: only of what it knows.

A film is told of by two statements, `initialized` and `completed` with the stretches that were played. The school keeps which
seconds a person played and not when she pressed which button, so it tells nothing of `played`, `paused` and `seeked`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nastavnik.learning.xapi import parts
from nastavnik.learning.xapi.parts import Interaction, Person, Place, Words
from nastavnik.learning.xapi.words import QUESTION_TYPE, VIDEO, VIDEO_EXTENSION, Kind, Verb


@dataclass(frozen=True, slots=True)
class Watching:
    """A film as a person has played it: `pieces` are the stretches, `percent` of the film they make."""

    film: str
    length_seconds: int
    watched_seconds: int
    percent: int
    pieces: Sequence[tuple[int, int]]
    # from how many per cent the lesson counts
    threshold: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """A passage through a self-check; `number` from 1."""

    quiz: str
    title: str
    number: int
    points: float
    most_points: int
    percent: int
    seconds: float
    is_passed: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question. `response` None: it is not told (her own words), or there is none."""

    question: str
    text: str
    interaction: Interaction
    response: str | None
    share: float
    points: int


def _statement(words: tuple[str, ...], person: Person, place: Place, at: datetime, **parts_of_it: Any) -> Words:
    return {
        "id": str(parts.number_of(*words)),
        "actor": parts.actor(person, place.home),
        **parts_of_it,
        "timestamp": at.isoformat(timespec="milliseconds"),
    }


def initialized(person: Person, place: Place, watching: Watching, at: datetime) -> Words:
    """Tell that a person began to watch a film."""
    return _statement(
        (Kind.INITIALIZED, person.token, watching.film),
        person,
        place,
        at,
        verb=parts.verb(Verb.INITIALIZED),
        object=parts.film(place, watching.film),
        context=_video_context(person, place, watching),
    )


def watched(person: Person, place: Place, watching: Watching, at: datetime) -> Words:
    """Tell that a person played as much of a film as the lesson wants, and which stretches."""
    pieces = watching.pieces
    return _statement(
        (Kind.WATCHED, person.token, watching.film),
        person,
        place,
        at,
        verb=parts.verb(Verb.COMPLETED),
        object=parts.film(place, watching.film),
        result={
            "completion": True,
            "duration": parts.duration(watching.watched_seconds),
            "extensions": {
                f"{VIDEO_EXTENSION}/time": pieces[-1][1] if pieces else 0,
                f"{VIDEO_EXTENSION}/progress": watching.percent / 100,
                f"{VIDEO_EXTENSION}/played-segments": "[,]".join(f"{begin}[.]{end}" for begin, end in pieces),
            },
        },
        context=_video_context(person, place, watching),
    )


def _video_context(person: Person, place: Place, watching: Watching) -> Words:
    """Return what the profile wants beside each statement; all of a person and a film are one session."""
    session = str(parts.number_of(Kind.INITIALIZED, person.token, watching.film))
    return parts.context(
        place,
        parent=parts.lesson(place),
        category=VIDEO,
        registration=str(parts.number_of("film", person.token, watching.film)),
        extensions={
            f"{VIDEO_EXTENSION}/session-id": session,
            f"{VIDEO_EXTENSION}/length": watching.length_seconds,
            f"{VIDEO_EXTENSION}/completion-threshold": watching.threshold / 100,
        },
    )


def counted(person: Person, place: Place, *, percent: int, hours: float, at: datetime) -> Words:
    """Tell that a lesson counts for a person, for so many academic hours; `percent` of it was watched or attended."""
    extensions = f"{place.home}/id/extensions"
    return _statement(
        (Kind.COUNTED, person.token, place.lesson_uid),
        person,
        place,
        at,
        verb=parts.verb(Verb.COMPLETED),
        object=parts.lesson(place),
        result={"completion": True, "extensions": {f"{extensions}/percent": percent, f"{extensions}/hours": hours}},
        context=parts.context(place),
    )


def attended(person: Person, place: Place, seconds: int, at: datetime) -> Words:
    """Tell that a person was at a lesson while it was held, for so long."""
    return _statement(
        (Kind.ATTENDED, person.token, place.lesson_uid),
        person,
        place,
        at,
        verb=parts.verb(Verb.ATTENDED),
        object=parts.lesson(place),
        result={"duration": parts.duration(seconds)},
        context=parts.context(place),
    )


def attempted(person: Person, place: Place, attempt: Attempt, at: datetime) -> Words:
    """Tell that a person began a self-check."""
    return _statement(
        _words(Kind.ATTEMPTED, person, attempt), person, place, at, **_of_quiz(person, place, attempt, Verb.ATTEMPTED)
    )


def handed_in(person: Person, place: Place, attempt: Attempt, at: datetime) -> Words:
    """Tell that she went through all of it."""
    of_quiz = _of_quiz(person, place, attempt, Verb.COMPLETED)
    result = _reached(attempt) | {"completion": True}
    return _statement(_words(Kind.HANDED_IN, person, attempt), person, place, at, **of_quiz, result=result)


def judged(person: Person, place: Place, attempt: Attempt, at: datetime) -> Words:
    """Tell whether she passed."""
    of_quiz = _of_quiz(person, place, attempt, Verb.PASSED if attempt.is_passed else Verb.FAILED)
    result = _reached(attempt) | {"success": attempt.is_passed}
    return _statement(_words(Kind.JUDGED, person, attempt), person, place, at, **of_quiz, result=result)


def _words(kind: Kind, person: Person, attempt: Attempt) -> tuple[str, ...]:
    return kind, person.token, attempt.quiz, str(attempt.number)


def _reached(attempt: Attempt) -> Words:
    score = parts.score(attempt.points, attempt.most_points, attempt.percent)
    return {"score": score, "duration": parts.duration(attempt.seconds)}


def _of_quiz(person: Person, place: Place, attempt: Attempt, verb: Verb) -> Words:
    return {
        "verb": parts.verb(verb),
        "object": parts.quiz(place, attempt.quiz, attempt.title),
        "context": parts.context(place, parent=parts.lesson(place), registration=_registration(person, attempt)),
    }


def answered(person: Person, place: Place, attempt: Attempt, answer: Answer, at: datetime) -> Words:
    """Tell an answer of an attempt, and how right it was."""
    question = f"{place.home}/id/questions/{answer.question}"
    result: Words = {
        "success": answer.share >= 1,
        "score": parts.score(answer.share * answer.points, answer.points, round(answer.share * 100)),
    }
    if answer.response is not None:
        result["response"] = answer.response
    return _statement(
        (*_words(Kind.ANSWERED, person, attempt), answer.question),
        person,
        place,
        at,
        verb=parts.verb(Verb.ANSWERED),
        object=parts.activity(question, QUESTION_TYPE, answer.text, **parts.interaction_words(answer.interaction)),
        result=result,
        context=parts.context(
            place,
            parent=parts.quiz(place, attempt.quiz, attempt.title),
            registration=_registration(person, attempt),
        ),
    )


def _registration(person: Person, attempt: Attempt) -> str:
    """Return the number that all statements of an attempt share."""
    return str(parts.number_of("attempt", person.token, attempt.quiz, str(attempt.number)))
