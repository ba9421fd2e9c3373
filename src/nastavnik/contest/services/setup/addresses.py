"""Addresses of contests and keys of what is added to a form, out of Russian words."""

from collections.abc import Collection

from nastavnik.contest.models import Contest
from nastavnik.programme.models import School
from nastavnik.programme.services.slugs import MAX_CHARACTERS, slug_of

EMPTY = "contest"
# of a number behind the words
ROOM = 5
# keys of the school's own are never taken for those of a fund
OWN = "own_"
KEY_CHARACTERS = 30


def free_address(school: School, title: str) -> str:
    """Return an address made of the words of the title, with the first number that makes it the only one in the school."""
    words = slug_of(title) if any(letter.isalnum() for letter in title) else EMPTY
    longest = MAX_CHARACTERS - ROOM
    slug = words if len(words) <= longest else words[: longest + 1].rpartition("-")[0] or words[:longest]
    taken = set(Contest.objects.filter(school=school, slug__startswith=slug).values_list("slug", flat=True))
    number = 1
    while (candidate := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return candidate


def free_key(words: str, taken: Collection[str]) -> str:
    """Return a key of the school's own made of some words, with the first number that makes it the only one."""
    key = OWN + slug_of(words)[:KEY_CHARACTERS].replace("-", "_").rstrip("_")
    number = 1
    while (candidate := key if number == 1 else f"{key}_{number}") in taken:
        number += 1
    return candidate
