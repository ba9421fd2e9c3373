"""What may answer a question before it is sent: moments of films that the asker may see, and public answers."""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing

from nastavnik.mentoring.permissions import can_ask
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.search import selectors as search
from nastavnik.search.selectors import Suggestion

SALT = "mentoring.suggestion"
LONGEST_PATH = 300
# shorter words say too little
FEWEST_CHARACTERS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that may answer; `key` is posted back when it did."""

    suggestion: Suggestion
    key: str


def answers_for(actor: Actor, school: School, subject: str, text: str, now: datetime) -> list[Answer]:
    """Return a few moments and public answers that are near to what somebody has written so far, the nearest first."""
    if not can_ask(actor, school) or len(f"{subject}{text}".strip()) < FEWEST_CHARACTERS:
        return []
    found = search.related(actor, school, subject, text, now)
    return [Answer(one, key_of(school, one.hit.url)) for one in found if len(one.hit.url) <= LONGEST_PATH]


def key_of(school: School, path: str) -> str:
    """Return the signed path of a suggestion: only what was shown can be counted as having helped."""
    return signing.dumps([school.pk, path], salt=SALT, compress=True)


def path_of(school: School, key: str) -> str:
    """Return the path of a suggestion. Raises `signing.BadSignature` for anything else, and for another school's."""
    found = signing.loads(key, salt=SALT)
    if found[0] != school.pk:
        raise signing.BadSignature
    return str(found[1])
