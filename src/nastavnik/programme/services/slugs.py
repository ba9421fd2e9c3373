"""Addresses from Russian titles: «Библиотечный блог: с чего начать» → `bibliotechnyi-blog-s-chego-nachat`."""

import re

from nastavnik.programme.models import Lesson, School

# As in foreign passports (ICAO 9303), which people know from their own names.
LETTERS = str.maketrans("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye") | str.maketrans(
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ь": "", "ю": "iu", "я": "ia"}
)
MAX_CHARACTERS = 60
EMPTY = "lesson"


def slug_of(title: str) -> str:
    """Return an address made of the words of `title`, cut at a word's end; `lesson` when no letter is left."""
    slug = "-".join(re.findall(r"[a-z0-9]+", title.lower().translate(LETTERS))) or EMPTY
    if len(slug) <= MAX_CHARACTERS:
        return slug
    return slug[: MAX_CHARACTERS + 1].rpartition("-")[0] or slug[:MAX_CHARACTERS]


def free_slug(school: School, title: str) -> str:
    """Return `slug_of` the title, with the first number that makes it the only one in the school."""
    slug = slug_of(title)
    taken = set(Lesson.objects.filter(school=school, slug__startswith=slug).values_list("slug", flat=True))
    if slug not in taken:
        return slug
    return next(
        candidate for candidate in (f"{slug}-{number}" for number in range(2, 10_000)) if candidate not in taken
    )
