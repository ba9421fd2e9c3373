"""What stands in the forms of the setting up: the values of a row, and a version that tells whether they are still the same.

The version is a checksum of the values themselves, so that two people who change different parts of a contest do not meet.
"""

import json
from datetime import datetime
from typing import Any
from zlib import crc32

from nastavnik.contest.models import Award, Contest, Criterion, Direction, FormField, FormSection

WORDS = ("title", "slug", "short", "regulation")
DAYS = (
    *("announced_at", "intake_at", "deadline_at", "late_until", "check_until"),
    *("review_until", "defence_at", "minutes_at", "awarding_at"),
)
RULES = (
    *("most_of_a_library", "late_policy", "jury_size", "sheets_each"),
    *("is_blind", "tie_rules", "feedback", "has_public_vote"),
)
DIRECTION = ("title", "target")
CRITERION = ("title", "help", "weight", "lowest", "highest", "levels", "needs_comment")
AWARD = ("title", "prize", "place")
SECTION = ("title", "help")
FIELD = ("key", "label", "help", "example", "kind", "is_required", "most", "options", "condition", "tells_who")
LARGEST_VERSION = 2**31 - 1

Typed = dict[str, Any]


def _typed(row: Any, names: tuple[str, ...]) -> Typed:
    values = {name: getattr(row, name) for name in names}
    words = json.dumps(values, default=_plain, sort_keys=True, ensure_ascii=False)
    return values | {"version": crc32(words.encode()) & LARGEST_VERSION}


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def words_typed(contest: Contest) -> Typed:
    """Return what a contest is called and what its regulation says."""
    return _typed(contest, WORDS)


def days_typed(contest: Contest) -> Typed:
    """Return the moments of a contest, aware."""
    return _typed(contest, DAYS)


def rules_typed(contest: Contest) -> Typed:
    """Return who may apply, how the jury works, what applicants see."""
    return _typed(contest, RULES)


def direction_typed(row: Direction) -> Typed:
    """Return a direction."""
    return _typed(row, DIRECTION)


def criterion_typed(row: Criterion) -> Typed:
    """Return a criterion."""
    return _typed(row, CRITERION)


def award_typed(row: Award) -> Typed:
    """Return an award."""
    return _typed(row, AWARD)


def section_typed(row: FormSection) -> Typed:
    """Return a section of the form, without its fields."""
    return _typed(row, SECTION)


def field_typed(row: FormField) -> Typed:
    """Return a field of the form."""
    return _typed(row, FIELD)
