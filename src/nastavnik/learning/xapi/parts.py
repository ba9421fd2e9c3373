"""The parts of a statement: who, what with, with which result."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from nastavnik.learning.xapi.words import COURSE_TYPE, IN_RUSSIAN, LESSON_TYPE, NAMESPACE, QUIZ_TYPE, VIDEO_TYPE, Verb

PLATFORM = "Nastavnik"
LANGUAGE = "ru"

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Who did it. Without an e-mail she is a pseudonym: an account of the school by its public token."""

    token: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The lesson it belongs to, in its programme and school. `home`: the school's address without the last slash."""

    home: str
    lesson_uid: str
    lesson_title: str
    lesson_path: str
    programme_token: str
    programme_title: str


@dataclass(frozen=True, slots=True)
class Option:
    """An answer one can choose, or what is put in order or found a pair for."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Interaction:
    """What kind of answer a question wants, in the words of `cmi.interaction`, and among what one chooses."""

    kind: str
    choices: Sequence[Option] = ()
    targets: Sequence[Option] = field(default=())


def number_of(*words: str) -> UUID:
    """Return the number of what happened: the same words always make the same, in all times and processes."""
    return uuid5(NAMESPACE, "/".join(words))


def actor(person: Person, home: str) -> Words:
    """Return who did it: one way to tell her apart, as xAPI wants (4.1.2.1)."""
    if person.email:
        return {"objectType": "Agent", "name": person.name, "mbox": f"mailto:{person.email}"}
    return {"objectType": "Agent", "account": {"homePage": f"{home}/", "name": person.token}}


def verb(word: Verb) -> Words:
    """Return what she did."""
    return {"id": word.value, "display": {"en-US": word.rpartition("/")[2], "ru": IN_RUSSIAN[word]}}


def activity(address: str, kind: str, name: str, **more: Any) -> Words:
    """Return a thing by its address, with what it is."""
    definition = {"type": kind, "name": {LANGUAGE: name}, **more}
    return {"objectType": "Activity", "id": address, "definition": definition}


def lesson(place: Place) -> Words:
    """Return the lesson."""
    address = f"{place.home}/id/lessons/{place.lesson_uid}"
    return activity(address, LESSON_TYPE, place.lesson_title, moreInfo=f"{place.home}{place.lesson_path}")


def programme(place: Place) -> Words:
    """Return the programme of the lesson."""
    return activity(f"{place.home}/id/programmes/{place.programme_token}", COURSE_TYPE, place.programme_title)


def film(place: Place, token: str) -> Words:
    """Return a film of the lesson."""
    return activity(f"{place.home}/id/videos/{token}", VIDEO_TYPE, place.lesson_title)


def quiz(place: Place, token: str, title: str) -> Words:
    """Return the self-check of the lesson."""
    return activity(f"{place.home}/id/quizzes/{token}", QUIZ_TYPE, title)


def interaction_words(asked: Interaction) -> Words:
    """Return what a question of this kind is answered with."""
    names = {"choice": ("choices",), "sequencing": ("choices",), "matching": ("source", "target")}.get(asked.kind, ())
    lists = (asked.choices, asked.targets)
    return {
        "interactionType": asked.kind,
        **{name: [_option(one) for one in options] for name, options in zip(names, lists, strict=False)},
    }


def _option(option: Option) -> Words:
    return {"id": option.id, "description": {LANGUAGE: option.text}}


def context(place: Place, *, parent: Words | None = None, category: str = "", **more: Any) -> Words:
    """Return where it happened: in which lesson (or in `parent` of that), programme, by which profile."""
    activities: Words = {"grouping": [programme(place)]}
    if parent is not None:
        activities["parent"] = [parent]
    if category:
        activities["category"] = [{"objectType": "Activity", "id": category}]
    return {"platform": PLATFORM, "language": LANGUAGE, "contextActivities": activities, **more}


def duration(seconds: float) -> str:
    """Return a length of time as ISO 8601 has it."""
    return f"PT{round(max(seconds, 0))}S"


def score(points: float, most: float, percent: int) -> Words:
    """Return what was reached of what could be."""
    scaled: Words = {"scaled": percent / 100}
    return {**scaled, "raw": round(points, 2), "min": 0, "max": most} if 0 <= points <= most else scaled
